import { ZERO } from "../records";
import type { PlacedSource } from "./coverage";
import { Landings, mostUrgent, type Landing } from "./landing";
import type { PlacedLines } from "./place-lines";
import type { UsagePlace } from "./place-usage";
import type { ReadSource } from "./source-result";

/**
 * Says where every row of every source landed: billed lines and usage records with the result that they count for, the
 * others where they were left out.
 * @param landingOfKey Where the rows of a (client, service) land, by its key.
 */
export function landRows(
  sources: readonly ReadSource[],
  { placed, excluded }: Pick<PlacedLines, "placed" | "excluded">,
  usage: readonly PlacedSource[],
  landingOfKey: (key: string) => Landing,
): (source: ReadSource) => Landings {
  const landed = new Map(sources.map(({ layout, extraction }) => [layout.name, new Landings(extraction)]));
  for (const { line, client, service } of placed) {
    landed.get(line.source)?.addRow(line.row, landingOfKey(`${client.key}|${service.key}`), line.quantity);
  }
  for (const { line } of excluded) landed.get(line.source)?.addRow(line.row, "excluded", line.quantity);
  for (const { name, records, places } of usage) {
    const landings = landed.get(name);
    const landingOf = sharedLanding(landingOfKey);
    places.forEach((place, i) => {
      const record = records[i];
      if (record !== undefined) landings?.addUsage(record, landingOf(place));
    });
  }
  for (const { layout, extraction } of sources) {
    for (const { row } of extraction.rejected) landed.get(layout.name)?.addRow(row, "rejected", ZERO);
  }
  return ({ layout, extraction }) => landed.get(layout.name) ?? new Landings(extraction);
}

/** Records of one pair share their place, which lands once for all of them. */
function sharedLanding(landingOfKey: (key: string) => Landing): (place: UsagePlace) => Landing {
  const known = new Map<UsagePlace, Landing>();
  let last: { readonly place: UsagePlace; readonly landing: Landing } | null = null;
  return (place) => {
    if (last?.place === place) return last.landing;
    const landing = known.get(place) ?? landingOfPlace(place, landingOfKey);
    if (place.kind !== "unmapped") known.set(place, landing);
    last = { place, landing };
    return landing;
  };
}

function landingOfPlace(place: UsagePlace, landingOfKey: (key: string) => Landing): Landing {
  switch (place.kind) {
    case "excluded":
      return "excluded";
    case "unmapped":
      return "unmapped";
    case "placed":
      return mostUrgent(place.pairs.map((pair) => landingOfKey(pair.coveredBy ?? pair.key)));
  }
}
