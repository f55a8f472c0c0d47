import type { EmbeddedHost } from "../../src/host";

/** What another person does in the workbook while the add-in works, and whether it is still there afterwards. */
export interface ColleagueEdit {
  readonly name: string;
  /** Whether it can be done to the workbook as it stands, such as an edit of a sheet that is there. */
  readonly canDo: (host: EmbeddedHost) => boolean;
  readonly act: (host: EmbeddedHost) => void;
  readonly survives: (host: EmbeddedHost) => boolean;
}

type Cell = string | number | boolean;

/** The rows of a sheet's cells from A1 on, as values. */
export function valuesOf(host: EmbeddedHost, sheet: string, columns: number): readonly (readonly Cell[])[] {
  const worksheet = host.workbook.getWorksheet(sheet);
  return Array.from({ length: worksheet?.rowCount ?? 0 }, (_, row) =>
    Array.from({ length: columns }, (_cell, column) =>
      host.valueAt(sheet, `${String.fromCharCode(65 + column)}${row + 1}`),
    ),
  );
}

/** The rows of a sheet up to the last that is not blank: looking at a cell may make its row. */
function filledRows(host: EmbeddedHost, sheet: string, columns: number): readonly (readonly Cell[])[] {
  const rows = valuesOf(host, sheet, columns);
  const last = rows.map((row) => row.some((cell) => cell !== "")).lastIndexOf(true);
  return rows.slice(0, last + 1);
}

function write(host: EmbeddedHost, sheet: string, row: number, cells: readonly Cell[]): void {
  const texts = Array.from({ length: cells.length }, (_, column) => String.fromCharCode(65 + column));
  cells.forEach((cell, column) => {
    host.editCell(sheet, `${texts[column] ?? "A"}${row}`, cell);
  });
}

const has = (sheet: string) => (host: EmbeddedHost) => host.workbook.getWorksheet(sheet) !== undefined;

/** The invoice of a test, by what is to be changed on it. Rows are 1-based. */
export interface InvoiceShape {
  readonly width: number;
  readonly quantity: string;
  readonly firstLine: number;
  readonly lastLine: number;
}

/** Edits of the invoice and of usage; the sheets are called `Invoice` and `Licences`. */
export function sourceEdits({
  width,
  quantity,
  firstLine,
  lastLine,
}: InvoiceShape): readonly ColleagueEdit[] {
  /** The invoice holds exactly what it held when the edit was made. */
  const keeping = (name: string, act: (host: EmbeddedHost) => void, sheet = "Invoice"): ColleagueEdit => {
    let left = "";
    const look = (host: EmbeddedHost): string => JSON.stringify(filledRows(host, sheet, width));
    return {
      name,
      canDo: has("Invoice"),
      act: (host) => {
        act(host);
        left = look(host);
      },
      survives: (host) => look(host) === left,
    };
  };
  return [
    keeping("changes a quantity", (host) => {
      host.editCell("Invoice", `${quantity}${firstLine}`, 99);
    }),
    keeping("sorts the invoice", (host) => {
      const rows = valuesOf(host, "Invoice", width).slice(firstLine - 1, lastLine);
      [...rows].reverse().forEach((row, i) => {
        write(host, "Invoice", firstLine + i, row);
      });
    }),
    keeping("inserts a row above", (host) => {
      host.insertRows("Invoice", 1, 1);
    }),
    keeping("inserts a row between lines", (host) => {
      host.insertRows("Invoice", firstLine + 1, 1);
    }),
    keeping("deletes a line", (host) => {
      host.deleteRows("Invoice", firstLine, 1);
    }),
    keeping(
      "renames the invoice",
      (host) => {
        host.renameSheet("Invoice", "May invoice");
      },
      "May invoice",
    ),
    keeping("deletes the usage sheet", (host) => {
      host.deleteSheet("Licences");
    }),
    keeping("adds a sheet", (host) => {
      host.workbook.addWorksheet("Mine");
    }),
    {
      ...keeping("filters the invoice", () => undefined),
      act: (host) => {
        const row = host.workbook.getWorksheet("Invoice")?.getRow(firstLine);
        if (row !== undefined) row.hidden = true;
      },
      survives: (host) => host.workbook.getWorksheet("Invoice")?.getRow(firstLine).hidden === true,
    },
  ];
}

function findRow(host: EmbeddedHost, sheet: string, text: string, columns: number): readonly Cell[] {
  return valuesOf(host, sheet, columns).find((row) => row.includes(text)) ?? [];
}

/** The last row of a table's cells, 1-based; 0 where there is no such table. */
function lastRowOf(host: EmbeddedHost, sheet: string): number {
  const rows = valuesOf(host, sheet, 1).map(([cell]) => cell !== "");
  return rows.lastIndexOf(true) + 1;
}

