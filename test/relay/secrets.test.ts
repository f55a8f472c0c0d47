import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SYSTEMS } from "../../src/connectors";
import { toSheet } from "../../src/connectors";
import { createWorld } from "../vendors/world";
import { startRig } from "../connectors/rig";

/** Every invented secret of the simulators holds this, tokens included; and what headers make of some of them. */
const SECRET = /-secret|cHVibGljLXNlY3JldD|bXNwK3B1YmxpYy1zZWNyZXQ/;

describe("secrets", () => {
  it.each(SYSTEMS.map(({ system }) => system))(
    "of %s appear in no answer, error, audit line or sheet",
    async (system) => {
      const rig = await startRig(system, createWorld(3));
      const shown: unknown[] = [];
      const attempt = async (): Promise<void> => {
        const source = await rig.fetch().catch((error: unknown) => error as Error);
        shown.push(
          source instanceof Error || !("rows" in source)
            ? [source.message, source.stack, source.name]
            : toSheet(source, "It"),
        );
      };
      await attempt();
      rig.simulator.faults.set({ kind: "echo", times: 50 });
      await attempt();
      for (const status of [401, 403, 500] as const) {
        rig.simulator.faults.set({ kind: "status", status, times: 50 });
        await attempt();
      }
      rig.simulator.faults.set({ kind: "cut", times: 50 });
      await attempt();
      const headers = { Authorization: `Bearer ${rig.token}` };
      shown.push(await (await fetch(`${rig.address}/metrics`, { headers })).text(), rig.audit);
      rig.simulator.faults.set({ kind: "echo", times: 50 });
      shown.push(await (await fetch(`${rig.address}/connections/it/api/x`, { headers })).text());
      await rig.stop();
      expect(shown).toHaveLength(9);
      expect(JSON.stringify(shown)).not.toMatch(SECRET);
      expect(JSON.stringify(shown)).not.toContain(rig.token);
    },
  );

  it("are asked for by the command line and come out of it nowhere", async () => {
    const folder = await mkdtemp(join(tmpdir(), "relay-cli-test-"));
    const vault = join(folder, "vault");
    const run = (args: readonly string[], input = ""): Promise<string> =>
      new Promise((resolve, reject) => {
        const child = execFile(
          process.execPath,
          ["--import", "tsx", "src/relay/main.ts", ...args],
          { env: { ...process.env, RELAY_VAULT: vault, RELAY_KEY: "a passphrase of a test" } },
          (error, stdout, stderr) => {
            if (error === null) resolve(stdout + stderr);
            else reject(new Error(stdout + stderr));
          },
        );
        child.stdin?.end(input);
      });
    const added = await run(["add", "huntress"], "the-secret-key\nthe-secret-of-it\nOur Huntress\n");
    expect(added).toContain("Our Huntress is added as huntress.");
    expect(await run(["list"])).toContain("huntress\tHuntress\tOur Huntress");
    const paired = await run(["pair", "desk"]);
    const [token = ""] = /^[\w-]{43}$/m.exec(paired) ?? [];
    expect(token).not.toBe("");
    const listed = await run(["list"]);
    expect(listed).toMatch(/^paired\tdesk\t\S+$/m);
    await run(["pair", "--admin", "office"]);
    expect(await run(["list"])).toMatch(/^paired\toffice\t\S+\tmay add and remove connections$/m);
    const file = await readFile(vault, "utf8");
    await rm(folder, { recursive: true });
    expect(added + listed + file).not.toMatch(SECRET);
    expect(listed + file).not.toContain(token);
  });

  it("are not quoted when the vault or a setting cannot be read", async () => {
    const run = (env: Readonly<Record<string, string>>): Promise<string> =>
      new Promise((resolve) => {
        execFile(
          process.execPath,
          ["--import", "tsx", "src/relay/main.ts", "list"],
          { env: { PATH: process.env["PATH"] ?? "", ...env } },
          (_, stdout, stderr) => {
            resolve(stdout + stderr);
          },
        );
      });
    expect(await run({})).toBe(
      "RELAY_KEY is not set. Set it, or RELAY_KEY_FILE, to a passphrase of at least 16 characters; it encrypts the vault.\n",
    );
    const broken = await run({
      RELAY_KEY: "a passphrase of a test",
      RELAY_CONNECTION_1: '{"id":"x","secret":"my-secret"',
    });
    expect(broken).toMatch(/^RELAY_CONNECTION_1 is not a connection\./);
    expect(broken).not.toContain("my-secret");
  });
});
