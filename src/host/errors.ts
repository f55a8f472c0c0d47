/** A refusal as Excel words it: `code` is one of Excel's own error codes and reaches the caller as RichApi.Error. */
export class HostError extends Error {
  override readonly name = "HostError";
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A file that cannot be opened as a workbook; the message says what it is and what to do. */
export class UnreadableWorkbook extends Error {
  override readonly name = "UnreadableWorkbook";
}
