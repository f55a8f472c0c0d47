import {
  createConnections,
  type ConnectedSource,
  type ConnectionInfo,
  type ConnectionList,
  type Connections,
  type ConnectionsPort,
} from "../../src/run";
import type { SheetGrid, SourceLayout } from "../../src/engine";

const PERIOD = { start: "2026-11-01", end: "2026-12-01" };
const PAX8: ConnectionInfo = {
  id: "pax8",
  title: "Pax8",
  name: "Pax8",
  side: "usage",
  datasets: [{ id: "subscriptions", label: "Subscriptions", isDefault: true }],
  isSimulated: false,
  isRemovable: true,
};
const PSA: ConnectionInfo = {
  ...PAX8,
  id: "psa",
  title: "ConnectWise PSA",
  name: "ConnectWise PSA",
  side: "billed",
};

/** Connections on a port that a test plays. */
function rig(answers: Partial<ConnectionsPort> = {}): {
  readonly connections: Connections;
  readonly written: string[];
  readonly setNow: (now: string) => void;
} {
  let now = "2026-11-23T09:00:00.000Z";
  const written: string[] = [];
  const port: ConnectionsPort = {
    relayAddress: "",
    direct: () => [],
    pair: () => Promise.resolve(listOf(PAX8, PSA)),
    list: () => Promise.resolve(listOf(PAX8, PSA)),
    systems: () => [],
    begin: ({ system }) =>
      Promise.resolve({
        id: system,
        link: `https://relay.example.com/add/${system}`,
        expiresAt: "2026-11-23T09:10:00.000Z",
      }),
    remove: () => Promise.resolve(listOf(PSA)),
    test: () => Promise.resolve("Signed in to Pax8."),
    fetch: (_, { sheet }) => Promise.resolve(source(sheet)),
    ...answers,
  };
  const connections = createConnections({
    port,
    clock: { now: () => now },
    workbook: {
      writeSnapshot: ({ name }) => {
        written.push(name);
        return Promise.resolve(name);
      },
    },
  });
  return {
    connections,
    written,
    setNow: (time) => {
      now = time;
    },
  };
}

function listOf(...connections: readonly ConnectionInfo[]): ConnectionList {
  return { connections, mayAdminister: true, takesAddress: false };
}

function source(name: string): ConnectedSource {
  const sheet = { name } as SheetGrid;
  const layout = { name, sheet: name } as SourceLayout;
  return {
    sheet,
    layout,
    fetchedAt: "2026-11-23T09:00:00.000Z",
    rows: 12,
    doubts: [],
    leftOut: ["2 deleted devices"],
  };
}

const viewOf = (connections: Connections, id: string) =>
  connections.getState().connections.find(({ info }) => info.id === id);

