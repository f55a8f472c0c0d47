/** Measures matching on the name sets beside the checkout; `NAME_SETS` names another folder. */
import { join } from "node:path";
import { benchNames } from "./names";

const folder = process.env["NAME_SETS"] ?? join(import.meta.dirname, "../../../shared/data/names");
await benchNames(folder, (line) => {
  process.stdout.write(`${line}\n`);
});
