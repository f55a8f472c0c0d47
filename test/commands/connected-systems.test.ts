import { createConnectedSystems } from "../../src/commands/connected-systems";
import { startAddRig, type AddRig } from "../relay/add-rig";

const never = new AbortController().signal;
const DRAFT = { system: "huntress", name: "Our Huntress", settings: {} };

describe("the pane's way to a relay", () => {
  let rig: AddRig;
  beforeEach(async () => {
    rig = await startAddRig("huntress");
  });
  afterEach(() => rig.stop());

  const port = () =>
    createConnectedSystems({ relayAddress: "", signIn: null, now: () => "2026-11-24T09:00:00.000Z" });

  it("adds a connection, tests it and removes it again", async () => {
    const pane = port();
    const paired = await pane.pair(`${rig.address}/`, rig.tokens.admin, never);
    expect(paired).toEqual({ connections: [], mayAdminister: true, takesAddress: true });
    const begun = await pane.begin({ ...DRAFT, address: rig.simulator.address }, never);
    expect(begun.link).toMatch(new RegExp(`^${rig.address}/add/[\\w-]{43}$`));
    expect(begun).toMatchObject({ id: "huntress", expiresAt: "2026-11-24T09:10:00.000Z" });
    const path = begun.link.slice(rig.address.length + 1);
    await rig.fill(path, { publicKey: "public-secret", privateKey: "private-secret" });
    const { connections } = await pane.list(never);
    expect(connections).toMatchObject([{ id: "huntress", title: "Huntress", name: "Our Huntress" }]);
    expect(await pane.test("huntress", never)).toBe("Signed in to Huntress as MSP of the simulator.");
    expect((await pane.remove("huntress", never)).connections).toEqual([]);
    expect(() => pane.test("huntress", never)).toThrow("This connection is no longer there.");
  });

  it("says what the relay says when a connection cannot be begun", async () => {
    const pane = port();
    await pane.pair(rig.address, rig.tokens.reader, never);
    await expect(pane.begin({ ...DRAFT, address: "" }, never)).rejects.toThrow(/pair --admin NAME/);
    await pane.pair(rig.address, rig.tokens.admin, never);
    await expect(pane.begin({ ...DRAFT, address: "https://10.0.0.5/" }, never)).rejects.toThrow(
      /10\.0\.0\.5 is not an address of Huntress/,
    );
  });

  it("changes nothing before it is paired", async () => {
    await expect(port().begin({ ...DRAFT, address: "" }, never)).rejects.toThrow(/not paired with a relay/);
    await expect(port().list(never)).rejects.toThrow(/not paired with a relay/);
  });
});
