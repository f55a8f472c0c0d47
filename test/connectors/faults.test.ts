import { SYSTEMS, type FetchedSource } from "../../src/connectors";
import { createWorld } from "../vendors/world";
import { startRig, type Rig } from "./rig";

/** The list that each system is read for, and how many companies fill more than two of its pages. */
const LISTS: Readonly<
  Record<
    string,
    {
      readonly path: RegExp;
      readonly companies: number;
      readonly copies?: number;
      readonly datasets?: readonly string[];
    }
  >
> = {
  connectwise: { path: /\/finance\/agreements$/, companies: 2100 },
  autotask: { path: /\/ContractServiceUnits\/query/, companies: 400 },
  halopsa: { path: /\/RecurringInvoice$/, companies: 250 },
  xero: { path: /\/Invoices$/, companies: 250, datasets: ["invoices"] },
  quickbooks: { path: /\/query$/, companies: 2100 },
  "microsoft-graph": { path: /\/delegatedAdminCustomers$/, companies: 700 },
  pax8: { path: /\/subscriptions$/, companies: 450 },
  ninjaone: { path: /\/v2\/devices$/, companies: 250 },
  "datto-rmm": { path: /\/account\/devices$/, companies: 60 },
  huntress: { path: /\/v1\/organizations$/, companies: 1100 },
};

const listOf = (system: string): (typeof LISTS)[string] => {
  const list = LISTS[system];
  if (list === undefined) throw new Error(`${system} has no entry in LISTS.`);
  return list;
};

/** How many pages with rows the list of a system had when it was fetched last. */
const listPages = (rig: Rig, path: RegExp): number =>
  rig.simulator.faults.requests.filter((asked) => path.test(asked.path) && !isBare(asked.text)).length;
/** An answer that lists nothing: the end of a list, or a count. */
const isBare = (text: string): boolean => text === "[]" || /"(queryCount|totalCount)":\d+\}/.test(text);

const kindsOf = (source: FetchedSource): readonly string[] => source.doubts.map(({ kind }) => kind);

describe.each(SYSTEMS.map(({ system }) => system))("%s under faults", (system) => {
  const { path, datasets } = listOf(system);
  const choices = datasets === undefined ? {} : { datasets };
  let rig: Rig;
  let whole: FetchedSource;

  beforeAll(async () => {
    rig = await startRig(system, createWorld());
    whole = await rig.fetch(choices);
  });
  afterEach(() => {
    rig.simulator.faults.reset();
    rig.clock.waits.length = 0;
  });
  afterAll(() => rig.stop());

  it("gives rows without a doubt when nothing is wrong", () => {
    expect(whole.rows.length).toBeGreaterThan(5);
    expect(whole.doubts).toEqual([]);
  });

  it("goes on with a new token when one runs out on the way", async () => {
    const { access } = SYSTEMS.find((connector) => connector.system === system) ?? {};
    const hasToken = access?.kind === "browser" || access?.signIn.kind !== "headers";
    // Keys that go along with each request cannot run out; a single refusal is asked again all the same.
    rig.simulator.faults.set(hasToken ? { kind: "expire", path } : { kind: "status", status: 401, path });
    expect(await rig.fetch(choices)).toEqual(whole);
  });

  it("waits as long as the system asks", async () => {
    rig.simulator.faults.set({
      kind: "status",
      status: 429,
      headers: { "Retry-After": "7" },
      path,
      times: 2,
    });
    expect(await rig.fetch(choices)).toEqual(whole);
    expect(rig.clock.waits.filter((delayMs) => delayMs === 7000)).toHaveLength(2);
  });

  it("backs off when the system does not say how long", async () => {
    rig.simulator.faults.set({ kind: "status", status: 429, path, times: 3 });
    expect(await rig.fetch(choices)).toEqual(whole);
    const [first = 0, second = 0, third = 0] = rig.clock.waits.slice(-3);
    // Intuit documents a pause of a minute; the others say nothing.
    if (system === "quickbooks") expect([first, second, third]).toEqual([60_000, 60_000, 60_000]);
    else expect([second / first, third / second]).toEqual([2, 2]);
  });

  it("outlasts a limit of a minute, and says so when it lasts longer", async () => {
    rig.simulator.faults.set({ kind: "status", status: 429, path, times: 7 });
    expect(await rig.fetch(choices)).toEqual(whole);
    // Half of the longest pauses: what is left of them when chance makes each as short as it can be.
    expect(rig.clock.waits.reduce((sum, delayMs) => sum + delayMs, 0)).toBeGreaterThan(45_000);
    rig.simulator.faults.set({ kind: "status", status: 429, path, times: 8 });
    await expect(rig.fetch(choices)).rejects.toMatchObject({ name: "RateLimitError" });
  });

  it("says when the system wants more waiting than a person has", async () => {
    rig.simulator.faults.set({ kind: "status", status: 429, headers: { "Retry-After": "1800" }, path });
    await expect(rig.fetch(choices)).rejects.toMatchObject({
      name: "RateLimitError",
      message: expect.stringContaining("Fetch again in 30 minutes") as string,
    });
  });

  it("outlasts a burst of failures, and gives up on more", async () => {
    rig.simulator.faults.set({ kind: "status", status: 500, path, times: 4 });
    expect(await rig.fetch(choices)).toEqual(whole);
    rig.simulator.faults.set({ kind: "status", status: 500, path, times: 5 });
    await expect(rig.fetch(choices)).rejects.toMatchObject({ name: "StatusError", status: 500 });
  });

  it("waits for an answer that comes slowly, and asks once", async () => {
    await rig.fetch(choices);
    const asked = rig.simulator.faults.requests.length;
    rig.simulator.faults.reset();
    rig.simulator.faults.set({ kind: "slow", path, times: 9 });
    expect(await rig.fetch(choices)).toEqual(whole);
    expect(rig.simulator.faults.requests).toHaveLength(asked);
  });

  it("asks again when no answer comes", async () => {
    rig.simulator.faults.set({ kind: "hang", path });
    expect(await rig.fetch({ ...choices, timeoutMs: 400 })).toEqual(whole);
  });

  it("asks again when the connection breaks in the middle of an answer", async () => {
    rig.simulator.faults.set({ kind: "cut", path });
    expect(await rig.fetch(choices)).toEqual(whole);
  });

  it("does not take half an answer for a whole one", async () => {
    rig.simulator.faults.set({ kind: "truncate", path });
    expect(await rig.fetch(choices)).toEqual(whole);
    rig.simulator.faults.set({ kind: "truncate", path, times: 9 });
    await expect(rig.fetch(choices)).rejects.toMatchObject({ name: "NoAnswerError" });
  });

  it("reads past fields that it does not know", async () => {
    rig.simulator.faults.changeRows((row) => ({ ...row, newField: { deep: [1, 2] }, another: null }));
    expect(await rig.fetch(choices)).toEqual(whole);
  });

  it("reports a row without a field that it needs, and keeps the others", async () => {
    rig.simulator.faults.changeRows((row, at) =>
      at === 2
        ? Object.fromEntries(Object.entries(row).filter(([, value]) => typeof value === "boolean"))
        : row,
    );
    const found = await rig.fetch(choices);
    expect(kindsOf(found)).toContain("unreadable row");
    expect(found.doubts[0]?.message).toMatch(/row 3 was not read, because \S+ is missing, expected a/);
    expect(found.rows.length).toBeLessThan(whole.rows.length);
    expect(found.rows.length).toBeGreaterThan(0);
  });

  it("stops when the person cancels", async () => {
    const abort = new AbortController();
    const fetching = rig.fetch({
      ...choices,
      signal: abort.signal,
      onRows: () => {
        abort.abort();
      },
    });
    await expect(fetching).rejects.toMatchObject({ name: "CancelledError" });
  });

  it("tells in one sentence whether the connection works", async () => {
    expect(await rig.test()).toMatch(/^Signed in to .+\.$/);
    rig.simulator.faults.set({ kind: "status", status: 403, times: 9 });
    const said = await rig.test().catch((error: unknown) => (error as Error).message);
    expect(said).toMatch(/does not allow this account to read here/);
  });
});

