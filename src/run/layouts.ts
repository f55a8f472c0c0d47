import type { Field, SourceLayout } from "../engine/records";

/** A column that a person chose for a field of a source. */
export interface Correction {
  readonly source: string;
  readonly field: Field;
  /** 0-based; `null` takes the field away. */
  readonly column: number | null;
}

/**
 * The layouts with one column of one source set by a person, 0-based; `null` takes the field away.
 * A column means one thing only, so a field that held the column before loses it.
 */
export function withColumn(
  layouts: readonly SourceLayout[],
  source: string,
  field: Field,
  column: number | null,
): readonly SourceLayout[] {
  return layouts.map((layout) => {
    if (layout.name !== source) return layout;
    const others = Object.entries(layout.columns).filter(([name, at]) => name !== field && at !== column);
    const columns = Object.fromEntries(column === null ? others : [...others, [field, column]]);
    return { ...layout, columns, confidence: 1 };
  });
}
