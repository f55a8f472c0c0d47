import { createServer } from "node:http";
import { connectorOf, SYSTEMS, type RelayAccess } from "../connectors";
import { openConnection } from "./connections";
import { addPairing, removePairing } from "./pairing";
import { askFields, createPrompt, type Prompt } from "./prompt";
import { createRegistry, type Registry } from "./registry";
import { readSettings, type RelaySettings } from "./settings";
import { beginConsent } from "./sign-in";
import { startRelay } from "./server";
import { createUpstream } from "./upstream";
import { openVault, removeDrafts, type StoredConnection, type Vault } from "./vault";

const USAGE = `The relay keeps the credentials of connected systems and asks them for the pane.

  npm run relay                    serve
  npm run relay -- add SYSTEM      add a connection; asks for its credentials
  npm run relay -- remove ID       remove a connection and its tokens
  npm run relay -- list            connections and pairings
  npm run relay -- pair [NAME]     make a pairing token for a pane; shown once
  npm run relay -- pair --admin [NAME]
                                   the same, for a pane that may add and remove connections
  npm run relay -- unpair NAME     take a pairing back

A relay that runs takes changes over at once.

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
  const vault = await openVault({ path: settings.vaultPath, passphrase: settings.passphrase });
  const registry = createRegistry(vault, settings.connections, settings.trustedHosts);
  switch (command) {
    case "serve":
      await serve(settings, vault);
      return 0;
    case "add":
      return add(name, settings, registry);
    case "remove":
      return remove(name, registry);
    case "list":
      list(settings, vault);
      return 0;
    case "pair":
      return pair(name ?? "pane", rest.includes("--admin"), vault);
    case "unpair":
      return unpair(name, vault);
    default:
      say(USAGE);
      return 2;
  }
}

async function pair(name: string, mayAdminister: boolean, vault: Vault): Promise<number> {
  const isReplaced = vault.get().pairings.some((pairing) => pairing.name === name);
  const token = await addPairing(vault, name, new Date().toISOString(), mayAdminister);
  if (isReplaced) {
    say(
      `The earlier pairing "${name}" is taken back: its panes have to pair again. For one more pane give another NAME.`,
    );
  }
  const may = mayAdminister ? "may add and remove connections" : "may fetch, and neither add nor remove";
  say(`Paired as "${name}": it ${may}.`);
  say(`Enter this token in the pane, on its Connections screen. It is shown only now:\n\n${token}\n`);
  return 0;
}

async function unpair(name: string | undefined, vault: Vault): Promise<number> {
  if (name === undefined) return missing("Say which pairing: npm run relay -- unpair NAME.");
  const isThere = await removePairing(vault, name);
  say(
    isThere
      ? `The pairing "${name}" is taken back; its panes have to pair again.`
      : `There is no pairing "${name}". npm run relay -- list shows them.`,
  );
  return isThere ? 0 : 1;
}

/** Something that has to stand in the command does not. */
function missing(text: string): number {
  say(text);
  return 2;
}

async function serve(settings: RelaySettings, vault: Vault): Promise<void> {
  await removeDrafts(settings.vaultPath);
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

async function add(system: string | undefined, settings: RelaySettings, registry: Registry): Promise<number> {
  const systems = relaySystems().join(", ");
  if (system === undefined) {
    return missing(`Say which system: npm run relay -- add SYSTEM. SYSTEM is one of: ${systems}.`);
  }
  const connector = SYSTEMS.find((known) => known.system === system);
  if (connector === undefined) return missing(`There is no system "${system}". There are: ${systems}.`);
  const { access, title } = connector;
  if (access.kind !== "relay") return missing(`${title} needs no relay: sign in to it in the pane.`);
  const prompt = createPrompt(process.stdin, process.stdout);
  const credentials = await askFields(access.fields, prompt, say);
  const name = await askName(title, registry, prompt);
  prompt.close();
  const stored: StoredConnection = { id: registry.freeId(system, []), system, name, credentials };
  await registry.add(stored, await consent(access, stored, settings));
  say(`${name} is added as ${stored.id}. Pair again in the pane to see it, then test it there.`);
  return 0;
}

/** A name that no other connection has: it tells their rows apart. */
async function askName(title: string, registry: Registry, prompt: Prompt): Promise<string> {
  for (;;) {
    const name = (await prompt.ask(`Name of the connection [${title}]: `)).trim() || title;
    if (!registry.isTaken(name)) return name;
    say(`There is a connection "${name}" already. Give this one another name.`);
  }
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

async function remove(id: string | undefined, registry: Registry): Promise<number> {
  if (id === undefined) return missing("Say which connection: npm run relay -- remove ID.");
  const isRemoved = await registry.remove(id);
  say(
    isRemoved
      ? `${id} is removed, with its credentials and tokens.`
      : `There is no connection ${id} in the vault. npm run relay -- list shows them; what the environment gives is taken out there.`,
  );
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
  process.stderr.write(`${error instanceof Error ? error.message : "The relay failed."}\n`);
  process.exitCode = 1;
}
