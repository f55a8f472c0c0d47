import { connect, EmbeddedHost, type ExcelRun } from "../../src/host";

async function open(): Promise<{ host: EmbeddedHost; run: ExcelRun }> {
  const host = await create();
  return { host, run: await connect(host) };
}

/** Calculation has to be started before a host is made; connecting a first time does. */
async function create(): Promise<EmbeddedHost> {
  const host = EmbeddedHost.create();
  await connect(host);
  return host;
}

async function failure(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "no failure",
    (error: unknown) => (error as { code: string }).code,
  );
}

describe("embedded host", () => {
  it("writes and reads values through Microsoft's client, after saving and opening too", async () => {
    const { host, run } = await open();
    await run(async (context) => {
      const range = context.workbook.worksheets.getItem("Sheet1").getRange("A1:B2");
      range.values = [
        ["Client", "Seats"],
        ["Acme", 38],
      ];
      await context.sync();
    });
    const again = await EmbeddedHost.open(await host.save());
    const values = await (
      await connect(again)
    )(async (context) => {
      const range = context.workbook.worksheets
        .getItem("Sheet1")
        .getRange("A1:B2")
        .load("values,valueTypes,address");
      await context.sync();
      return [range.values, range.valueTypes, range.address];
    });
    expect(values).toEqual([
      [
        ["Client", "Seats"],
        ["Acme", 38],
      ],
      [
        ["String", "String"],
        ["String", "Double"],
      ],
      "Sheet1!A1:B2",
    ]);
  });

  it("calculates formulas exactly and highlights by conditional formats that clear when the cell is corrected", async () => {
    const { host, run } = await open();
    await run(async (context) => {
      const sheet = context.workbook.worksheets.getItem("Sheet1");
      sheet.getRange("A1:C2").values = [
        ["Acme", 38, 42],
        ["x", 0.1, "=B2+0.2"],
      ];
      const format = sheet.getRange("B1:B2").conditionalFormats.add("Custom");
      format.custom.rule.formula = '=AND($A1="Acme",$B1<$C1)';
      format.custom.format.fill.color = "#FFC7CE";
      await context.sync();
    });
    expect(host.valueAt("Sheet1", "C2")).toBeCloseTo(0.3, 12);
    expect(host.highlights("Sheet1", "B1:B2")).toEqual(["#FFC7CE", null]);
    host.editCell("Sheet1", "B1", 42);
    expect(host.highlights("Sheet1", "B1:B2")).toEqual([null, null]);
  });

  it("refuses what Excel refuses, with Excel's codes", async () => {
    const { host, run } = await open();
    const sheetOf = (context: Excel.RequestContext) => context.workbook.worksheets.getItem("Sheet1");
    const attempt = (act: (context: Excel.RequestContext) => void) =>
      failure(
        run(async (context) => {
          act(context);
          await context.sync();
        }),
      );
    expect(
      await attempt((context) => {
        context.workbook.worksheets.getItem("Nowhere").activate();
      }),
    ).toBe("ItemNotFound");
    expect(await attempt((context) => context.workbook.worksheets.add("sheet1"))).toBe("InvalidArgument");
    expect(await attempt((context) => (sheetOf(context).getRange("A1:B2").values = [[1, 2]]))).toBe(
      "InvalidArgument",
    );
    expect(await attempt((context) => sheetOf(context).getRange("A0").load("values"))).toBe(
      "InvalidArgument",
    );
    expect(await attempt((context) => sheetOf(context).charts.load("items/name"))).toBe("ApiNotFound");
    host.isEditing = true;
    expect(await attempt((context) => sheetOf(context).load("name"))).toBe("InvalidOperationInCellEditMode");
    host.isEditing = false;
    const sheet = host.workbook.worksheets[0];
    await sheet?.protect("secret", {});
    expect(await attempt((context) => (sheetOf(context).getRange("A1").values = [[1]]))).toBe("AccessDenied");
  });

  it("answers reads above five million cells with null and payloads above 5 MB with an error", async () => {
    const { run } = await open();
    const values = await run(async (context) => {
      const range = context.workbook.worksheets.getItem("Sheet1").getRange("A1:Z1048576").load("values");
      await context.sync();
      return range.values as unknown;
    });
    expect(values).toBeNull();
    const long = "x".repeat(30_000);
    const code = await failure(
      run(async (context) => {
        const range = context.workbook.worksheets.getItem("Sheet1").getRange("A1:A200");
        range.values = Array.from({ length: 200 }, () => [long]);
        await context.sync();
      }),
    );
    expect(code).toBe("RequestPayloadSizeLimitExceeded");
  });

  it("turns formula-like text into formulas unless it is escaped, as Excel does", async () => {
    const { run } = await open();
    const [values, formulas] = await run(async (context) => {
      const range = context.workbook.worksheets.getItem("Sheet1").getRange("A1:A4");
      range.values = [["=1+1"], ["'=1+1"], ["0042"], ["'0042"]];
      range.load("values,formulas");
      await context.sync();
      return [range.values, range.formulas];
    });
    expect(values).toEqual([[2], ["=1+1"], [42], ["0042"]]);
    expect(formulas[0]).toEqual(["=1+1"]);
  });

  it("gives null objects for what is not there and keeps table names unique", async () => {
    const { run } = await open();
    await run(async (context) => {
      const sheet = context.workbook.worksheets.getItem("Sheet1");
      sheet.getRange("A1:A2").values = [["Client"], ["Acme"]];
      const table = sheet.tables.add("A1:A2", true);
      table.name = "tblMine";
      const missing = context.workbook.tables.getItemOrNullObject("tblOther").load("name");
      await context.sync();
      expect(missing.isNullObject).toBe(true);
      const tables = context.workbook.tables.load("items/name");
      await context.sync();
      expect(tables.items.map((item) => item.name)).toEqual(["tblMine"]);
    });
    const code = await failure(
      run(async (context) => {
        const sheet = context.workbook.worksheets.add("Two");
        sheet.getRange("A1:A2").values = [["Client"], ["Acme"]];
        sheet.tables.add("A1:A2", true).name = "tblMine";
        await context.sync();
      }),
    );
    expect(code).toBe("InvalidArgument");
  });

  it.each([
    ["before", "" as const],
    ["after", 5 as const],
  ] as const)("fails a request on demand, %s it took effect", async (time, left) => {
    const { host, run } = await open();
    host.failRequest(1, time);
    const code = await failure(
      run(async (context) => {
        context.workbook.worksheets.getItem("Sheet1").getRange("A1").values = [[5]];
        await context.sync();
      }),
    );
    expect(code).toBe("GeneralException");
    expect(host.valueAt("Sheet1", "A1")).toBe(left);
    expect(host.counters.requests).toBeGreaterThan(0);
  });
});

