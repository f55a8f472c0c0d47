import type { GroupKeys } from "../aggregate";
import type { Field, RowNames, SourceLayout } from "../records";

/** Whom and what the rows of a group speak of. */
export function namesOfGroup(
  { columns }: SourceLayout,
  keyColumns: readonly number[],
  keys: GroupKeys,
  group: number,
): RowNames {
  const text = (field: Field): string | null => {
    const position = keyColumns.indexOf(columns[field] ?? -1);
    return position < 0 ? null : keys.textAt(group, position) || null;
  };
  return {
    client: text("client"),
    clientId: text("clientId"),
    tenant: text("tenant"),
    product: text("product"),
    sku: text("sku"),
  };
}
