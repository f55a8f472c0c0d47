import { z } from "zod";
import type { CellValue, Field, GridArea } from "../../src/engine";
import type { Layout } from "./layout";
import { sheetOf } from "./sheet";

const FIELD = z.enum([
  "client",
  "product",
  "sku",
  "quantity",
  "unitPrice",
  "amount",
  "periodStart",
  "periodEnd",
  "cost",
]) satisfies z.ZodType<Field>;
const SETTING = /^(\S+) (.*)$/;

/**
 * Reads the layouts of a text file: a line "= name", lines of a setting and its value ("role usage", "quantity Seats or Users",
 * "merge 0 2 4" for the row and the columns of merged cells), then the rows, cells apart by "|" ("|" alone is a blank row).
 * Digits are a number, "#46266" is the date of that serial number, everything else is a text.
 */
export function readWritten(text: string): readonly Layout[] {
  return text
    .split(/^= /m)
    .slice(1)
    .map((part) => layoutOf(part.trimEnd().split("\n")));
}

function layoutOf([name = "", ...lines]: readonly string[]): Layout {
  const start = lines.findIndex((line) => line === "");
  const settings = lines.slice(0, start).map((line) => {
    const [, key = "", value = ""] = SETTING.exec(line) ?? [];
    return { key, value };
  });
  const rows = lines.slice(start + 1).map((line) => line.split("|").map((cell) => cell.trim()));
  const all = (key: string): readonly string[] =>
    settings.filter((setting) => setting.key === key).map(({ value }) => value);
  const one = (key: string): string => all(key)[0] ?? "";
  const fields = settings.flatMap(({ key, value }) => {
    const field = FIELD.safeParse(key);
    return field.success ? [[field.data, value.split(" or ")] as const] : [];
  });
  const across = z.enum(["client", "product"]).safeParse(one("across")).data;
  const clients = z.enum(["row", "fill-down", "group-row"]).safeParse(one("clients")).data;
  return {
    name,
    role: one("role"),
    headerRow: Number(one("header")),
    sheet: sheetOf(
      one("sheet"),
      rows.map((row) => row.map(cellOf)),
      all("merge").map(mergeOf),
      (row, column) => (rows[row]?.[column]?.startsWith("#") === true ? "yyyy-mm-dd" : "General"),
    ),
    columns: new Map(fields),
    absent: one("none")
      .split(", ")
      .flatMap((field) => FIELD.safeParse(field).data ?? []),
    countsRows: one("counts") === "rows",
    ...(across === undefined ? {} : { across }),
    ...(clients === undefined ? {} : { clients }),
  };
}

function cellOf(text: string): CellValue {
  if (text === "") return null;
  if (/^#\d+$/.test(text)) return Number(text.slice(1));
  return /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) ? Number(text) : text;
}

function mergeOf(text: string): GridArea {
  const [row = 0, firstColumn = 0, lastColumn = 0] = text.split(" ").map(Number);
  return { firstRow: row, firstColumn, lastRow: row, lastColumn };
}
