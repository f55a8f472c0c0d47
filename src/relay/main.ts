import { createServer } from "node:http";
import { connectorOf, SYSTEMS, type RelayAccess } from "../connectors";
import { openConnection } from "./connections";
import { addPairing, removePairing } from "./pairing";
import { askFields, createPrompt } from "./prompt";
import { createRegistry, type Registry } from "./registry";
import { readSettings, SettingsError, type RelaySettings } from "./settings";
import { beginConsent } from "./sign-in";
import { startRelay } from "./server";
import { createUpstream } from "./upstream";
import { openVault, removeDraft, VaultError, type StoredConnection, type Vault } from "./vault";

const USAGE = `The relay keeps the credentials of connected systems and asks them for the pane.

  npm run relay                    serve
  npm run relay -- add SYSTEM      add a connection; asks for its credentials
  npm run relay -- remove ID       remove a connection and its tokens
  npm run relay -- list            connections and pairings
  npm run relay -- pair [NAME]     make a pairing token for a pane; shown once
  npm run relay -- pair --admin [NAME]
                                   the same, for a pane that may add and remove connections
  npm run relay -- unpair NAME     take a pairing back

SYSTEM is one of: ${relaySystems().join(", ")}.
Settings are read from the environment: see src/relay/README.md.`;

/** Port of the page that a consent comes back to; it is registered with the vendor's app. */
const CONSENT_PORT = 8444;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function main([command = "serve", ...rest]: readonly string[]): Promise<number> {
  const name = rest.find((word) => !word.startsWith("--"));
  if (command === "help" || command === "--help") {
    say(USAGE);
    return 0;
  }
  const settings = readSettings(process.env);
  await removeDraft(settings.vaultPath);
  const vault = await openVault({ path: settings.vaultPath, passphrase: settings.passphrase });
  const registry = createRegistry(vault, settings.connections, settings.trustedHosts);
  switch (command) {
    case "serve":
      await serve(settings, vault);
      return 0;
    case "add":
      await add(name ?? "", settings, registry);
      return 0;
    case "remove":
      return remove(name ?? "", registry);
    case "list":
      list(settings, vault);
      return 0;
    case "pair": {
      const token = await addPairing(
        vault,
        name ?? "pane",
        new Date().toISOString(),
        rest.includes("--admin"),
      );
      say(`Enter this token in the pane, on its Connections screen. It is shown only now:\n\n${token}\n`);
      return 0;
    }
    case "unpair": {
      const isThere = await removePairing(vault, name ?? "pane");
      say(
        isThere
          ? "The pairing is taken back; its panes have to pair again."
          : "There is no pairing of that name.",
      );
      return isThere ? 0 : 1;
    }
    default:
      say(USAGE);
      return 2;
  }
}

async function serve(settings: RelaySettings, vault: Vault): Promise<void> {
  const relay = await startRelay(settings, vault, (line) => {
    say(JSON.stringify(line));
  });
  const scheme = settings.tls === null ? "http" : "https";
  say(
    `The relay listens on ${scheme}://${settings.host}:${relay.port} for ${settings.origins.join(", ") || "no origin"}.`,
  );
  if (settings.tls === null) {
    say(
      "It has no certificate: put it behind a proxy with TLS, or set RELAY_TLS_CERT and RELAY_TLS_KEY. A secure pane cannot call it otherwise.",
    );
  }
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
  });
  await relay.stop();
}

async function add(system: string, settings: RelaySettings, registry: Registry): Promise<void> {
  const { access, title } = connectorOf(system);
  if (access.kind !== "relay") {
    say(`${title} needs no relay: sign in to it in the pane.`);
    return;
  }
  const prompt = createPrompt(process.stdin, process.stdout);
  const credentials = await askFields(access.fields, prompt, say);
  const name = (await prompt.ask(`Name of the connection [${title}]: `)).trim() || title;
  prompt.close();
  const stored: StoredConnection = { id: registry.freeId(system, []), system, name, credentials };
  await registry.add(stored, await consent(access, stored, settings));
  say(`${name} is added as ${stored.id}. Start the relay again, then test the connection in the pane.`);
}

/** Has a person consent in the browser, where the system asks for that; gives the first refresh token. */
async function consent(
  { signIn }: RelayAccess,
  stored: StoredConnection,
  settings: RelaySettings,
): Promise<string | null> {
  if (signIn.kind !== "consent") return null;
  const { tokenUrl, credentials } = openConnection(stored, settings.trustedHosts);
  const redirectUri = `http://localhost:${CONSENT_PORT}/callback`;
  const begun = await beginConsent(signIn, credentials, redirectUri, tokenUrl);
  say(
    `Register ${redirectUri} as a redirect address of the app, then open this address and consent:\n\n${begun.address}\n`,
  );
  const returned = await nextCallback();
  const upstream = createUpstream({
    trustedHosts: settings.trustedHosts,
    timeoutMs: 60_000,
    maxBytes: 1_000_000,
  });
  return (await begun.finish(returned, upstream, Date.now())).refreshToken;
}

/** The address that the browser is sent back to. */
function nextCallback(): Promise<URL> {
  return new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? "/", `http://localhost:${CONSENT_PORT}`);
      response.writeHead(url.pathname === "/callback" ? 200 : 404, {
        "Content-Type": "text/plain",
        Connection: "close",
      });
      response.end("Thank you. You can close this page and return to the terminal.");
      if (url.pathname !== "/callback") return;
      server.close();
      resolve(url);
    });
    server.once("error", reject);
    server.listen(CONSENT_PORT, "localhost");
  });
}

async function remove(id: string, registry: Registry): Promise<number> {
  const isRemoved = await registry.remove(id);
  say(isRemoved ? `${id} is removed. Start the relay again.` : `There is no connection ${id} in the vault.`);
  return isRemoved ? 0 : 1;
}

function list({ connections }: RelaySettings, vault: Vault): void {
  const all = [...vault.get().connections, ...connections];
  if (all.length === 0) say("No connection yet. Add one: npm run relay -- add SYSTEM.");
  for (const { id, system, name } of all) say(`${id}\t${connectorOf(system).title}\t${name}`);
  for (const { name, createdAt, mayAdminister } of vault.get().pairings) {
    say(`paired\t${name}\t${createdAt}${mayAdminister ? "\tmay add and remove connections" : ""}`);
  }
}

function relaySystems(): readonly string[] {
  return SYSTEMS.filter(({ access }) => access.kind === "relay").map(({ system }) => system);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isExpected = error instanceof SettingsError || error instanceof VaultError || error instanceof Error;
  process.stderr.write(`${isExpected ? error.message : "The relay failed."}\n`);
  process.exitCode = 1;
}
