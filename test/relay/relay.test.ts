import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addPairing, openVault, startRelay } from "../../src/relay";
import { removePairing } from "../../src/relay/pairing";
import { removeDrafts } from "../../src/relay/vault";
import { createWorld } from "../vendors/world";
import { ORIGIN, startRig, type Rig } from "../connectors/rig";

/** One raw request: paths are sent as they are written, which `fetch` would not do. */
function send(
  rig: Rig,
  path: string,
  {
    method = "GET",
    headers = {},
    body,
  }: {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  } = {},
): Promise<{
  readonly status: number;
  readonly problem: string;
  readonly text: string;
  readonly headers: NodeJS.Dict<string | string[]>;
}> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: "127.0.0.1",
        port: rig.relay.port,
        path,
        method,
        headers: { Authorization: `Bearer ${rig.token}`, ...headers },
      },
      (reply) => {
        let text = "";
        reply.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
        reply.on("end", () => {
          resolve({
            status: reply.statusCode ?? 0,
            problem: String(reply.headers["x-relay-problem"] ?? ""),
            text,
            headers: reply.headers,
          });
        });
        reply.on("error", reject);
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

const API = "/connections/it/api/";

describe("the relay", () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await startRig("connectwise", createWorld());
  });
  afterEach(() => {
    rig.simulator.faults.reset();
  });
  afterAll(() => rig.stop());

  const asked = (): readonly string[] => rig.simulator.faults.requests.map(({ path }) => path);

  it("passes a listed request on, signed in", async () => {
    const { status, text } = await send(rig, `${API}finance/agreements?page=1&pageSize=2`, {
      headers: { Accept: "application/vnd.connectwise.com+json; version=2022.1", Origin: ORIGIN },
    });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toHaveLength(2);
  });

  it("passes back what the pane needs to go on, and lets its origin see it", async () => {
    const { headers } = await send(rig, `${API}finance/agreements?page=1&pageSize=2`, {
      headers: { Accept: "application/vnd.connectwise.com+json", Origin: ORIGIN },
    });
    expect(headers["link"]).toMatch(/rel="next"/);
    expect(headers["access-control-allow-origin"]).toBe(ORIGIN);
    expect(headers["access-control-expose-headers"]).toMatch(/link.*retry-after/);
    expect(headers["set-cookie"]).toBeUndefined();
  });

  it("never lets an answer act as a page of its own origin", async () => {
    const { headers } = await send(rig, `${API}finance/agreements`);
    expect(headers["content-security-policy"]).toContain("sandbox");
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });

  it.each([
    ["another origin", { Origin: "https://evil.example" }],
    ["an origin that begins like ours", { Origin: `${ORIGIN}.evil.example` }],
    ["an opaque origin", { Origin: "null" }],
  ])("refuses %s", async (_, headers) => {
    expect(await send(rig, `${API}finance/agreements`, { headers })).toMatchObject({
      status: 403,
      problem: "wrong origin",
    });
    expect(asked()).toEqual([]);
  });

  it("answers the question of a browser of another origin without leave", async () => {
    const headers = { Origin: "https://evil.example", "Access-Control-Request-Method": "GET" };
    const answer = await send(rig, `${API}finance/agreements`, { method: "OPTIONS", headers });
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
  });

  it.each([
    ["no token", { Authorization: "" }],
    ["a wrong token", { Authorization: "Bearer wrong" }],
    ["a token in another scheme", { Authorization: "Basic wrong" }],
    ["a session without the pane's header", { Authorization: "", Cookie: "__Host-relay-session=x" }],
    [
      "a made-up session",
      { Authorization: "", Cookie: "__Host-relay-session=x.y.z", "X-Billing-Reconciliation": "1" },
    ],
  ])("refuses %s", async (_, headers) => {
    expect(await send(rig, `${API}finance/agreements`, { headers })).toMatchObject({
      status: 401,
      problem: "not paired",
    });
    expect(await send(rig, "/connections", { headers })).toMatchObject({ status: 401 });
    expect(await send(rig, "/metrics", { headers })).toMatchObject({ status: 401 });
    expect(asked()).toEqual([]);
  });

  it("takes a session instead of the token, and only together with the pane's header", async () => {
    const paired = await send(rig, "/session", { method: "POST", body: "{}" });
    const [cookie = ""] = (paired.headers["set-cookie"] ?? []) as string[];
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/Secure/);
    expect(cookie).not.toContain(rig.token);
    const [session = ""] = cookie.split(";");
    const headers = { Authorization: "", Cookie: session };
    expect(await send(rig, "/connections", { headers })).toMatchObject({ status: 401 });
    const answer = await send(rig, "/connections", {
      headers: { ...headers, "X-Billing-Reconciliation": "1" },
    });
    expect(JSON.parse(answer.text)).toEqual({
      connections: [
        {
          id: "it",
          system: "connectwise",
          title: "ConnectWise PSA",
          name: "The simulator",
          isSimulated: true,
          isRemovable: false,
        },
      ],
      mayAdminister: false,
      takesAddress: false,
    });
  });

  it.each([
    ["a path off the list", "system/members"],
    ["a listed path with more behind it", "finance/agreements/1/additions/2"],
    ["traversal", "finance/agreements/../../system/members"],
    ["encoded traversal", "finance/agreements/%2e%2e/%2e%2e/system/members"],
    ["encoded slashes", "finance%2fagreements"],
    ["twice encoded traversal", "finance/agreements/%252e%252e/members"],
    ["backslashes", "finance\\agreements"],
    ["an absolute address", "https://evil.example/finance/agreements"],
    ["a protocol-relative address", "//evil.example/finance/agreements"],
    ["a dot segment", "./finance/agreements"],
    ["an encoded line break", "finance/agreements%0d%0aX-Evil:%201"],
    ["a null byte", "finance/agreements%00"],
    ["nothing", ""],
  ])("lets %s through to nobody", async (_, path) => {
    const answer = await send(rig, `${API}${path}`);
    expect([400, 403, 404]).toContain(answer.status);
    expect(asked()).toEqual([]);
  });

  it.each(["PUT", "PATCH", "DELETE"])("lets no %s through", async (method) => {
    expect(await send(rig, `${API}finance/agreements`, { method })).toMatchObject({
      status: 403,
      problem: "not allowed",
    });
    expect(asked()).toEqual([]);
  });

  it("lets a POST through to nobody where the system takes none", async () => {
    const answer = await send(rig, `${API}finance/agreements`, { method: "POST", body: "{}" });
    expect(answer).toMatchObject({ status: 403, problem: "not allowed" });
  });

  it("knows no connection that was not added", async () => {
    expect(await send(rig, "/connections/other/api/finance/agreements")).toMatchObject({
      status: 404,
      problem: "no connection",
    });
  });

  it("does not take a whole address as the request line", async () => {
    const answer = await send(rig, `http://evil.example${API}finance/agreements`);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(asked()).toEqual([]);
  });

  it.each([
    ["another host", "https://evil.example/v4_6_release/apis/3.0/finance/agreements"],
    ["the host as a user", "http://HOST@evil.example/v4_6_release/apis/3.0/finance/agreements"],
    ["the host as a beginning", "http://HOST.evil.example/v4_6_release/apis/3.0/finance/agreements"],
    ["another scheme", "file:///etc/passwd"],
    ["a path beside the base", "http://HOST/other/finance/agreements"],
    ["a path that climbs out of the base", "http://HOST/v4_6_release/apis/3.0/../../../other"],
    ["a path off the list", "http://HOST/v4_6_release/apis/3.0/system/members"],
    ["a protocol-relative address", "//HOST/v4_6_release/apis/3.0/finance/agreements"],
    ["an address of the own network", "http://169.254.169.254/latest/meta-data"],
    ["no address", "not an address"],
  ])("follows no next page at %s", async (_, address) => {
    const url = encodeURIComponent(address.replace("HOST", rig.simulator.host));
    const answer = await send(rig, `/connections/it/follow?url=${url}`);
    expect(answer.status).toBe(403);
    expect(asked()).toEqual([]);
  });

  it("follows a next page below the address of the connection", async () => {
    const url = encodeURIComponent(`${rig.simulator.address}finance/agreements?page=2&pageSize=5`);
    const { status, text } = await send(rig, `/connections/it/follow?url=${url}`, {
      headers: { Accept: "application/vnd.connectwise.com+json" },
    });
    expect([status, (JSON.parse(text) as unknown[]).length]).toEqual([200, 5]);
  });

  it("follows no redirect", async () => {
    rig.simulator.faults.set({ kind: "redirect", to: "https://evil.example/" });
    expect(await send(rig, `${API}finance/agreements`)).toMatchObject({ status: 502, problem: "redirected" });
  });

  it("takes no long request and passes no endless answer on", async () => {
    const long = await send(rig, `${API}finance/agreements`, { method: "POST", body: "x".repeat(100_000) });
    expect(long).toMatchObject({ status: 413, problem: "too large" });
    rig.simulator.faults.set({ kind: "oversize" });
    const answer = await send(rig, `${API}finance/agreements`);
    expect(answer).toMatchObject({ problem: "too large" });
    expect(answer.text.length).toBeLessThan(1000);
  });

  it("sends no header of the pane on, besides what is accepted", async () => {
    const headers = {
      "X-Forwarded-Host": "evil.example",
      Cookie: "a=b",
      "X-Evil": "1",
      Accept: "application/vnd.connectwise.com+json",
    };
    // What the simulator was sent comes back in its error.
    rig.simulator.faults.set({ kind: "echo" });
    const answer = await send(rig, `${API}finance/agreements`, { headers });
    const { message } = JSON.parse(answer.text) as { readonly message: string };
    const sent = JSON.parse(message.replace("Not with ", "")) as Readonly<Record<string, string>>;
    expect(Object.keys(sent).sort()).toEqual([
      "accept",
      "accept-encoding",
      "authorization",
      "clientid",
      "connection",
      "host",
      "user-agent",
    ]);
    expect(sent["accept"]).toBe(headers.Accept);
  });

  it("refuses a request with a line break in a header", async () => {
    const reply = await new Promise<string>((resolve, reject) => {
      const socket = connect(rig.relay.port, "127.0.0.1", () => {
        socket.write(
          `GET ${API}finance/agreements HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${rig.token}\r\nAccept: a\rb\r\nConnection: close\r\n\r\n`,
        );
      });
      let text = "";
      socket.on("data", (chunk) => (text += chunk.toString("utf8")));
      socket.on("end", () => {
        resolve(text);
      });
      socket.on("error", reject);
    });
    expect(reply).toMatch(/^HTTP\/1.1 400/);
    expect(asked()).toEqual([]);
  });

  it("answers 200 requests at once, a few at a time", async () => {
    rig.simulator.faults.mostAtOnce = 0;
    const answers = await Promise.all(
      Array.from({ length: 200 }, () =>
        send(rig, `${API}finance/agreements/501/additions`, {
          headers: { Accept: "application/vnd.connectwise.com+json" },
        }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(200);
    expect(rig.simulator.faults.mostAtOnce).toBeLessThanOrEqual(6);
  });

  it("says that it is well to anybody, and counts for those who may know", async () => {
    expect(await send(rig, "/health", { headers: { Authorization: "" } })).toMatchObject({
      status: 200,
      text: '{"status":"ok"}',
    });
    const { text } = await send(rig, "/metrics");
    expect(text).toMatch(/relay_requests_total\{connection="it",status="200"\} \d+/);
  });

  it("writes one audit line per call, with who and what and no query", async () => {
    const before = rig.audit.length;
    await send(rig, `${API}finance/agreements?conditions=company%2Fid%3D77`, {
      headers: { Accept: "application/vnd.connectwise.com+json" },
    });
    await send(rig, `${API}system/members`);
    expect(rig.audit.slice(before)).toMatchObject([
      {
        caller: "test",
        connection: "it",
        method: "GET",
        path: "finance/agreements",
        status: 200,
        problem: "",
      },
      {
        caller: "test",
        connection: "it",
        method: "GET",
        path: "system/members",
        status: 403,
        problem: "not allowed",
      },
    ]);
    expect(JSON.stringify(rig.audit)).not.toContain("company");
  });
});

describe("the pane on the relay", () => {
  it("is served on the same origin, and nothing beside its folder is", async () => {
    const folder = await mkdtemp(join(tmpdir(), "relay-pane-"));
    await mkdir(join(folder, "pane"));
    await writeFile(join(folder, "pane", "taskpane.html"), "<!doctype html>the pane");
    await writeFile(join(folder, "private.txt"), "private");
    const vault = await openVault({ path: join(folder, "vault"), passphrase: "a passphrase of a test" });
    const relay = await startRelay(
      {
        host: "127.0.0.1",
        port: 0,
        origins: [],
        trustedHosts: new Set(),
        tls: null,
        paneFolder: join(folder, "pane"),
        entra: null,
        connections: [],
      },
      vault,
      () => undefined,
    );
    const get = (path: string): ReturnType<typeof send> =>
      send({ relay, token: "" } as Rig, path, { headers: { Authorization: "" } });
    const page = await get("/taskpane.html");
    expect([page.status, page.text]).toEqual([200, "<!doctype html>the pane"]);
    expect(page.headers["content-type"]).toMatch(/^text\/html/);
    // Excel on the web shows the pane in a frame.
    expect(page.headers["x-frame-options"]).toBeUndefined();
    for (const path of ["/../private.txt", "/%2e%2e/private.txt", "/..%2fprivate.txt", "/vault"]) {
      expect((await get(path)).text).not.toContain("private");
    }
    await relay.stop();
    await rm(folder, { recursive: true });
  });
});

describe("the limits of a system", () => {
  it("hold for all panes together, which are told how long to wait", async () => {
    const rig = await startRig("huntress", createWorld(1));
    const ask = (): ReturnType<typeof send> => send(rig, `${API}account`);
    const first = await Promise.all(Array.from({ length: 60 }, ask));
    expect(new Set(first.map(({ status }) => status))).toEqual(new Set([200]));
    const asked = rig.simulator.faults.requests.length;
    const over = await ask();
    // Not marked as the relay's own refusal: a pane waits, and goes on.
    expect([over.status, over.problem, over.headers["retry-after"]]).toEqual([429, "", "60"]);
    expect(rig.simulator.faults.requests).toHaveLength(asked);
    await rig.clock.wait(60_000, new AbortController().signal);
    expect((await ask()).status).toBe(200);
    await rig.stop();
  });

  it.each([
    ["xero", "Organisation", 5],
    ["huntress", "account", 6],
  ])("let %s answer no more at the same time than it takes", async (system, path, most) => {
    const rig = await startRig(system, createWorld(1));
    await Promise.all(Array.from({ length: 40 }, () => send(rig, `${API}${path}`)));
    expect(rig.simulator.faults.mostAtOnce).toBeLessThanOrEqual(most);
    expect(rig.simulator.faults.mostAtOnce).toBeGreaterThan(1);
    await rig.stop();
  });
});

describe("what the command line saves while the relay runs", () => {
  it("holds at once: pairings that are given and taken back, and connections", async () => {
    const folder = await mkdtemp(join(tmpdir(), "relay-live-"));
    const options = { path: join(folder, "vault"), passphrase: "a passphrase of a test" };
    const relay = await startRelay(
      {
        host: "127.0.0.1",
        port: 0,
        origins: [],
        trustedHosts: new Set(),
        tls: null,
        paneFolder: null,
        entra: null,
        connections: [],
      },
      await openVault(options),
      () => undefined,
    );
    const commandLine = await openVault(options);
    const ask = (token: string): ReturnType<typeof send> =>
      send({ relay, token } as Rig, "/connections", { headers: {} });
    const token = await addPairing(commandLine, "desk", "2026-11-26");
    expect(await ask(token)).toMatchObject({ status: 200 });
    await commandLine.change((content) => ({
      ...content,
      connections: [
        { id: "pax8", system: "pax8", name: "Our Pax8", credentials: { clientId: "a", clientSecret: "b" } },
      ],
    }));
    expect((await ask(token)).text).toContain("Our Pax8");
    await removePairing(commandLine, "desk");
    expect(await ask(token)).toMatchObject({ status: 401, problem: "not paired" });
    await relay.stop();
    await rm(folder, { recursive: true });
  });

  it("takes no draft of the relay away, nor a whole vault", async () => {
    const folder = await mkdtemp(join(tmpdir(), "relay-drafts-"));
    const path = join(folder, "relay.vault");
    for (const name of ["relay.vault", "relay.vault.77.new", "other.vault.77.new", "relay.vault.new"])
      await writeFile(join(folder, name), "");
    await removeDrafts(path);
    expect((await readdir(folder)).sort()).toEqual(["other.vault.77.new", "relay.vault", "relay.vault.new"]);
    await rm(folder, { recursive: true });
  });
});
