/** Something that goes wrong at a simulator. `path` chooses requests, `after` how many of them still work. */
export type Fault = { readonly path?: RegExp; readonly after?: number; readonly times?: number } & (
  | {
      readonly kind: "status";
      readonly status: 401 | 403 | 429 | 500 | 503;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** never answers */
  | { readonly kind: "hang" }
  /** the answer comes in small pieces, one at a turn */
  | { readonly kind: "slow" }
  /** the connection breaks in the middle of the body */
  | { readonly kind: "cut" }
  /** the whole answer, an end of it missing, as if it were whole */
  | { readonly kind: "truncate" }
  /** a page that was there before, again */
  | { readonly kind: "duplicate page" }
  /** the rows of a page are skipped */
  | { readonly kind: "missing page" }
  /** a page does not say that there is a next one */
  | { readonly kind: "no next page" }
  /** the token no longer counts */
  | { readonly kind: "expire" }
  | { readonly kind: "redirect"; readonly to: string }
  | { readonly kind: "oversize" }
  /** an error that quotes the headers it was sent */
  | { readonly kind: "echo" }
);

/** What is wrong with rows, in every answer. */
export interface RowChange {
  readonly change: (row: Readonly<Record<string, unknown>>, at: number) => Readonly<Record<string, unknown>>;
}

/** A request that was answered, for checks against the vendor's own description. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  /** Names of the query's parameters. */
  readonly query: readonly string[];
  readonly status: number;
  readonly text: string;
}

/** The faults that are set, and the requests that came. */
export class FaultBox {
  #faults: { readonly fault: Fault; seen: number; done: number }[] = [];
  #rowChange: RowChange | null = null;
  readonly requests: Exchange[] = [];
  /** Requests that were being answered at the same time, at most. */
  mostAtOnce = 0;
  #underWay = 0;

  /** A request begins to be answered; the function that is given ends it. */
  begin(): () => void {
    this.#underWay += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#underWay);
    return () => {
      this.#underWay -= 1;
    };
  }

  set(...faults: readonly Fault[]): void {
    this.#faults = faults.map((fault) => ({ fault, seen: 0, done: 0 }));
  }

  changeRows(change: RowChange["change"] | null): void {
    this.#rowChange = change === null ? null : { change };
  }

  reset(): void {
    this.set();
    this.changeRows(null);
    this.requests.length = 0;
  }

  /** The fault of a request, if it is its turn. */
  take(path: string, kinds: readonly Fault["kind"][]): Fault | null {
    for (const entry of this.#faults) {
      const { fault } = entry;
      if (!kinds.includes(fault.kind) || !(fault.path?.test(path) ?? true)) continue;
      entry.seen += 1;
      if (entry.seen <= (fault.after ?? 0) || entry.done >= (fault.times ?? 1)) continue;
      entry.done += 1;
      return fault;
    }
    return null;
  }

  /** Rows of a page: `start` counts from 0. */
  page<Row extends object>(path: string, rows: readonly Row[], start: number, size: number): readonly Row[] {
    const fault = this.take(path, ["duplicate page", "missing page"]);
    if (fault?.kind === "missing page") return [];
    const from = fault?.kind === "duplicate page" ? Math.max(0, start - size) : start;
    const change = this.#rowChange?.change;
    const page = rows.slice(from, from + size);
    return change === undefined
      ? page
      : page.map((row, at) => change(row as Readonly<Record<string, unknown>>, from + at) as Row);
  }
}