describe.each(SYSTEMS.map(({ system }) => system))("%s with pages that do not fit together", (system) => {
  const { path, companies, datasets } = listOf(system);
  const choices = datasets === undefined ? {} : { datasets };
  let rig: Rig;
  let whole: FetchedSource;
  let pages: number;

  beforeAll(async () => {
    rig = await startRig(system, createWorld(companies));
    whole = await rig.fetch(choices);
    pages = listPages(rig, path);
  }, 120_000);
  afterEach(() => {
    rig.simulator.faults.reset();
  });
  afterAll(() => rig.stop());

  it("reads every page", () => {
    expect(whole.doubts).toEqual([]);
    expect(whole.pages).toBeGreaterThan(2);
  });

  it("notices a page that comes twice", async () => {
    rig.simulator.faults.set({ kind: "duplicate page", path, after: 1 });
    const source = await rig.fetch(choices);
    expect(kindsOf(source)).toContain("repeated page");
    expect(source.rows.length).toBeLessThan(whole.rows.length);
  }, 60_000);

  it("notices a page without its rows", async () => {
    rig.simulator.faults.set({ kind: "missing page", path, after: 1 });
    const source = await rig.fetch(choices);
    // NinjaOne ends its lists with an empty one, so it is asked again, and gives the rows then.
    if (system === "ninjaone") {
      expect(source.rows).toEqual(whole.rows);
      return;
    }
    expect(source.rows.length).toBeLessThan(whole.rows.length);
    expect(kindsOf(source)).toContain("missing rows");
  }, 60_000);

  it("notices a last page that stays without its rows", async () => {
    rig.simulator.faults.set({ kind: "missing page", path, after: pages - 1, times: 9 });
    const source = await rig.fetch(choices);
    expect(source.rows.length).toBeLessThan(whole.rows.length);
    // NinjaOne says nowhere how many devices there are, nor whether there is another page.
    expect(kindsOf(source)).toEqual(system === "ninjaone" ? [] : expect.arrayContaining(["missing rows"]));
  }, 60_000);
});

describe.each(SYSTEMS.map(({ system }) => system))("%s by size", (system) => {
  it("gives nothing, and no doubt, when there is nothing", async () => {
    const rig = await startRig(system, []);
    const source = await rig.fetch();
    expect([source.rows, source.doubts]).toEqual([[], []]);
    await rig.stop();
  });
});

describe("additions of a ConnectWise agreement that fill a page", () => {
  it("are counted where no next page is named", async () => {
    // 1,001 additions: four services 250 times, and one that is not billed.
    const rig = await startRig("connectwise", createWorld(1, 250));
    const whole = await rig.fetch();
    rig.simulator.faults.set({ kind: "no next page", path: /additions$/ });
    const cut = await rig.fetch();
    await rig.stop();
    expect(whole.doubts).toEqual([]);
    expect(cut.doubts.map(({ message }) => message)).toEqual([
      "additions of Managed services Harbor Dental: the system has 1001 rows and gave 1000.",
    ]);
  });
});