describe("formulas in R1C1 notation", () => {
  it.each([
    ["=F2*2", "=R[-2]C[-1]*2"],
    ["=$F$2+F$4+$F4", "=R2C6+R4C[-1]+RC6"],
    ["=SUM(A1:B2)&\"A1\"&'My A1'!C3", "=SUM(R[-3]C[-6]:R[-2]C[-5])&\"A1\"&'My A1'!R[-1]C[-4]"],
    ["=SUM($A:A)+tblX[A1]+LOG10(5)", "=SUM(C1:C[-6])+tblX[A1]+LOG10(5)"],
  ])("read %s in G4 as %s, and back", async (a1, r1c1) => {
    const { host, run } = await open();
    host.editCell("Sheet1", "G4", a1);
    const read = await run(async (context) => {
      const cell = context.workbook.worksheets.getItem("Sheet1").getRange("G4").load("formulasR1C1");
      await context.sync();
      cell.formulasR1C1 = cell.formulasR1C1 as unknown[][];
      await context.sync();
      return (cell.formulasR1C1 as unknown[][])[0]?.[0];
    });
    expect(read).toBe(r1c1);
    expect(`=${host.workbook.getWorksheet("Sheet1")?.getCell("G4").formula ?? ""}`).toBe(a1);
  });
});
