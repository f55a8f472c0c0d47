import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectorOf } from "../../src/connectors";
import { beginConsent } from "../../src/relay/sign-in";
import { createUpstream } from "../../src/relay/upstream";
import { addPairing, openVault, startRelay, type RunningRelay } from "../../src/relay";
import { VENDORS } from "../vendors";
import { startSimulator, type Simulator } from "../vendors/simulator";
import { createWorld } from "../vendors/world";

const PASSPHRASE = "a passphrase of a test";

/** What each system is asked for, to see that it is still signed in. */
const QUESTIONS = {
  xero: "Organisation",
  quickbooks: `query?query=${encodeURIComponent("select count(*) from Invoice")}`,
} as const;

describe.each(["xero", "quickbooks"] as const)("a refresh token of %s", (system) => {
  let folder: string;
  let simulator: Simulator;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "rotation-test-"));
    simulator = await startSimulator(VENDORS[system]?.app(createWorld(2)) ?? fail());
  });
  afterEach(async () => {
    await simulator.stop();
    await rm(folder, { recursive: true });
  });

  /** A relay as it starts anew, which breaks off at a step of a save. */
  async function start(
    crashAt: string | null,
  ): Promise<{ readonly relay: RunningRelay; readonly token: string }> {
    let isArmed = false;
    const vault = await openVault({
      path: join(folder, "vault"),
      passphrase: PASSPHRASE,
      onStep: (step) => {
        if (isArmed && step === crashAt) throw new Error("crash");
      },
    });
    const token = await addPairing(vault, "test", "2026-11-23");
    isArmed = true;
    const relay = await startRelay(
      {
        host: "127.0.0.1",
        port: 0,
        origins: [],
        trustedHosts: new Set([simulator.host]),
        tls: null,
        paneFolder: null,
        entra: null,
        connections: [
          {
            id: "it",
            system,
            name: "It",
            credentials: { ...VENDORS[system]?.credentials },
            address: simulator.address,
          },
        ],
      },
      vault,
      () => undefined,
    );
    return { relay, token };
  }

  async function ask({ relay, token }: Awaited<ReturnType<typeof start>>): Promise<number> {
    const address = `http://127.0.0.1:${relay.port}/connections/it/api/${QUESTIONS[system]}`;
    return (await fetch(address, { headers: { Authorization: `Bearer ${token}` } })).status;
  }

  it("comes first from a person's consent, with a proof that nobody else can give", async () => {
    const { access } = connectorOf(system);
    if (access.kind !== "relay" || access.signIn.kind !== "consent") throw new Error("no consent");
    const credentials = { ...VENDORS[system]?.credentials };
    const { pathname } = new URL(access.signIn.tokenUrl(credentials));
    const tokenUrl = `http://${simulator.host}${pathname}`;
    const redirectUri = "http://localhost:8444/callback";
    const upstream = createUpstream({
      trustedHosts: new Set([simulator.host]),
      timeoutMs: 5_000,
      maxBytes: 100_000,
    });
    const begun = await beginConsent(access.signIn, credentials, redirectUri, tokenUrl);
    const asked = new URL(begun.address);
    expect(asked.searchParams.get("scope")).toBe(access.signIn.scope);
    expect(begun.address).not.toContain(credentials["clientSecret"]);
    const consented = await fetch(`http://${simulator.host}/consent${asked.search}`, { redirect: "manual" });
    const returned = new URL(consented.headers.get("location") ?? "");
    const token = await begun.finish(returned, upstream, 0);
    expect(token.refreshToken).toBe("refresh-token-secret-1");
    // Another window's answer is not taken.
    const foreign = new URL(returned);
    foreign.searchParams.set("state", "another");
    await expect(begun.finish(foreign, upstream, 0)).rejects.toMatchObject({ code: "sign-in failed" });
  });

  it("is replaced on disk before the new access token is used", async () => {
    const first = await start(null);
    expect(await ask(first)).toBe(200);
    await first.relay.stop();
    const vault = await openVault({ path: join(folder, "vault"), passphrase: PASSPHRASE });
    expect(vault.get().refreshTokens["it"]).toBe("refresh-token-secret-1");
    expect(await readFile(join(folder, "vault"), "utf8")).not.toContain("secret");
  });

  it.each(["before write", "before rename", "after rename"])(
    "survives a crash %s, twice in a row",
    async (step) => {
      for (let count = 0; count < 2; count += 1) {
        const crashing = await start(step);
        expect(await ask(crashing)).not.toBe(200);
        await crashing.relay.stop();
      }
      const again = await start(null);
      expect(await ask(again)).toBe(200);
      await again.relay.stop();
    },
  );

  it("survives a crash between its use and the answer", async () => {
    simulator.faults.set({ kind: "cut", path: /token|bearer/ });
    const first = await start(null);
    expect(await ask(first)).not.toBe(200);
    expect(await ask(first)).toBe(200);
    await first.relay.stop();
  });

  it("is used once when many requests need a token at the same time", async () => {
    const relay = await start(null);
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(relay)));
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(simulator.faults.requests.filter(({ path }) => /token$|bearer$/.test(path))).toHaveLength(1);
    await relay.relay.stop();
  });
});

function fail(): never {
  throw new Error("There is no such simulator.");
}
