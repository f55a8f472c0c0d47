/**
 * Measures name matching on the name sets beside the checkout (`NAME_SETS` names another folder), and grouping at the size
 * of a full sheet. `npm run bench -- names` or `-- scale` runs one part only.
 */
import { join } from "node:path";
import { benchNames } from "./names";
import { benchScale } from "./scale";

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const [part] = process.argv.slice(2);
const folder = process.env["NAME_SETS"] ?? join(import.meta.dirname, "../../../shared/data/names");
if (part !== "scale") await benchNames(folder, print);
if (part !== "names") await benchScale(print);
