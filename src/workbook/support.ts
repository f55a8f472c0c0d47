import type { ExcelGateway } from "./gateway";
import { WorkbookProblem } from "./gateway";

/** Whether the host names a requirement set of Excel; a host that names none is asked by trying. */
export function isSupported(version: string): boolean {
  const context = (typeof Office === "undefined" ? undefined : Office.context) as
    Partial<Office.Context> | undefined;
  return context?.requirements?.isSetSupported("ExcelApi", version) ?? true;
}

/**
 * Runs a batch of decoration that not every Excel understands; false where it was refused. What it decorates is written
 * before, so no refusal may take that back: the caller says what is missing.
 */
export async function attempt(
  gateway: ExcelGateway,
  version: string,
  batch: (context: Excel.RequestContext) => Promise<void>,
): Promise<boolean> {
  if (!isSupported(version)) return false;
  try {
    await gateway.run(batch);
    return true;
  } catch (problem) {
    // Here a refusal is an answer: this Excel does not do that part.
    if (problem instanceof WorkbookProblem) return false;
    throw problem;
  }
}