/** Edits of the add-in's own tables, possible once they are there. */
export const TABLE_EDITS: readonly ColleagueEdit[] = [
  {
    name: "decides in Discrepancies",
    canDo: (host) => has("Discrepancies")(host) && host.valueAt("Discrepancies", "T2") !== "",
    act: (host) => {
      host.editCell("Discrepancies", "M2", "Accept");
      host.editCell("Discrepancies", "Q2", `mine ${String(host.valueAt("Discrepancies", "T2"))}`);
    },
    survives: (host) => {
      const row = valuesOf(host, "Discrepancies", 20).find(([...cells]) =>
        String(cells[16]).startsWith("mine"),
      );
      return row?.[12] === "Accept" && row[16] === `mine ${String(row[19])}`;
    },
  },
  {
    name: "sorts Discrepancies with a note in it",
    canDo: (host) => lastRowOf(host, "Discrepancies") > 3 && host.valueAt("Discrepancies", "T3") !== "",
    act: (host) => {
      host.editCell("Discrepancies", "Q2", `mine ${String(host.valueAt("Discrepancies", "T2"))}`);
      // What a sort of live rows leaves of formulas speaks of their own row; here their values do.
      const [first = [], second = []] = valuesOf(host, "Discrepancies", 20).slice(1, 3);
      write(host, "Discrepancies", 2, second);
      write(host, "Discrepancies", 3, first);
    },
    survives: (host) => {
      const row = valuesOf(host, "Discrepancies", 20).find((cells) => String(cells[16]).startsWith("mine"));
      return row?.[16] === `mine ${String(row?.[19])}`;
    },
  },
  ...(["insert", "append"] as const).flatMap((way): readonly ColleagueEdit[] =>
    ["Mappings", "Rules", "Reconcile Log"].map((sheet) => ({
      name: `${way}s a row in ${sheet}`,
      canDo: (host) => lastRowOf(host, sheet) > 1,
      act: (host) => {
        const last = lastRowOf(host, sheet);
        const moved = valuesOf(host, sheet, 3)[last - 1] ?? [];
        const rest = valuesOf(host, sheet, 19)[last - 1] ?? [];
        const filled = rest.map((cell) => cell);
        host.insertRows(sheet, last, 1);
        if (way === "append") {
          write(host, sheet, last, filled);
          write(
            host,
            sheet,
            last + 1,
            filled.map(() => ""),
          );
        }
        const row = way === "append" ? last + 1 : last;
        write(host, sheet, row, ["*", "mine", String(moved[2] ?? "")]);
      },
      survives: (host) => findRow(host, sheet, "mine", 3)[0] === "*",
    })),
  ),
  ...["Mappings", "Rules", "Reconcile Log"].map((sheet): ColleagueEdit => ({
    name: `edits a row of ${sheet}`,
    canDo: (host) => lastRowOf(host, sheet) > 1,
    act: (host) => {
      host.editCell(sheet, `F2`, "mine");
    },
    survives: (host) => host.valueAt(sheet, "F2") === "mine",
  })),
  ...["Mappings", "Rules", "Reconcile Log"].map((sheet): ColleagueEdit => {
    // A run may propose again what is missing; all other rows are as they were.
    let left: readonly string[] = [];
    const look = (host: EmbeddedHost): readonly string[] =>
      filledRows(host, sheet, 3).map((row) => JSON.stringify(row));
    return {
      name: `deletes a row of ${sheet}`,
      canDo: (host) => lastRowOf(host, sheet) > 2,
      act: (host) => {
        host.deleteRows(sheet, 2, 1);
        left = look(host);
      },
      survives: (host) => left.every((row) => look(host).includes(row)),
    };
  }),
  {
    name: "writes beside Discrepancies",
    canDo: has("Discrepancies"),
    act: (host) => {
      host.editCell("Discrepancies", "V2", "mine");
    },
    survives: (host) => host.valueAt("Discrepancies", "V2") === "mine",
  },
  {
    name: "writes below the log",
    canDo: (host) => lastRowOf(host, "Reconcile Log") > 1,
    act: (host) => {
      host.editCell("Reconcile Log", `B${lastRowOf(host, "Reconcile Log") + 1}`, "mine");
    },
    survives: (host) => findRow(host, "Reconcile Log", "mine", 2).length > 0,
  },
  {
    name: "deletes the Mappings sheet",
    canDo: has("Mappings"),
    act: (host) => {
      host.deleteSheet("Mappings");
    },
    survives: () => true,
  },
  {
    name: "renames Discrepancies",
    canDo: has("Discrepancies"),
    act: (host) => {
      host.renameSheet("Discrepancies", "Findings");
    },
    survives: (host) => has("Findings")(host) && !has("Discrepancies")(host),
  },
];
