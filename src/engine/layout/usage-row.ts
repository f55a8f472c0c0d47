import type { CellValue, Decimal, IsoDate, UsageRecord } from "../records";
import type { Reader } from "./reader";
import { cellAt, formatAt } from "./region";

/** What a usage row says beside its quantity, its item and the cells that rules name. */
export interface UsageSubject {
  readonly reader: Reader;
  readonly client: string | null;
  readonly clientId: string | null;
  readonly tenant: string | null;
  readonly product: string | null;
  readonly sku: string | null;
  readonly unit: string | null;
  readonly currency: string | null;
  readonly date: IsoDate | null;
  readonly periodStart: IsoDate | null;
  readonly periodEnd: IsoDate | null;
}

/**
 * One row of a usage sheet, or one cell of a crosstab. Rows that follow each other and say the same share their subject, so
 * that a record is a few words of memory: every pass over the records has to fetch them again.
 */
export class UsageRow implements UsageRecord {
  readonly subject: UsageSubject;
  readonly row: number;
  readonly quantity: Decimal | null;

  constructor(subject: UsageSubject, row: number, quantity: Decimal | null) {
    this.subject = subject;
    this.row = row;
    this.quantity = quantity;
  }

  get source(): string {
    return this.subject.reader.layout.name;
  }
  get sheet(): string {
    return this.subject.reader.sheet.name;
  }
  get client(): string | null {
    return this.subject.client;
  }
  get clientId(): string | null {
    return this.subject.clientId;
  }
  get tenant(): string | null {
    return this.subject.tenant;
  }
  get product(): string | null {
    return this.subject.product;
  }
  get sku(): string | null {
    return this.subject.sku;
  }
  get item(): string | null {
    return this.subject.reader.text(this.row, "item");
  }
  get unit(): string | null {
    return this.subject.unit;
  }
  get currency(): string | null {
    return this.subject.currency;
  }
  get date(): IsoDate | null {
    return this.subject.date;
  }
  get periodStart(): IsoDate | null {
    return this.subject.periodStart;
  }
  get periodEnd(): IsoDate | null {
    return this.subject.periodEnd;
  }
  get attribute(): (header: string) => CellValue | undefined {
    return (header) => this.subject.reader.attribute(this.row, header);
  }
}

const TEXT_FIELDS = ["client", "clientId", "tenant", "product", "sku", "unit", "currency"] as const;
const DATE_FIELDS = ["date", "periodStart", "periodEnd"] as const;

/** Reads the subject of rows from top to bottom; the same one again where a row says what the one before it did. */
export function subjectReader(
  reader: Reader,
  productOf: (row: number) => string | null,
): (row: number) => UsageSubject | string {
  const { layout, sheet } = reader;
  const columnsOf = (fields: readonly (keyof typeof layout.columns)[]): readonly number[] =>
    fields.flatMap((field) => layout.columns[field] ?? []);
  const dateColumns = columnsOf(DATE_FIELDS);
  const columns = [...columnsOf(TEXT_FIELDS), ...dateColumns];
  if (layout.written !== undefined) columns.push(layout.written.column);
  let last: { readonly row: number; readonly subject: UsageSubject } | null = null;
  const isSameAs = (row: number, before: number): boolean => {
    for (const column of columns)
      if (cellAt(sheet, row, column) !== cellAt(sheet, before, column)) return false;
    for (const column of dateColumns)
      if (formatAt(sheet, row, column) !== formatAt(sheet, before, column)) return false;
    return true;
  };
  return (row) => {
    const client = reader.client(row);
    if (last !== null && last.subject.client === client && isSameAs(row, last.row)) {
      return last.subject;
    }
    const error = reader.errorIn(row, ["client", "product", "tenant"]);
    if (error !== null) return error;
    const dates = reader.dates(row);
    if (typeof dates === "string") return dates;
    const subject: UsageSubject = {
      reader,
      client,
      clientId: reader.text(row, "clientId"),
      tenant: reader.text(row, "tenant"),
      product: productOf(row),
      sku: reader.text(row, "sku"),
      unit: reader.text(row, "unit"),
      currency: reader.text(row, "currency"),
      date: dates.date,
      periodStart: dates.periodStart,
      periodEnd: dates.periodEnd,
    };
    last = { row, subject };
    return subject;
  };
}
