import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { UnreadableUsageFile, type CellValue } from "../../../src/engine";
import { readUsageFile } from "../../../src/run/files/read-usage-file";
import { csvOf, streamOf } from "./streams";

const HEADER = ["Client", "Product", "Unit", "Quantity"];

const read = (content: string | Uint8Array, name = "usage.csv", pieceLength?: number) =>
  readUsageFile(streamOf(content, pieceLength), name);

/** Sums by client, product and unit with the rows behind them, as JSON of the names. */
async function sumsOf(content: string | Uint8Array, name?: string, pieceLength?: number) {
  const { extraction } = await read(content, name, pieceLength);
  return new Map(
    extraction.usage.map(({ client, product, unit, quantity, grouped }) => [
      JSON.stringify([client, product, unit]),
      { quantity: quantity?.toFixed(), rows: [...(grouped?.numbers() ?? [])] },
    ]),
  );
}

const problem = async (content: string | Uint8Array, name?: string): Promise<string> => {
  const error: unknown = await read(content, name).catch((thrown: unknown) => thrown);
  if (!(error instanceof UnreadableUsageFile)) throw new Error("The file was read.", { cause: error });
  return error.message;
};

describe("reading a usage file", () => {
  it("finds the same however the stream is cut", async () => {
    const content = csvOf(
      [
        HEADER,
        ['Zoë, "Z"', "a\nb", "", "1,5"],
        ['Zoë, "Z"', "a\nb", "", "2"],
        ["", "", "", ""],
        ["Ω", "p", "é", "3"],
      ],
      ";",
      "\r\n",
    );
    const whole = await sumsOf(content);
    expect([...whole.values()]).toEqual([
      { quantity: "3.5", rows: [1, 2] },
      { quantity: "3", rows: [4] },
    ]);
    for (const pieceLength of [1, 2, 3, 7])
      expect(await sumsOf(content, "usage.csv", pieceLength)).toEqual(whole);
  });

  it("keeps names apart that only code would mix up", async () => {
    const rows = [
      ["a|b", "c"],
      ["a", "b|c"],
      ["__proto__", "constructor"],
      ["NaN", "p"],
    ];
    const content = csvOf([HEADER, ...rows.map((names) => [...names, "", "1"]), ["a", "b|c", "", "1"]]);
    expect([...(await sumsOf(content))].map(([names, { quantity }]) => `${names} ${quantity ?? ""}`)).toEqual(
      [
        '["a|b","c",null] 1',
        '["a","b|c",null] 2',
        '["__proto__","constructor",null] 1',
        '["NaN","p",null] 1',
      ],
    );
    const json = '{"Client":"__proto__","Product":"p","Quantity":1,"__proto__":{"Quantity":5}}\n';
    expect([...(await sumsOf(json + json, "u.jsonl")).values()]).toEqual([{ quantity: "2", rows: [0, 1] }]);
  });

  it.each<[string, readonly string[], string]>([
    ["a comma that another quantity proves", ["1,234", "0,5"], "1.734"],
    ["a point that another quantity proves", ["1.234", "0.5"], "1.734"],
    ["thousands that nothing contradicts", ["1,234", "2"], "1236"],
    ["binary fractions", ["0.1", "0.2"], "0.3"],
    ["a proof after many rows", [...Array.from({ length: 300 }, () => "1.000"), "0,5"], "300000.5"],
  ])("reads %s", async (_, quantities, total) => {
    const content = csvOf([HEADER, ...quantities.map((quantity) => ["a", "p", "", quantity])], "\t");
    expect([...(await sumsOf(content, "u.tsv")).values()].map(({ quantity }) => quantity)).toEqual([total]);
  });

  it("follows the other number columns where the quantities prove nothing", async () => {
    const header = ["Client", "Product", "Quantity", "Unit price"];
    const content = csvOf([header, ["a", "p", "1.234", "9,95"], ["a", "p", "1", "19,95"]], ";");
    expect([...(await sumsOf(content)).values()].map(({ quantity }) => quantity)).toEqual(["1235"]);
  });

  it("rejects the rows that it cannot read, each with its place and reason", async () => {
    const content = csvOf([HEADER, ["a", "p", "", "1"], ["b", "p", "", "many"], ["c", "p", "", ""]]);
    const { extraction } = await read(`${content}d, Ltd,p,,4\n"e",p,,1.234\n`);
    expect(extraction.rejected.map(({ row, reason }) => [row, reason])).toEqual([
      [2, "'usage.csv'!D3: \"many\" is not a number; write the quantity as a number"],
      [3, "'usage.csv'!D4: the quantity is blank; write 0 where nothing was used"],
      [4, "'usage.csv'!A5: the row has 5 fields and the header 4; put a name with separators in quotes"],
      [5, "'usage.csv'!D6: \"1.234\" may be 1234 or 1.234; write the quantity as a number"],
    ]);
    expect(extraction.readRowCount).toBe(5);
  });

  it("takes cells under a blank header for no names cut in two", async () => {
    const { extraction } = await read("Client,Product,Quantity,\na,p,1,remark\na,p,1,\n");
    expect([extraction.readRowCount, extraction.rejected]).toEqual([2, []]);
  });

  it("rejects lines of JSON that are no objects and reads the others", async () => {
    const good = '{"Client":"a","Product":"p","Quantity":2}';
    const { extraction } = await read([good, "{oops", "[1]", "", good].join("\n"), "u.jsonl");
    expect(extraction.rejected.map(({ row, reason }) => [row, reason])).toEqual([
      [1, "u.jsonl line 2: the line is no JSON object; write one object a line"],
      [2, "u.jsonl line 3: the line is no JSON object; write one object a line"],
    ]);
    expect(
      extraction.usage.map(({ quantity, grouped }) => [quantity?.toFixed(), ...(grouped?.numbers() ?? [])]),
    ).toEqual([["4", 0, 4]]);
  });

  it.each<[string, readonly (readonly CellValue[])[]]>([
    ["a word for it", [["Total", "", "", "7"]]],
    ["a word for it under the products", [["", "Grand total", "", "7"]]],
    ["the name that it totals", [["Acme Total", "", "", "7"]]],
    ["nothing but the sum", [["", "", "", "7"]]],
    [
      "blank rows and a remark",
      [
        ["", "", "", ""],
        ["", "Exported by night", "", ""],
      ],
    ],
    ["the header again", [HEADER]],
  ])("leaves out rows that are no usage: %s", async (_, extra) => {
    const content = csvOf([
      ["Usage of May"],
      HEADER,
      ["Acme", "p", "", "3"],
      ["Acme", "q", "", "4"],
      ...extra,
    ]);
    const { extraction } = await read(content);
    expect(
      extraction.usage.map(({ product, quantity }) => `${product ?? ""} ${quantity?.toFixed() ?? ""}`),
    ).toEqual(["p 3", "q 4"]);
    expect([extraction.rejected, extraction.readRowCount]).toEqual([[], 2]);
  });

  it("counts rows where the file has no quantity", async () => {
    const content = csvOf([
      ["Customer", "Device name", "Operating system"],
      ["a", "pc1", "W"],
      ["a", "pc2", "W"],
    ]);
    const { extraction, layout } = await read(content, "devices.csv");
    expect(layout.countsRows).toBe(true);
    expect(extraction.usage.map(({ item, quantity, grouped }) => [item, quantity, grouped?.count])).toEqual([
      ["pc1", null, 1],
      ["pc2", null, 1],
    ]);
  });

  it("holds no piece of the file that its names were cut from", async () => {
    const rows = Array.from(
      { length: 8000 },
      (_, i) => `A client with a long name ${i},p,,1,${"x".repeat(5000)}\n`,
    );
    const content = `${[...HEADER, "Remark"].join()}\n${rows.join("")}`;
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    collect();
    const before = process.memoryUsage().heapUsed;
    const { extraction } = await read(content);
    collect();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(content.length / 2);
    expect(extraction.usage).toHaveLength(8000);
  });

  it.each<[string, string, string | Uint8Array, RegExp]>([
    ["another format", "usage.xls", "x", /no usage file that can be read/],
    ["nothing", "usage.csv", "", /shows no usage/],
    ["no header", "usage.csv", "1,2,3\n4,5,6\n", /shows no usage/],
    ["a quote that never closes", "usage.csv", `${csvOf([HEADER])}"a,p,,1\nb,p,,2\n`, /Row 2 opens a quote/],
    [
      "half a gzip",
      "usage.csv.gz",
      gzipSync(csvOf([HEADER, ["a", "p", "", "1"]])).subarray(0, 30),
      /no gzip file/,
    ],
    [
      "another encoding",
      "usage.csv",
      Buffer.from(csvOf([HEADER, ["é", "p", "", "1"]]), "latin1"),
      /not written in UTF-8/,
    ],
    [
      "a point here and a comma there",
      "usage.csv",
      csvOf([HEADER, ["a", "p", "", "1.5"], ["b", "p", "", "1,5"]]),
      /column Quantity with a point and with a comma \("1,5"\)/,
    ],
    [
      "more faulty rows than anybody would correct",
      "usage.csv",
      csvOf([HEADER]) + "a,p,,1\n".repeat(200) + "a,p,,n/a\n".repeat(100_001),
      /more than 100000 rows that cannot be read, among them row 202: "n\/a" is not a number/,
    ],
    [
      "quantities across",
      "usage.csv",
      csvOf([
        ["Client", "Backup", "Antivirus"],
        ["a", "1", "2"],
        ["b", "3", "4"],
      ]),
      /quantities in several columns/,
    ],
    [
      "quantities inside texts",
      "usage.csv",
      csvOf([
        ["Client", "Product"],
        ["a", "Workstation x 14"],
        ["b", "Workstation x 3"],
      ]),
      /quantities inside texts/,
    ],
    [
      "products joined in one cell",
      "users.csv",
      csvOf([
        ["Client", "User principal name", "Licenses"],
        ["a", "x@a.com", "Backup"],
        ["a", "y@a.com", "Antivirus"],
        ["a", "z@a.com", "Backup+Antivirus"],
      ]),
      /products joined in one cell/,
    ],
  ])("refuses %s", async (_, name, content, message) => {
    expect(await problem(content, name)).toMatch(message);
  });

  it("reads UTF-16 and a first line that names the separator", async () => {
    const content = `\uFEFFsep=|\n${csvOf([HEADER, ["Zoë", "p,q,r;s", "", "2"]], "|")}`;
    const sums = await sumsOf(Buffer.from(content, "utf16le"));
    expect([...sums]).toEqual([['["Zoë","p,q,r;s",null]', { quantity: "2", rows: [2] }]]);
  });
});
