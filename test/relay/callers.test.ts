import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { generateKeyPair, SignJWT } from "jose";
import { openVault, startRelay, type RunningRelay, type Vault } from "../../src/relay";
import { createCallerCheck } from "../../src/relay/caller";
import { isPrivateAddress } from "../../src/relay/addresses";
import { createUpstream } from "../../src/relay/upstream";
import { startSimulator } from "../vendors/simulator";
import { VENDORS } from "../vendors";
import { createWorld } from "../vendors/world";
import { startRig } from "../connectors/rig";

let folder: string;
let vault: Vault;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "callers-test-"));
  vault = await openVault({ path: join(folder, "vault"), passphrase: "a passphrase of a test" });
});
afterAll(() => rm(folder, { recursive: true }));

describe("Microsoft Entra ID", () => {
  const entra = {
    tenantId: "11111111-0000-4000-8000-000000000000",
    audience: "relay-application",
    admins: new Set(["object-id-of-anna"]),
  };
  const issuer = `https://login.microsoftonline.com/${entra.tenantId}/v2.0`;

  /** Asks the check with a token made of these claims. */
  async function callerWith(claims: {
    readonly issuer?: string;
    readonly audience?: string;
    readonly expires?: string;
    readonly isForeign?: boolean;
    readonly oid?: string;
  }): Promise<string> {
    const { privateKey, publicKey } = await generateKeyPair("RS256");
    const foreign = await generateKeyPair("RS256");
    const token = await new SignJWT({ preferred_username: "anna@msp.example", oid: claims.oid })
      .setProtectedHeader({ alg: "RS256" })
      .setIssuer(claims.issuer ?? issuer)
      .setAudience(claims.audience ?? entra.audience)
      .setExpirationTime(claims.expires ?? "5m")
      .sign(claims.isForeign === true ? foreign.privateKey : privateKey);
    const check = createCallerCheck(vault, Date.now, entra, () => Promise.resolve(publicKey));
    const app = new Hono();
    app.get("/", async (context) => {
      const { name, mayAdminister } = await check.callerOf(context);
      return context.text(`${name}${mayAdminister ? " may administer" : ""}`);
    });
    app.onError((error, context) => context.text(error.message, 401));
    const reply = await app.request("/", { headers: { Authorization: `Bearer ${token}` } });
    return `${reply.status} ${await reply.text()}`;
  }

  it("lets a person of the tenant in by name", async () => {
    expect(await callerWith({})).toBe("200 anna@msp.example");
  });

  it("lets the listed people administer, known by their object id alone", async () => {
    expect(await callerWith({ oid: "object-id-of-anna" })).toBe("200 anna@msp.example may administer");
    expect(await callerWith({ oid: "object-id-of-ben" })).toBe("200 anna@msp.example");
  });

  it.each([
    ["of another tenant", { issuer: "https://login.microsoftonline.com/other/v2.0" }],
    ["meant for another application", { audience: "another" }],
    ["that ran out", { expires: "-1m" }],
    ["signed by somebody else", { isForeign: true }],
  ])("lets nobody in with a token %s", async (_, claims) => {
    expect(await callerWith(claims)).toMatch(/^401 The relay does not know this pane/);
  });
});

describe("wrong tokens", () => {
  it("are not looked at any more after twenty in a minute", async () => {
    let now = 0;
    const check = createCallerCheck(vault, () => now, null);
    const app = new Hono();
    app.get("/", async (context) => context.text((await check.callerOf(context)).name));
    app.onError((error, context) => context.text(error.message, 401));
    const ask = async (): Promise<string> =>
      (await app.request("/", { headers: { Authorization: "Bearer no" } })).text();
    for (let count = 0; count < 20; count += 1) expect(await ask()).toMatch(/does not know this pane/);
    expect(await ask()).toMatch(/^Too many wrong tokens/);
    now = 60_001;
    expect(await ask()).toMatch(/does not know this pane/);
  });
});

