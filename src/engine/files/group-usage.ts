import type { Grouping } from "../aggregate";
import { idKey } from "../normalise";
import type { CellValue, Decimal, Field, GroupedRows, IsoDate, SourceLayout, UsageRecord } from "../records";

type DateField = "date" | "periodStart" | "periodEnd";

/**
 * The usage records of a file, one per group. A record is two words of memory: what it says is looked up in the columns of
 * the groups when it is asked for, because a file by day has hundreds of thousands of groups.
 */
export class GroupUsage {
  readonly source: string;
  readonly sheet: string;
  readonly grouping: Grouping;
  readonly #keyColumns: readonly number[];
  readonly #layout: SourceLayout;
  readonly #columnByHeader: ReadonlyMap<string, number>;
  readonly #dates: Readonly<Record<DateField, DayColumn>>;
  readonly #records: UsageRecord[] = [];
  /** The product of every row, where the header over the clients names it. */
  #heading: string | null = null;

  /** @param keyColumns Columns of the file, in the order of the grouping's keys. */
  constructor(layout: SourceLayout, keyColumns: readonly number[], grouping: Grouping) {
    this.source = layout.name;
    this.sheet = layout.sheet;
    this.grouping = grouping;
    this.#layout = layout;
    this.#keyColumns = keyColumns;
    const headers = [...layout.headers].filter(([column]) => keyColumns.includes(column)).reverse();
    this.#columnByHeader = new Map(
      headers.map(([column, header]) => [idKey(header), keyColumns.indexOf(column)]),
    );
    const { size } = grouping.keys;
    this.#dates = {
      date: new DayColumn(size),
      periodStart: new DayColumn(size),
      periodEnd: new DayColumn(size),
    };
  }

  /** Adds the record of a group, as a row with the group's texts reads. */
  add(group: number, { date, periodStart, periodEnd, product }: UsageRecord): void {
    this.#dates.date.set(group, date);
    this.#dates.periodStart.set(group, periodStart);
    this.#dates.periodEnd.set(group, periodEnd);
    if (this.#layout.columns.product === undefined) this.#heading = product;
    this.#records.push(new GroupRecord(this, group));
  }

  records(): readonly UsageRecord[] {
    return this.#records;
  }

  textOf(group: number, field: Field): string | null {
    const column = this.#layout.columns[field];
    if (column === undefined) return field === "product" ? this.#heading : null;
    const position = this.#keyColumns.indexOf(column);
    return position < 0 ? null : this.grouping.keys.textAt(group, position) || null;
  }

  dateOf(group: number, field: DateField): IsoDate | null {
    return this.#dates[field].get(group);
  }

  quantityOf(group: number): Decimal | null {
    return this.#layout.columns.quantity === undefined ? null : this.grouping.quantityOf(group);
  }

  cellOf(group: number, header: string): CellValue | undefined {
    const position = this.#columnByHeader.get(idKey(header)) ?? -1;
    return position < 0 ? undefined : this.grouping.keys.textAt(group, position);
  }
}

/** Days by group; few of them differ, so that each is kept once. A column without any takes no memory. */
class DayColumn {
  readonly #size: number;
  #codes: Int32Array | null = null;
  readonly #days: IsoDate[] = [];
  readonly #known = new Map<IsoDate, number>();

  constructor(size: number) {
    this.#size = size;
  }

  set(group: number, day: IsoDate | null): void {
    if (day === null) return;
    this.#codes ??= new Int32Array(this.#size);
    let code = this.#known.get(day);
    if (code === undefined) {
      code = this.#days.push(day);
      this.#known.set(day, code);
    }
    this.#codes[group] = code;
  }

  get(group: number): IsoDate | null {
    return this.#days[(this.#codes?.[group] ?? 0) - 1] ?? null;
  }
}

/** One group's usage, looked up in its columns. */
class GroupRecord implements UsageRecord {
  readonly #of: GroupUsage;
  readonly #group: number;

  constructor(of: GroupUsage, group: number) {
    this.#of = of;
    this.#group = group;
  }

  get source(): string {
    return this.#of.source;
  }
  get sheet(): string {
    return this.#of.sheet;
  }
  get row(): number {
    return this.#of.grouping.firstRowOf(this.#group);
  }
  get client(): string | null {
    return this.#of.textOf(this.#group, "client");
  }
  get clientId(): string | null {
    return this.#of.textOf(this.#group, "clientId");
  }
  get tenant(): string | null {
    return this.#of.textOf(this.#group, "tenant");
  }
  get product(): string | null {
    return this.#of.textOf(this.#group, "product");
  }
  get sku(): string | null {
    return this.#of.textOf(this.#group, "sku");
  }
  get item(): string | null {
    return this.#of.textOf(this.#group, "item");
  }
  get unit(): string | null {
    return this.#of.textOf(this.#group, "unit");
  }
  get currency(): string | null {
    return this.#of.textOf(this.#group, "currency");
  }
  get date(): IsoDate | null {
    return this.#of.dateOf(this.#group, "date");
  }
  get periodStart(): IsoDate | null {
    return this.#of.dateOf(this.#group, "periodStart");
  }
  get periodEnd(): IsoDate | null {
    return this.#of.dateOf(this.#group, "periodEnd");
  }
  get quantity(): Decimal | null {
    return this.#of.quantityOf(this.#group);
  }
  get grouped(): GroupedRows {
    const [{ grouping }, group] = [this.#of, this.#group];
    return { count: grouping.rowCountOf(group), numbers: () => grouping.rowsOf(group) };
  }
  get attribute(): UsageRecord["attribute"] {
    return (header) => this.#of.cellOf(this.#group, header);
  }
}
