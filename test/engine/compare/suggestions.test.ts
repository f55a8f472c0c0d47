import { compareBook } from "./book";

const suggested = (comparison: ReturnType<typeof compareBook>, name: string) =>
  comparison.unmapped.find((entry) => entry.name === name)?.suggestions[0];

const invoice = [
  { client: "Fabrikam", service: "Managed Backup", quantity: 3 },
  { client: "Contoso", service: "Managed Backup", quantity: 7 },
  { client: "Northwind", service: "Managed Backup", quantity: 12 },
  { client: "Fabrikam", service: "Server Care", quantity: 5 },
  { client: "Contoso", service: "Server Care", quantity: 6 },
];

/** Usage of a product that no name leads to, for the three clients. */
const vault = (fabrikam: number, contoso: number, northwind: number, product = "BDR Pro") => [
  { client: "Fabrikam", product, quantity: fabrikam },
  { client: "Contoso", product, quantity: contoso },
  { client: "Northwind", product, quantity: northwind },
];

describe("suggestions from quantities", () => {
  it("suggests the service whose billed quantities agree, although the names share nothing", () => {
    const comparison = compareBook({ invoice, usage: { Vault: vault(3, 7, 12) } });
    expect(suggested(comparison, "BDR Pro")).toMatchObject({
      to: "Managed Backup",
      why: "The names differ. The quantities agree with what is billed for 3 of 3 clients (3, 7, 12). Check before you confirm.",
    });
  });

  it("says nothing when half of the quantities differ and the names share nothing", () => {
    const comparison = compareBook({ invoice, usage: { Vault: vault(3, 8, 11) } });
    expect(suggested(comparison, "BDR Pro")).toBeUndefined();
  });

  it("leaves a service alone that other usage already explains", () => {
    const usage = { Vault: vault(3, 7, 12), Agents: vault(3, 7, 12, "Managed Backup") };
    const comparison = compareBook({ invoice, usage });
    expect(suggested(comparison, "BDR Pro")).toBeUndefined();
  });

  it("suggests a client by the quantities of its services", () => {
    const comparison = compareBook({
      invoice: [
        { client: "Fabrikam", service: "Managed Backup", quantity: 14 },
        { client: "Fabrikam", service: "Server Care", quantity: 5 },
        { client: "Fabrikam", service: "Mail Filter", quantity: 31 },
        { client: "Contoso", service: "Managed Backup", quantity: 2 },
      ],
      usage: {
        Agents: [
          { client: "HQ site 0042", product: "Managed Backup", quantity: 14 },
          { client: "HQ site 0042", product: "Server Care", quantity: 5 },
          { client: "HQ site 0042", product: "Mail Filter", quantity: 31 },
        ],
      },
    });
    expect(suggested(comparison, "HQ site 0042")).toMatchObject({ to: "Fabrikam" });
  });

  it("never applies what only quantities speak for", () => {
    const comparison = compareBook({ invoice, usage: { Vault: vault(3, 7, 12) } });
    const backups = comparison.results.filter((result) => result.service === "Managed Backup");
    expect(backups.map(({ outcome, evidence }) => [outcome, evidence.length])).toEqual([
      ["not checked", 0],
      ["not checked", 0],
      ["not checked", 0],
    ]);
  });
});

describe("suggestions from what was confirmed", () => {
  it("knows the spelling that a person confirmed for another source", () => {
    const comparison = compareBook({
      invoice: [
        { client: "Wide World Importers", service: "Managed Backup", quantity: 3 },
        { client: "Contoso", service: "Managed Backup", quantity: 3 },
      ],
      usage: { Vault: [{ client: "Harbor Lane Trading", product: "Managed Backup", quantity: 3 }] },
      clientMap: [
        {
          Source: "Agents",
          "Source client": "Harbor Lane Trading Co",
          Client: "Wide World Importers",
          Status: "confirmed",
        },
      ],
    });
    const first = suggested(comparison, "Harbor Lane Trading");
    expect(first?.to).toBe("Wide World Importers");
    expect(first?.why).toMatch(
      /^"Harbor Lane Trading Co" is confirmed as "Wide World Importers" for agents\./,
    );
  });

  it("does not learn from a row that nobody confirmed", () => {
    const comparison = compareBook({
      invoice: [{ client: "Wide World Importers", service: "Managed Backup", quantity: 3 }],
      usage: { Vault: [{ client: "Harbor Lane Trading", product: "Managed Backup", quantity: 3 }] },
      clientMap: [
        {
          Source: "Agents",
          "Source client": "Harbor Lane Trading Co",
          Client: "Wide World Importers",
          Status: "suggested",
        },
      ],
    });
    expect(suggested(comparison, "Harbor Lane Trading")).toBeUndefined();
  });
});

describe("suggestions from a domain beside the name", () => {
  it("reads the domain when the name says nothing", () => {
    const comparison = compareBook({
      invoice: [
        { client: "Northwind Traders", service: "Managed Backup", quantity: 3 },
        { client: "Contoso", service: "Managed Backup", quantity: 3 },
      ],
      usage: {
        Vault: [
          { client: "Customer 0815", tenant: "northwindtraders.com", product: "Managed Backup", quantity: 9 },
        ],
      },
    });
    expect(suggested(comparison, "Customer 0815")).toMatchObject({ to: "Northwind Traders" });
  });
});