describe("addresses", () => {
  it.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.20.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "::1",
    "::",
    "fe80::1",
    "fd00::1",
    "::ffff:10.0.0.1",
    "::ffff:7f00:1",
    "64:ff9b::a00:1",
    "2002:a00:1::",
    "no address",
  ])("%s is not public", (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  it.each(["1.1.1.1", "93.184.216.34", "172.32.0.1", "2606:4700:4700::1111", "::ffff:1.1.1.1"])(
    "%s is public",
    (address) => {
      expect(isPrivateAddress(address)).toBe(false);
    },
  );

  it("of the own network are not asked, neither by number nor by name, unless they are trusted", async () => {
    const simulator = await startSimulator(VENDORS["huntress"]?.app(createWorld(1)) ?? never());
    const port = simulator.host.split(":")[1] ?? "";
    const ask = (trusted: readonly string[], address: string): Promise<string> =>
      createUpstream({ trustedHosts: new Set(trusted), timeoutMs: 5_000, maxBytes: 1_000_000 })(
        new URL(address),
        {
          method: "GET",
          headers: {},
        },
      ).then(
        ({ status }) => String(status),
        (error: unknown) => (error as { readonly code: string }).code,
      );
    expect(await ask([], `https://127.0.0.1:${port}/v1/account`)).toBe("private address");
    expect(await ask([], `https://localhost:${port}/v1/account`)).toBe("private address");
    expect(await ask([], `http://${simulator.host}/v1/account`)).toBe("wrong host");
    expect(await ask(["127.0.0.1:1"], `http://${simulator.host}/v1/account`)).toBe("wrong host");
    expect(await ask([simulator.host], `http://${simulator.host}/v1/account`)).toBe("401");
    await simulator.stop();
  });
});

describe("the relay's own end", () => {
  it("lets a request under way end, and takes no new one", async () => {
    const rig = await startRig("huntress", createWorld(2));
    // An answer that is on its way when the relay is told to stop.
    rig.simulator.faults.set({ kind: "status", status: 503 });
    const headers = { Authorization: `Bearer ${rig.token}` };
    const asked = fetch(`${rig.address}/connections/it/api/account`, { headers });
    await new Promise((resolve) => setImmediate(resolve));
    while (rig.simulator.faults.requests.length === 0 && rig.audit.length === 0)
      await new Promise((resolve) => setImmediate(resolve));
    const stopping = rig.relay.stop();
    expect((await asked).status).toBe(503);
    await stopping;
    await expect(fetch(`${rig.address}/health`)).rejects.toThrow();
    await rig.simulator.stop();
  });
});

describe("TLS", () => {
  it("is spoken with a given certificate", async () => {
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    try {
      const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
      execFileSync(
        "openssl",
        [
          "req",
          "-x509",
          "-newkey",
          "rsa:2048",
          "-nodes",
          "-days",
          "2",
          "-keyout",
          key,
          "-out",
          cert,
          ...subject,
        ],
        { stdio: "ignore" },
      );
    } catch {
      console.warn("Skipped: making a certificate needs openssl, which is not here.");
      return;
    }
    const ca = await readFile(cert);
    const relay: RunningRelay = await startRelay(
      {
        host: "127.0.0.1",
        port: 0,
        origins: [],
        trustedHosts: new Set(),
        tls: { cert: ca, key: await readFile(key) },
        paneFolder: null,
        entra: null,
        connections: [],
      },
      vault,
      () => undefined,
    );
    const status = await new Promise((resolve, reject) => {
      request({ host: "127.0.0.1", port: relay.port, path: "/health", ca, agent: false }, (reply) => {
        reply.resume();
        resolve(reply.statusCode);
      })
        .on("error", reject)
        .end();
    });
    await relay.stop();
    expect(status).toBe(200);
  });
});

function never(): never {
  throw new Error("There is no such simulator.");
}
