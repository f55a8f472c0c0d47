import type { ExcelGateway } from "./gateway";
import { WorkbookProblem } from "./gateway";

/** Errors by which a host says that it does not have a member of the API. */
const UNKNOWN: ReadonlySet<string> = new Set(["ApiNotFound", "ApiNotAvailable", "NotImplemented"]);

/** Whether the host names a requirement set of Excel; a host that names none is asked by trying. */
export function isSupported(version: string): boolean {
  const context = (typeof Office === "undefined" ? undefined : Office.context) as
    Partial<Office.Context> | undefined;
  return context?.requirements?.isSetSupported("ExcelApi", version) ?? true;
}

/**
 * Runs a batch that not every Excel understands; false when this one does not, and then nothing of it happened. The
 * batch has to stand alone: what is queued with it would be lost too.
 * @throws WorkbookProblem for every other failure.
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
    // Here a failure is an answer: the host does not have this part of Excel.
    if (problem instanceof WorkbookProblem && UNKNOWN.has(problem.code)) return false;
    throw problem;
  }
}
