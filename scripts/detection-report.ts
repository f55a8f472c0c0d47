/** Prints how well sources are recognised over a folder of export layouts with the truth about each. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { judge } from "./detection/judge";
import { readLayouts } from "./detection/layout";

function report(folder: string): void {
  if (!existsSync(folder)) {
    console.log(`No layouts at ${folder}; give the folder as the first argument.`);
    return;
  }
  const judged = readLayouts(folder).map(judge);
  for (const { name, misses } of judged)
    console.log(
      `${misses.length === 0 ? "ok  " : "miss"} ${name}${misses.map((miss) => `\n       ${miss}`).join("")}`,
    );
  const sum = (count: (one: (typeof judged)[number]) => number): number =>
    judged.reduce((total, one) => total + count(one), 0);
  const percent = (count: number, of: number): string =>
    `${count} of ${of} (${((100 * count) / of).toFixed(1)} %)`;
  const all = judged.length;
  console.log(
    `role ${percent(
      sum((one) => Number(one.role)),
      all,
    )}; header row ${percent(
      sum((one) => Number(one.header)),
      all,
    )}; columns ${percent(
      sum((one) => one.columns.right),
      sum((one) => one.columns.known),
    )}; row counting ${percent(
      sum((one) => Number(one.counting)),
      all,
    )}`,
  );
}

report(process.argv[2] ?? join(import.meta.dirname, "../../shared/data/layouts"));
