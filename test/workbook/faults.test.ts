import { connect, EmbeddedHost } from "../../src/host";
import { ExcelGateway, removeAnnotations, WorkbookProblem } from "../../src/workbook";
import { contentOf, openBook, runOn, type OpenBook, type Rows } from "./book";

const INVOICE: Rows = [
  ["Client", "Service", "Quantity", "Unit price", "Amount"],
  ["Acme Dental", "Microsoft 365 Business Premium", 38, 22, 836],
  ["Bolt & Sons", "Microsoft 365 Business Premium", 12, 22, 264],
  ["Café Nord", "Cloud Backup", 7, 9, 63],
];
const USAGE: Rows = [
  ["Customer", "Product", "Assigned licenses"],
  ["Acme Dental", "Microsoft 365 Business Premium", 42],
  ["Bolt & Sons", "Microsoft 365 Business Premium", 12],
  ["Cafe Nord GmbH", "Cloud Backup", 7],
  ["Nobody Known Ltd", "Cloud Backup", 3],
];

/** What Excel answers when it does not do what it was asked. */
const CODES = [
  "GeneralException",
  "RequestPayloadSizeLimitExceeded",
  "ResponsePayloadSizeLimitExceeded",
  "AccessDenied",
  "InvalidOperationInCellEditMode",
  "ServerBusy",
  "ItemNotFound",
] as const;

const OURS = ["Discrepancies", "Reconcile Summary", "Mappings", "Rules", "Reconcile Log", "Reconcile Keys"];
/** Codes tried at each point; they rotate, so that every code meets every kind of request. */
const CODES_PER_POINT = 3;

/** A month in work: reconciled, decided on in part, with a column of the user's own, and with usage that changed since. */
async function monthInWork(): Promise<Uint8Array> {
  const open = await openBook({ Invoice: INVOICE, Licences: USAGE });
  await runOn(open);
  open.host.editCell("Discrepancies", "M2", "Follow up");
  open.host.editCell("Discrepancies", "P2", "Anna");
  open.host.editCell("Discrepancies", "Q2", "ask for the licence list");
  open.host.editCell("Licences", "C2", 45);
  return open.host.save();
}

async function openFrom(bytes: Uint8Array): Promise<OpenBook> {
  const host = await EmbeddedHost.open(bytes);
  return { host, gateway: new ExcelGateway(await connect(host)) };
}

/** Decisions, owners and notes by their row's key. */
function decisions({ host }: OpenBook): readonly string[] {
  const sheet = host.workbook.getWorksheet("Discrepancies");
  const found: string[] = [];
  sheet?.eachRow((row) => {
    const texts = (row.values as unknown[]).map(String);
    if (texts.includes("Follow up"))
      found.push(
        ["Acme Dental", "Anna", "ask for the licence list"].filter((text) => texts.includes(text)).join("|"),
      );
  });
  return found;
}

describe("every failure point of a run", () => {
  it.each([
    [
      "a first run",
      () => openBook({ Invoice: INVOICE, Licences: USAGE }).then((open) => open.host.save()),
      0,
    ],
    ["a run over decided results", monthInWork, 1],
  ] as const)(
    "of %s leaves the user's cells and decisions alone, and the next run heals it",
    async (_, make, kept) => {
      const bytes = await make();
      const whole = await openFrom(bytes);
      await runOn(whole);
      const healed = contentOf(whole, ["Reconcile Log"]);
      const requests = whole.host.counters.requests;
      const untouched = contentOf(await openFrom(bytes), OURS);
      let tried = 0;
      for (let number = 1; number <= requests; number += 1) {
        for (const time of ["before", "after"] as const) {
          for (let turn = 0; turn < CODES_PER_POINT; turn += 1) {
            const code =
              CODES[(number + turn * 2 + (time === "after" ? 1 : 0)) % CODES.length] ?? "GeneralException";
            const at = `request ${number} of ${requests}, ${time}, ${code}`;
            const open = await openFrom(bytes);
            open.host.failRequest(number, time, code);
            const error: unknown = await runOn(open).then(
              () => null,
              (thrown: unknown) => thrown,
            );
            tried += 1;
            // Decoration may fail without the run failing; everything else is said in one message.
            if (error !== null) {
              expect([at, error instanceof WorkbookProblem]).toEqual([at, true]);
              expect((error as WorkbookProblem).message).toMatch(/^[A-Z].+\. .*\(/s);
            }
            expect([at, contentOf(open, OURS)]).toEqual([at, untouched]);
            if (kept > 0)
              expect([at, decisions(open)]).toEqual([at, ["Acme Dental|Anna|ask for the licence list"]]);
            // Either nothing was begun, or all of it stands, or the summary says that it does not.
            const top =
              open.host.workbook.getWorksheet("Reconcile Summary") === undefined
                ? ""
                : String(open.host.valueAt("Reconcile Summary", "A1"));
            const isBegun =
              JSON.stringify(contentOf(open, ["Reconcile Log"])) !==
              JSON.stringify(contentOf(await openFrom(bytes), ["Reconcile Log"]));
            const isWhole =
              error === null || JSON.stringify(contentOf(open, ["Reconcile Log"])) === JSON.stringify(healed);
            if (isBegun && !isWhole && top !== "")
              expect([at, top]).toEqual([at, expect.stringMatching(/^Not finished/)]);
            await runOn(open);
            expect([at, contentOf(open, ["Reconcile Log"])]).toEqual([at, healed]);
          }
        }
      }
      expect(tried).toBe(requests * 2 * CODES_PER_POINT);
    },
  );

  it("when the connection is lost for good, the file as it is heals on the next day", async () => {
    const bytes = await monthInWork();
    const whole = await openFrom(bytes);
    await runOn(whole);
    const healed = contentOf(whole, ["Reconcile Log"]);
    const requests = whole.host.counters.requests;
    for (let number = 1; number <= requests; number += 2) {
      const open = await openFrom(bytes);
      for (let later = number; later <= requests + 5; later += 1)
        open.host.failRequest(later, "before", "ConnectionFailure");
      const said = await runOn(open).then(
        () => "",
        (error: unknown) => (error as Error).message,
      );
      // Only the charts, which are decoration, may be missing without a word.
      expect([number, said]).toEqual([
        number,
        number < requests - 2
          ? expect.stringMatching(/^The connection to Excel was lost/)
          : expect.any(String),
      ]);
      const next = await openFrom(await open.host.save());
      await runOn(next);
      expect([number, contentOf(next, ["Reconcile Log"])]).toEqual([number, healed]);
    }
  });

  it("of taking annotations away leaves what can be taken away again", async () => {
    const bytes = await monthInWork();
    const probe = await openFrom(bytes);
    await removeAnnotations(probe.gateway);
    const clean = contentOf(probe);
    const requests = probe.host.counters.requests;
    for (let number = 1; number <= requests; number += 1) {
      for (const time of ["before", "after"] as const) {
        const open = await openFrom(bytes);
        open.host.failRequest(number, time, CODES[number % CODES.length]);
        await removeAnnotations(open.gateway).catch(() => undefined);
        await removeAnnotations(open.gateway);
        expect([number, time, contentOf(open)]).toEqual([number, time, clean]);
      }
    }
  });
});
