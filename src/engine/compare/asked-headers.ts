import type { OwnTables } from "../records";
import { parseRules } from "../rules";
import { COMMITMENT_HEADERS } from "./commitment";

/** Headers of usage columns that a comparison may look at besides the recognised ones: those of rules and of commitments. */
export function askedHeaders(tables: OwnTables): readonly string[] {
  const fromRules = parseRules(tables.tblRules).rules.flatMap(({ count, where }) => [
    ...(count.kind === "distinct" || count.kind === "column" ? [count.header] : []),
    ...where.map((term) => term.header),
  ]);
  return [...new Set([...fromRules, ...COMMITMENT_HEADERS])];
}
