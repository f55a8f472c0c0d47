/**
 * @jest-environment jsdom
 */
import { act, cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { systemChoices } from "../../src/commands/system-choices";
import { createConnections, createRun, type ConnectionInfo, type ConnectionsPort } from "../../src/run";
import { PaneRoot } from "../../src/taskpane";
import { memoryPorts, resultRow } from "../run/ports";

afterEach(cleanup);

const LINK = "https://relay.example.com/add/once";
const NOW = "2026-11-24T09:00:00.000Z";

/** The Connections screen, paired with a relay that a test plays. */
async function showConnections({ mayAdminister = true, takesAddress = false } = {}) {
  const drafts: unknown[] = [];
  const removed: string[] = [];
  let connections: readonly ConnectionInfo[] = [];
  const list = () => Promise.resolve({ connections, mayAdminister, takesAddress });
  const port: ConnectionsPort = {
    relayAddress: "https://relay.example.com",
    direct: () => [],
    pair: list,
    list,
    systems: systemChoices,
    begin: (draft) => {
      drafts.push(draft);
      return Promise.resolve({ id: draft.system, link: LINK, expiresAt: NOW });
    },
    remove: (id) => {
      removed.push(id);
      connections = connections.filter((connection) => connection.id !== id);
      return list();
    },
    test: () => Promise.resolve("Signed in to NinjaOne."),
    fetch: () => Promise.reject(new Error("not asked here")),
  };
  const clock = { now: () => NOW };
  const memory = memoryPorts([resultRow()]);
  const store = createConnections({
    port,
    clock,
    workbook: { writeSnapshot: ({ name }) => Promise.resolve(name) },
  });
  const theme = { get: () => "light" as const, subscribe: () => () => undefined };
  const run = createRun(memory.ports);
  const { container } = render(<PaneRoot run={run} connections={store} theme={theme} locale="en-US" />);
  const user = userEvent.setup();
  await user.click(await screen.findByRole("tab", { name: "Connections" }));
  await user.click(await screen.findByRole("button", { name: "Pair" }));
  const add = (info: Partial<ConnectionInfo>): void => {
    const [id, title] = ["ninjaone", "NinjaOne"];
    connections = [
      { id, title, name: title, side: "usage", datasets: [], isSimulated: false, isRemovable: true, ...info },
    ];
  };
  return { container, user, drafts, removed, add };
}

const goOn = () => screen.getByRole<HTMLButtonElement>("button", { name: "Go on" });
const violationsIn = async (container: Element) =>
  (await axe.run(container, { rules: { "color-contrast": { enabled: false } } })).violations.map(
    ({ id }) => id,
  );

describe("adding a connection", () => {
  it("offers the ten systems with what each gives and what is asked where", async () => {
    const { user } = await showConnections();
    await user.click(await screen.findByRole("button", { name: "Add a connection" }));
    const choice = screen.getByRole("combobox", { name: "System" });
    const offered = within(choice).getAllByRole<HTMLOptionElement>("option");
    expect(offered.map(({ value }) => value).filter((value) => value !== "")).toHaveLength(10);
    await user.selectOptions(choice, "NinjaOne");
    expect(screen.getByText("Gives Usage: Devices; Backup storage.")).toBeTruthy();
    expect(
      screen.getByText(/^Asked on the relay's own page, never here: Client id .*; Client secret\.$/),
    ).toBeTruthy();
    await user.selectOptions(choice, "Xero");
    expect(screen.getByText(/You consent at the system afterwards\.$/)).toBeTruthy();
    await user.selectOptions(choice, "Microsoft 365");
    expect(screen.getByText(/This system needs no relay/)).toBeTruthy();
    expect(goOn().disabled).toBe(true);
  });

  it.each(systemChoices().map(({ title, secrets }) => [title, secrets] as const))(
    "has no field for a secret of %s",
    async (title, secrets) => {
      const { user, container } = await showConnections({ takesAddress: true });
      await user.click(await screen.findByRole("button", { name: "Add a connection" }));
      await user.selectOptions(screen.getByRole("combobox", { name: "System" }), title);
      expect(container.querySelector("input[type=password]")).toBeNull();
      for (const label of secrets) expect(screen.queryByLabelText(label)).toBeNull();
    },
  );

  it("goes on to the relay's page once the settings fit, and looks again when the person comes back", async () => {
    const { user, drafts, add, container } = await showConnections();
    await user.click(await screen.findByRole("button", { name: "Add a connection" }));
    await user.selectOptions(screen.getByRole("combobox", { name: "System" }), "HaloPSA");
    const host = screen.getByRole("textbox", { name: /^Host/ });
    await user.type(host, "halo.evil.example");
    await user.type(screen.getByRole("textbox", { name: /^Tenant/ }), "msp");
    expect(goOn().disabled).toBe(true);
    expect(screen.getByText("This does not fit. Look at the example.")).toBeTruthy();
    await user.clear(host);
    await user.type(host, "msp.halopsa.com");
    await user.click(goOn());
    expect(drafts).toEqual([
      {
        system: "halopsa",
        name: "HaloPSA",
        settings: { host: "msp.halopsa.com", tenant: "msp" },
        address: "",
      },
    ]);
    const link = await screen.findByRole("link", { name: "Open the relay's page" });
    expect([link.getAttribute("href"), link.getAttribute("target"), link.getAttribute("rel")]).toEqual([
      LINK,
      "_blank",
      "noopener noreferrer",
    ]);
    expect(await violationsIn(container)).toEqual([]);
    add({ id: "halopsa", title: "HaloPSA", name: "HaloPSA" });
    act(() => {
      window.dispatchEvent(new Event("focus"));
    });
    expect(await screen.findByText("HaloPSA is added. Test it before you fetch.")).toBeTruthy();
    await user.click(
      within(screen.getByRole("group", { name: "HaloPSA" })).getByRole("button", { name: "Test" }),
    );
    expect(await screen.findByText("Signed in to NinjaOne.")).toBeTruthy();
    expect([localStorage.length, sessionStorage.length]).toEqual([0, 0]);
  });

  it("asks for another address only where the relay takes one", async () => {
    const { user } = await showConnections({ takesAddress: true });
    await user.click(await screen.findByRole("button", { name: "Add a connection" }));
    await user.selectOptions(screen.getByRole("combobox", { name: "System" }), "Huntress");
    expect(screen.getByRole("textbox", { name: "Another address (optional)" })).toBeTruthy();
    cleanup();
    const other = await showConnections();
    await other.user.click(await screen.findByRole("button", { name: "Add a connection" }));
    await other.user.selectOptions(screen.getByRole("combobox", { name: "System" }), "Huntress");
    expect(screen.queryByRole("textbox", { name: "Another address (optional)" })).toBeNull();
  });

  it("is accessible, and can be left", async () => {
    const { user, container, drafts } = await showConnections({ takesAddress: true });
    await user.click(await screen.findByRole("button", { name: "Add a connection" }));
    await user.selectOptions(screen.getByRole("combobox", { name: "System" }), "ConnectWise PSA");
    expect(await violationsIn(container)).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    expect(screen.getByRole("button", { name: "Add a connection" })).toBeTruthy();
    expect(drafts).toEqual([]);
  });

  it("is not offered to a pane that may not, which says how to get there", async () => {
    await showConnections({ mayAdminister: false });
    expect(await screen.findByText(/Pair it with a token of npm run relay -- pair --admin/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Add a connection" })).toBeNull();
  });
});

describe("removing a connection", () => {
  it("says what goes with it first, and can be declined", async () => {
    const { user, add, removed } = await showConnections();
    add({});
    await user.click(await screen.findByRole("button", { name: "Pair with another relay" }));
    await user.click(screen.getByRole("button", { name: "Pair" }));
    await user.click(await screen.findByRole("button", { name: "Remove NinjaOne" }));
    expect(screen.getByRole("alert").textContent).toMatch(/^Remove NinjaOne\? Its credentials are deleted/);
    await user.click(screen.getByRole("button", { name: "Keep it" }));
    expect(removed).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Remove NinjaOne" }));
    await user.click(screen.getByRole("button", { name: "Remove" }));
    expect(removed).toEqual(["ninjaone"]);
    expect(await screen.findByText("The relay has no connection yet.")).toBeTruthy();
  });
});
