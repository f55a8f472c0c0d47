/**
 * Measures name matching on the name sets beside the checkout (`NAME_SETS` names another folder), and grouping at the size
 * of a full sheet, the whole engine on sheets, and usage files past them. `npm run bench -- names`, `-- scale`, `-- sheets`, `-- files` or
 * `-- pane` runs one part only; the pane takes numbers of invoice lines besides.
 */
import { join } from "node:path";
import { benchFiles } from "./files";
import { benchNames } from "./names";
import { benchPane } from "./pane";
import { benchScale } from "./scale";
import { benchSheets } from "./sheets";

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const [part, ...sizes] = process.argv.slice(2);
const folder = process.env["NAME_SETS"] ?? join(import.meta.dirname, "../../../shared/data/names");
if (part === undefined || part === "names") await benchNames(folder, print);
if (part === undefined || part === "scale") await benchScale(print);
if (part === undefined || part === "sheets") benchSheets(print);
if (part === undefined || part === "files") await benchFiles(print);
if (part === undefined || part === "pane")
  await benchPane(print, sizes.length === 0 ? [1_000, 20_000] : sizes.map(Number));