describe("connections", () => {
  it("are listed after pairing", async () => {
    const { connections } = rig();
    await connections.pair("https://relay.example.com", "token");
    expect(connections.getState()).toMatchObject({
      relay: { kind: "paired", address: "https://relay.example.com" },
      connections: [{ info: PAX8, status: { kind: "idle" }, last: null }, { info: PSA }],
    });
  });

  it("say why pairing did not work, and keep the address", async () => {
    const { connections } = rig({
      pair: () => Promise.reject(new Error("The relay does not know this pane.")),
    });
    await connections.pair("https://relay.example.com", "wrong");
    expect(connections.getState().relay).toEqual({
      kind: "none",
      address: "https://relay.example.com",
      message: "The relay does not know this pane.",
    });
  });

  it("keep usage in the pane for the next run, until it is kept as a sheet", async () => {
    const { connections, written } = rig();
    await connections.pair("", "token");
    await connections.fetch("pax8", PERIOD, ["subscriptions"]);
    expect(connections.sources().map(({ sheet }) => sheet.name)).toEqual(["Pax8: 2026-11-23"]);
    expect(viewOf(connections, "pax8")?.last).toMatchObject({
      rows: 12,
      sheet: null,
      leftOut: ["2 deleted devices"],
    });
    await connections.writeSheet("pax8");
    expect(written).toEqual(["Pax8 2026-11-23"]);
    // From then on the rows are read from the workbook: they must not count twice.
    expect(connections.sources()).toEqual([]);
    expect(viewOf(connections, "pax8")?.last?.sheet).toBe("Pax8 2026-11-23");
  });

  it("write billed lines as a sheet at once", async () => {
    const { connections, written } = rig();
    await connections.pair("", "token");
    await connections.fetch("psa", PERIOD, []);
    expect(written).toEqual(["ConnectWise PSA 2026-11-23"]);
    expect(connections.sources()).toEqual([]);
  });

  it("keep what was fetched before when fetching again fails", async () => {
    let isFailing = false;
    const { connections } = rig({
      fetch: (_, { sheet }) =>
        isFailing ? Promise.reject(new Error("Pax8 cannot be reached.")) : Promise.resolve(source(sheet)),
    });
    await connections.pair("", "token");
    await connections.fetch("pax8", PERIOD, []);
    isFailing = true;
    await connections.fetch("pax8", PERIOD, []);
    expect(viewOf(connections, "pax8")).toMatchObject({
      status: { kind: "failed", message: "Pax8 cannot be reached." },
      last: { rows: 12 },
    });
    expect(connections.sources()).toHaveLength(1);
  });

  it("show how far they are, and drop what comes after cancelling", async () => {
    let finish = (): void => undefined;
    const { connections } = rig({
      fetch: (_, { sheet }, { onProgress }) =>
        new Promise((resolve) => {
          onProgress({ what: "subscriptions", pages: 3, rows: 600 });
          finish = () => {
            resolve(source(sheet));
          };
        }),
    });
    await connections.pair("", "token");
    const fetching = connections.fetch("pax8", PERIOD, []);
    expect(viewOf(connections, "pax8")?.status).toEqual({
      kind: "fetching",
      step: { what: "subscriptions", pages: 3, rows: 600 },
    });
    connections.cancel("pax8");
    finish();
    await fetching;
    expect(viewOf(connections, "pax8")).toMatchObject({ status: { kind: "idle" }, last: null });
    expect(connections.sources()).toEqual([]);
  });

  it("test without fetching", async () => {
    const { connections } = rig();
    await connections.pair("", "token");
    await connections.test("pax8");
    expect(viewOf(connections, "pax8")?.status).toEqual({ kind: "works", message: "Signed in to Pax8." });
  });

  const DRAFT = { system: "huntress", name: "Our Huntress", settings: {}, address: "" };
  const HUNTRESS: ConnectionInfo = { ...PAX8, id: "huntress", name: "Our Huntress" };

  it("wait for their secrets on the relay's page, and are there when those were typed", async () => {
    let list = listOf(PAX8);
    const { connections } = rig({ pair: () => Promise.resolve(list), list: () => Promise.resolve(list) });
    await connections.pair("https://relay.example.com", "token");
    await connections.begin(DRAFT);
    expect(connections.getState().adding).toMatchObject({
      kind: "waiting",
      id: "huntress",
      link: "https://relay.example.com/add/huntress",
    });
    await connections.lookAgain();
    expect(connections.getState().adding.kind).toBe("waiting");
    list = listOf(PAX8, HUNTRESS);
    await connections.lookAgain();
    expect(connections.getState().adding).toEqual({ kind: "added", name: "Our Huntress" });
    expect(viewOf(connections, "huntress")).toMatchObject({ status: { kind: "idle" }, last: null });
  });

  it("keep the link when a look at the list fails, and say why", async () => {
    const { connections } = rig({ list: () => Promise.reject(new Error("The relay cannot be reached.")) });
    await connections.pair("", "token");
    await connections.begin(DRAFT);
    await connections.lookAgain();
    expect(connections.getState().adding).toMatchObject({
      kind: "waiting",
      message: "The relay cannot be reached.",
      link: "https://relay.example.com/add/huntress",
    });
  });

  it("say why one could not be begun", async () => {
    const { connections } = rig({ begin: () => Promise.reject(new Error("It needs Region.")) });
    await connections.pair("", "token");
    await connections.begin(DRAFT);
    expect(connections.getState().adding).toEqual({ kind: "failed", message: "It needs Region." });
  });

  it("keep what was fetched from the others when the list is looked at again", async () => {
    const { connections } = rig();
    await connections.pair("", "token");
    await connections.fetch("pax8", PERIOD, []);
    await connections.lookAgain();
    expect(viewOf(connections, "pax8")?.last?.rows).toBe(12);
  });

  it("take what was fetched with them when they are removed", async () => {
    const { connections } = rig();
    await connections.pair("", "token");
    await connections.fetch("pax8", PERIOD, []);
    await connections.remove("pax8");
    expect(connections.getState().connections.map(({ info }) => info.id)).toEqual(["psa"]);
    expect(connections.sources()).toEqual([]);
  });

  it("stay with what was fetched when they cannot be removed", async () => {
    const { connections } = rig({ remove: () => Promise.reject(new Error("The relay cannot be reached.")) });
    await connections.pair("", "token");
    await connections.fetch("pax8", PERIOD, []);
    await connections.remove("pax8");
    expect(viewOf(connections, "pax8")).toMatchObject({
      status: { kind: "failed", message: "The relay cannot be reached." },
      last: { rows: 12 },
    });
    expect(connections.sources()).toHaveLength(1);
  });
});
