import { addressOfTable, keysOfTable } from "./table-keys";
import { removeHighlights } from "./highlights";
import { TABLE_HEADERS } from "./names";
import type { Plan } from "./plan";

/** How often the table is looked at again because somebody sorts it at the same moment. */
const ATTEMPTS = 4;

/**
 * Takes back what speaks of invoice cells after lines turned out to have moved: the highlights, and the live quantities,
 * which become the quantities that were read. The next run makes them live again.
 */
export async function retreat(context: Excel.RequestContext, { sorted }: Plan): Promise<void> {
  await removeHighlights(context);
  const billed = new Map(sorted.map(({ key, billedQuantity }) => [key, billedQuantity ?? 0]));
  let keys: readonly string[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const place = await addressOfTable(context, "tblDiscrepancies");
    if (place === null) return;
    const found = await keysOfTable(context, place);
    if (JSON.stringify(found) === JSON.stringify(keys)) return;
    keys = found;
    const column = place.column + TABLE_HEADERS.tblDiscrepancies.indexOf("Billed");
    place.worksheet.getRangeByIndexes(place.row + 1, column, keys.length, 1).values = keys.map((key) => [
      billed.get(key) ?? "",
    ]);
    // eslint-disable-next-line office-addins/no-context-sync-in-loop -- looked at again until it stands still
    await context.sync();
  }
}
