/** Columns of a row that tell it from others. */
export const ROW_WIDTH = 64;

/** The texts of a row, in order: numbers may follow from the quantity, and errors come and go. */
export function textsIn(values: readonly unknown[]): readonly string[] {
  return values.flatMap((value) =>
    typeof value === "string" && value.trim() !== "" && !value.startsWith("#") ? [value.trim()] : [],
  );
}
