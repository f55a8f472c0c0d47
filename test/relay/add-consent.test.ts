import { VENDORS } from "../vendors";
import { startAddRig, type AddRig } from "./add-rig";

const QUESTIONS = {
  xero: "Organisation",
  quickbooks: `query?query=${encodeURIComponent("select count(*) from Invoice")}`,
} as const;

describe.each(["xero", "quickbooks"] as const)("adding %s from the pane", (system) => {
  let rig: AddRig;
  beforeEach(async () => {
    rig = await startAddRig(system);
  });
  afterEach(() => rig.stop());

  const { clientId = "", clientSecret = "", ...rest } = { ...VENDORS[system]?.credentials };

  /** Fills in the form, consents at the system, and gives where the browser is sent back to, with its cookie. */
  async function consent(): Promise<{
    readonly back: string;
    readonly cookie: string;
    readonly page: string;
  }> {
    const settings = Object.fromEntries(Object.entries(rest).filter(([name]) => name !== "refreshToken"));
    const { address } = rig.simulator;
    const begun = await rig.call("connections", { system, name: "Books", settings, address });
    const { path } = JSON.parse(begun.text) as { readonly path: string };
    const page = await rig.fill(path, { clientId, clientSecret });
    expect(page.text).toContain(`${rig.address}/consent`);
    const [, link = ""] = /href="([^"]+)"/.exec(page.text) ?? [];
    const asked = new URL(link.replaceAll("&amp;", "&"));
    // The consent is asked for at the vendor; the simulator stands in for it.
    const consented = await fetch(`http://${rig.simulator.host}/consent${asked.search}`, {
      redirect: "manual",
    });
    const back = new URL(consented.headers.get("location") ?? "");
    const [cookie = ""] = (page.headers.get("set-cookie") ?? "").split(";");
    expect(page.headers.get("set-cookie")).toMatch(/HttpOnly.*SameSite=Lax/i);
    return { back: `${back.pathname.slice(1)}${back.search}`, cookie, page: page.text };
  }
  const list = async (): Promise<unknown> => JSON.parse((await rig.call("connections")).text);

  it("is done when the person comes back from the consent", async () => {
    const { back, cookie, page } = await consent();
    expect(await list()).toMatchObject({ connections: [] });
    const done = await rig.open(back, { Cookie: cookie });
    expect([done.status, done.text]).toEqual([201, expect.stringContaining("Books is added.")]);
    expect(await list()).toMatchObject({ connections: [{ id: system, name: "Books" }] });
    expect((await rig.call(`connections/${system}/api/${QUESTIONS[system]}`)).status).toBe(200);
    expect(page + rig.answers.join("\n")).not.toContain(clientSecret);
    expect(JSON.stringify(rig.audit)).not.toMatch(/-secret/);
    // The same way back leads nowhere a second time.
    expect((await rig.open(back, { Cookie: cookie })).status).toBe(404);
  });

  it("takes the consent of no other browser, and no made-up one", async () => {
    const { back, cookie } = await consent();
    expect((await rig.open(back)).status).toBe(404);
    expect((await rig.open(back, { Cookie: "relay-consent=other" })).status).toBe(404);
    expect((await rig.open("consent?code=x&state=y", { Cookie: cookie })).status).toBe(404);
    expect(await list()).toMatchObject({ connections: [] });
    expect((await rig.open(back, { Cookie: cookie })).status).toBe(201);
  });

  it("adds nothing when the person refuses, or comes back too late", async () => {
    const refused = await consent();
    const state = new URLSearchParams(refused.back.split("?")[1]).get("state") ?? "";
    const answer = await rig.open(`consent?error=access_denied&state=${state}`, { Cookie: refused.cookie });
    expect([answer.status, answer.text]).toEqual([403, expect.stringContaining("access_denied")]);
    const late = await consent();
    rig.setNow(Date.parse("2026-11-24T09:10:00Z"));
    expect((await rig.open(late.back, { Cookie: late.cookie })).status).toBe(404);
    expect(await list()).toMatchObject({ connections: [] });
  });
});
