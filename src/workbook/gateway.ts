/** A failure of a workbook operation, in words for the person who ran it: what happened, what was kept, what to do. */
export class WorkbookProblem extends Error {
  override readonly name = "WorkbookProblem";
  /** Excel's error code, or the add-in's own where Excel was not at fault. */
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Runs a batch against Excel: `Excel.run`, or the embedded host's equal. */
export type ExcelRun = <T>(batch: (context: Excel.RequestContext) => Promise<T>) => Promise<T>;

/** By Excel's code: what happened, and what to do. */
const REMEDIES: ReadonlyMap<string, readonly [what: string, remedy: string]> = new Map([
  ["AccessDenied", ["A sheet that has to be written is protected.", "Unprotect the sheet and run again."]],
  [
    "InvalidOperationInCellEditMode",
    ["Excel is waiting for a cell that is being edited.", "Press Enter or Esc in the grid and run again."],
  ],
  [
    "RequestPayloadSizeLimitExceeded",
    ["The workbook is too large for one step.", "Split the largest sheet and run again."],
  ],
  [
    "ResponsePayloadSizeLimitExceeded",
    ["A sheet is too large to be read in one step.", "Split the largest sheet and run again."],
  ],
  ["ItemNotFound", ["A sheet or table was renamed or deleted meanwhile.", "Run again."]],
  ["ServerBusy", ["Excel is busy.", "Wait a moment and run again."]],
  ["ConnectionFailure", ["The connection to Excel was lost.", "Reload the pane and run again."]],
  [
    "InvalidArgument",
    ["Excel refused a part of the results.", "Run again, or remove the annotations first."],
  ],
]);

/** The one way to Excel: calls wait for each other, and Excel's errors become words. */
export class ExcelGateway {
  private readonly excelRun: ExcelRun;
  private last: Promise<unknown> = Promise.resolve();

  constructor(excelRun: ExcelRun) {
    this.excelRun = excelRun;
  }

  /**
   * @param signal Stops the batch before its next request: what was sent takes effect, nothing after it is sent.
   * @throws WorkbookProblem, or the signal's reason
   */
  run<T>(batch: (context: Excel.RequestContext) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const next = this.last
      .then(() => this.excelRun((context) => batch(stoppedBy(signal, context))))
      .catch((cause: unknown) => {
        if (signal?.aborted === true && cause === signal.reason) throw cause;
        throw asProblem(cause);
      });
    this.last = next.catch(() => undefined);
    return next;
  }
}

/** The context itself, whose requests first ask whether to stop. */
function stoppedBy(signal: AbortSignal | undefined, context: Excel.RequestContext): Excel.RequestContext {
  if (signal === undefined) return context;
  const sync = context.sync.bind(context);
  context.sync = (value) => {
    signal.throwIfAborted();
    return sync(value);
  };
  return context;
}

/**
 * A failure in words.
 * @param kept What became of people's cells: Excel's answer does not tell whether the request took effect, so whoever
 * writes into them has to say so.
 */
export function asProblem(cause: unknown, kept = "Your cells were not changed."): WorkbookProblem {
  if (cause instanceof WorkbookProblem) return cause;
  const code =
    typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "Unexpected";
  const detail = cause instanceof Error ? cause.message : String(cause);
  const [what, remedy] = REMEDIES.get(code) ?? ["Excel reported an error.", "Run again."];
  return new WorkbookProblem(code, `${what} ${kept} ${remedy} (${code}: ${detail})`, { cause });
}
