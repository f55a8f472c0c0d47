/**
 * Writes the sample workbooks to assets/samples and what they planted to test/fixtures/samples. The results of the month
 * with every rule are worked out by hand and never written.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { everyRule } from "./every-rule";
import { messy } from "./messy";
import { realistic } from "./realistic";
import { seats } from "./seats";
import { bytesOf } from "./workbook";

const root = join(import.meta.dirname, "../..");
const SAMPLES = { "seats-38-42": seats, "realistic-month": realistic, "messy-month": messy };

for (const folder of ["assets/samples", "test/fixtures/samples"])
  await mkdir(join(root, folder), { recursive: true });
for (const [name, make] of Object.entries(SAMPLES)) {
  const { book, truth } = make();
  await writeFile(join(root, `assets/samples/${name}.xlsx`), await bytesOf(book));
  await writeFile(
    join(root, `test/fixtures/samples/${name}.expected.json`),
    `${JSON.stringify(truth, null, 1)}\n`,
  );
  console.log(`assets/samples/${name}.xlsx: ${truth.results.length} planted results`);
}
await writeFile(join(root, "assets/samples/every-rule-month.xlsx"), await bytesOf(everyRule().book));
console.log("assets/samples/every-rule-month.xlsx: results worked out by hand");
