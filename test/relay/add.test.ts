import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { openVault } from "../../src/relay";
import { VENDORS } from "../vendors";
import { PANE, PASSPHRASE, startAddRig, type AddRig } from "./add-rig";

const KEYS = { publicKey: "public-secret", privateKey: "private-secret" };
const TEN_MINUTES = 600_000;

interface Listed {
  readonly connections: readonly {
    readonly id: string;
    readonly name: string;
    readonly isRemovable: boolean;
  }[];
  readonly mayAdminister: boolean;
}

describe("adding a connection from the pane", () => {
  let rig: AddRig;
  beforeEach(async () => {
    rig = await startAddRig("huntress");
  });
  afterEach(() => rig.stop());

  /** Begins a connection to the simulator; gives the path of the relay's page. */
  async function begin(changes: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const { address } = rig.simulator;
    const draft = { system: "huntress", name: "Our Huntress", settings: {}, address, ...changes };
    const { status, text } = await rig.call("connections", draft);
    expect([status, text]).toEqual([200, text]);
    return (JSON.parse(text) as { readonly path: string }).path;
  }
  const listed = async (): Promise<Listed> => JSON.parse((await rig.call("connections")).text) as Listed;
  const names = async (): Promise<readonly string[]> => (await listed()).connections.map(({ name }) => name);

  it("asks for the secrets on the relay's own page, and can be used at once", async () => {
    const path = await begin();
    expect(await names()).toEqual([]);
    const form = await rig.open(path);
    expect(form.status).toBe(200);
    expect([...form.text.matchAll(/name="(\w+)"\s+required/g)].map(([, name]) => name)).toEqual([
      "publicKey",
      "privateKey",
    ]);
    expect(form.text).toContain("Anna&#39;s Excel");
    const done = await rig.fill(path, KEYS);
    expect(done.status).toBe(201);
    expect(done.text).toContain("Our Huntress is added.");
    expect((await listed()).connections).toMatchObject([
      { id: "huntress", name: "Our Huntress", isSimulated: true, isRemovable: true },
    ]);
    const account = await rig.call("connections/huntress/api/account");
    expect([account.status, account.text]).toEqual([200, expect.stringContaining("MSP of the simulator")]);
    // What may be asked is what the system's list allows, and nothing that the person entered.
    expect((await rig.call("connections/huntress/api/agents")).status).toBe(403);
  });

  it("keeps what was entered encrypted, for the next start", async () => {
    await rig.fill(await begin(), KEYS);
    expect(await readFile(rig.vaultPath, "utf8")).not.toMatch(/secret|Huntress/);
    const again = await openVault({ path: rig.vaultPath, passphrase: PASSPHRASE });
    expect(again.get().connections).toMatchObject([{ id: "huntress", credentials: KEYS }]);
  });

  it("shows the secrets in no answer, audit line or list", async () => {
    const path = await begin();
    await rig.open(path);
    // One field is missing: the form comes again, without what was typed.
    const again = await rig.fill(path, { publicKey: "public-secret", privateKey: "  " });
    expect([again.status, again.text]).toEqual([400, expect.stringContaining("This is needed")]);
    await rig.fill(path, KEYS);
    await rig.call("connections");
    rig.simulator.faults.set({ kind: "echo" });
    await rig.call("connections/huntress/api/account");
    expect(rig.answers.length).toBeGreaterThan(10);
    expect(rig.answers.join("\n")).not.toContain("-secret");
    const token = path.replace("add/", "");
    expect(JSON.stringify(rig.audit)).not.toMatch(/-secret/);
    expect(JSON.stringify(rig.audit)).not.toContain(token);
    expect(
      rig.audit.map(({ caller, connection, path: what, status }) => [caller, connection, what, status]),
    ).toEqual([
      ["Anna's Excel", "huntress", "begin", 200],
      ["Anna's Excel", "huntress", "add", 400],
      ["Anna's Excel", "huntress", "add", 201],
      ["Anna's Excel", "huntress", "account", 400],
    ]);
  });

  it.each(["reader", "nobody"] as const)("is refused to a %s", async (who) => {
    const token = who === "reader" ? rig.tokens.reader : "not-a-token";
    const draft = { system: "huntress", name: "It", settings: {} };
    const status = who === "reader" ? 403 : 401;
    expect((await rig.call("connections", draft, token)).status).toBe(status);
    await rig.fill(await begin(), KEYS);
    expect((await rig.call("connections/huntress/remove", {}, token)).status).toBe(status);
    expect(await names()).toEqual(["Our Huntress"]);
    if (who === "reader") {
      const { text } = await rig.call("connections", undefined, token);
      expect(JSON.parse(text)).toMatchObject({ mayAdminister: false, connections: [{ isRemovable: false }] });
    }
  });

  it.each([
    ["a system that nobody knows", { system: "other" }, /does not know this system/],
    ["a system that the pane asks itself", { system: "microsoft-graph" }, /needs no relay/],
    ["a name of two lines", { name: "Our\nHuntress" }, /one line/],
    ["a blank name", { name: " " }, /one line/],
    ["a secret sent by the pane", { settings: { publicKey: "typed-too-early" } }, /own page/],
    [
      "a host that only looks like the system's",
      { system: "halopsa", settings: { host: "msp.halopsa.com.evil.example", tenant: "msp" }, address: "" },
      /It needs Host/,
    ],
    [
      "a region that there is not",
      { system: "connectwise", settings: { region: "evil.example/", company: "msp" }, address: "" },
      /It needs Region/,
    ],
    ["a private address", { address: "https://10.0.0.5/v1/" }, /RELAY_TRUSTED_HOSTS/],
    ["the address of cloud metadata", { address: "http://169.254.169.254/" }, /RELAY_TRUSTED_HOSTS/],
    ["a name of this machine", { address: "http://localhost:8443/" }, /RELAY_TRUSTED_HOSTS/],
    ["a public address that nobody trusts", { address: "https://evil.example/" }, /RELAY_TRUSTED_HOSTS/],
    ["a file", { address: "file:///etc/passwd" }, /has to be like/],
    ["an address with a user", { address: "http://HOST@evil.example/" }, /has to be like/],
    ["an unknown property", { isAdmin: true }, /cannot be added/],
  ])("refuses %s", async (_, changes, message) => {
    const { host } = rig.simulator;
    const filled = JSON.parse(JSON.stringify(changes).replace("HOST", host)) as object;
    const answer = await rig.call("connections", {
      system: "huntress",
      name: "It",
      settings: {},
      address: rig.simulator.address,
      ...filled,
    });
    expect([400, 403]).toContain(answer.status);
    expect((JSON.parse(answer.text) as { readonly message: string }).message).toMatch(message);
    expect(answer.text).not.toContain("typed-too-early");
  });

  it("takes a link once, also from two windows at the same time", async () => {
    const path = await begin();
    const both = await Promise.all([rig.fill(path, KEYS), rig.fill(path, KEYS)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 404]);
    expect((await rig.open(path)).text).toContain("This link was used already");
    expect(await names()).toEqual(["Our Huntress"]);
  });

  it("takes a link for ten minutes", async () => {
    const start = Date.parse("2026-11-24T09:00:00Z");
    const path = await begin();
    rig.setNow(start + TEN_MINUTES - 1);
    expect((await rig.open(path)).status).toBe(200);
    rig.setNow(start + TEN_MINUTES);
    expect((await rig.open(path)).status).toBe(404);
    expect((await rig.fill(path, KEYS)).status).toBe(404);
    expect(await names()).toEqual([]);
  });

  it("looks at no link any more after twenty wrong ones in a minute", async () => {
    const path = await begin();
    for (let count = 0; count < 20; count += 1) expect((await rig.open("add/wrong")).status).toBe(404);
    expect((await rig.open(path)).status).toBe(429);
    rig.setNow(Date.parse("2026-11-24T09:01:01Z"));
    expect((await rig.open(path)).status).toBe(200);
  });

  it("ends a link after five answers that do not fit", async () => {
    const path = await begin();
    for (let count = 0; count < 5; count += 1) expect((await rig.fill(path, {})).status).toBe(400);
    expect((await rig.fill(path, KEYS)).status).toBe(404);
  });

  it("is refused a name that another connection has: rows are told apart by it", async () => {
    await rig.fill(await begin(), KEYS);
    const { address } = rig.simulator;
    const draft = { system: "huntress", name: "Our Huntress", settings: {}, address };
    const { status, text } = await rig.call("connections", draft);
    expect([status, text]).toEqual([400, expect.stringContaining("another name")]);
  });

  it("begins no more than twenty at a time", async () => {
    for (let count = 0; count < 20; count += 1) await begin();
    const more = await rig.call("connections", { system: "huntress", name: "It", settings: {} });
    expect(more.status).toBe(429);
  });

  it.each([
    ["another origin", { Origin: "https://evil.example" }],
    ["the pane's origin", { Origin: PANE }],
    ["an opaque origin", { Origin: "null" }],
    ["no origin", { Origin: "" }],
    ["a page that the browser calls foreign", { "Sec-Fetch-Site": "cross-site" }],
  ])("takes no form of %s", async (_, headers) => {
    const path = await begin();
    // What the browser says of its own is not asked of Node's fetch, which keeps these headers.
    expect((await rig.fill(path, KEYS, headers)).status).toBe(403);
    expect(await names()).toEqual([]);
    expect((await rig.fill(path, KEYS)).status).toBe(201);
  });

  it("takes no long form, and no other form than its own", async () => {
    const path = await begin();
    expect((await rig.fill(path, `publicKey=${"x".repeat(20_000)}`)).status).toBe(413);
    const json = { "Content-Type": "application/json" };
    expect((await rig.fill(path, JSON.stringify(KEYS), json)).status).toBe(400);
    expect((await rig.fill(path, { ...KEYS, privateKey: "two\r\nlines" })).status).toBe(400);
    expect(await names()).toEqual([]);
  });

  it("shows names as text, on a page that can run nothing and is framed by nobody", async () => {
    const name = `<img src=x onerror="alert(1)">'&`;
    const form = await rig.open(await begin({ name }));
    expect(form.text).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;&amp;");
    expect(form.text).not.toContain("<img");
    expect(form.text).not.toContain("<script");
    const policy = form.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src|unsafe/);
    // The one style of the page is allowed by what it is.
    const [, style = ""] = /<style>([^<]*)<\/style>/.exec(form.text) ?? [];
    expect(policy).toContain(`'sha256-${createHash("sha256").update(style).digest("base64")}'`);
    expect(form.headers.get("x-frame-options")).toBe("DENY");
    expect(form.headers.get("cache-control")).toBe("no-store");
    expect(form.headers.get("set-cookie")).toBeNull();
    // Another origin learns of no answer.
    expect(form.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("leaves the vault as it was when saving breaks off", async () => {
    await rig.fill(await begin(), KEYS);
    const path = await begin({ name: "Another" });
    rig.breakSave();
    const broken = await rig.fill(path, KEYS);
    expect([broken.status, broken.text]).toEqual([502, expect.stringContaining("Nothing was added")]);
    const again = await openVault({ path: rig.vaultPath, passphrase: PASSPHRASE });
    expect(again.get().connections.map(({ name }) => name)).toEqual(["Our Huntress"]);
    expect(await names()).toEqual(["Our Huntress"]);
    await rig.fill(await begin({ name: "Another" }), KEYS);
    expect(await names()).toEqual(["Our Huntress", "Another"]);
  });

  it("loses nothing that the command line saved meanwhile", async () => {
    const commandLine = await openVault({ path: rig.vaultPath, passphrase: PASSPHRASE });
    await commandLine.change((content) => ({
      ...content,
      connections: [{ id: "pax8", system: "pax8", name: "Our Pax8", credentials: {} }],
    }));
    await rig.fill(await begin(), KEYS);
    expect(await names()).toEqual(["Our Pax8", "Our Huntress"]);
  });

  it("removes a connection with its credentials, and gives its id to no other", async () => {
    await rig.fill(await begin(), KEYS);
    const removed = await rig.call("connections/huntress/remove", {});
    expect((JSON.parse(removed.text) as Listed).connections).toEqual([]);
    expect((await rig.call("connections/huntress/api/account")).status).toBe(404);
    expect(rig.vault.get().connections).toEqual([]);
    await rig.fill(await begin(), KEYS);
    expect((await listed()).connections.map(({ id }) => id)).toEqual(["huntress-2"]);
    // Removing what is not there any more is no failure: the answer may have been lost the first time.
    expect((await rig.call("connections/huntress/remove", {})).status).toBe(200);
  });
});

describe("a connection that the environment gives", () => {
  it("is not removed from the pane", async () => {
    const given = {
      id: "huntress",
      system: "huntress",
      name: "Given",
      credentials: { ...VENDORS["huntress"]?.credentials },
    };
    const rig = await startAddRig("huntress", [given]);
    const answer = await rig.call("connections/huntress/remove", {});
    const { text } = await rig.call("connections");
    await rig.stop();
    expect([answer.status, answer.text]).toEqual([403, expect.stringContaining("environment")]);
    expect(JSON.parse(text)).toMatchObject({ connections: [{ id: "huntress", isRemovable: false }] });
  });
});
