import { toQuantity, type Decimal } from "../records";
import type { Grouping } from "./grouping";
import { quantityOfMillionths } from "./millionths";

/** What comparing one group's billed and used quantity says. */
export type GroupOutcome = "matched" | "underbilled" | "overbilled" | "unbilled" | "unused";

const OUTCOMES: readonly GroupOutcome[] = ["matched", "underbilled", "overbilled", "unbilled", "unused"];
/** What a matched group is noted as. */
const MATCHED = 1;

/** One group with both of its sides. */
export interface JoinedGroup {
  readonly group: number;
  readonly texts: readonly string[];
  readonly outcome: GroupOutcome;
  readonly billed: Decimal;
  readonly usage: Decimal;
  /** usage − billed: positive means underbilled. */
  readonly difference: Decimal;
}

/** Two groupings whose keys are not the same: their group numbers do not mean the same texts. */
export class UnrelatedGroupings extends Error {
  override readonly name = "UnrelatedGroupings";
  constructor() {
    super("Groupings are joined by the keys that they share; make both with the same group keys.");
  }
}

/** Billed and used quantities of every group that either side has; texts and decimals are made when they are asked for. */
export class JoinedGroups {
  readonly #billed: Grouping;
  readonly #usage: Grouping;
  /** Position of a group's outcome + 1; 0 for a group that neither side has. */
  readonly #outcomes: Uint8Array;
  readonly counts: Readonly<Record<GroupOutcome, number>>;

  /** @throws UnrelatedGroupings */
  constructor(billed: Grouping, usage: Grouping) {
    if (billed.keys !== usage.keys) throw new UnrelatedGroupings();
    this.#billed = billed;
    this.#usage = usage;
    this.#outcomes = new Uint8Array(billed.keys.size);
    const counts = { matched: 0, underbilled: 0, overbilled: 0, unbilled: 0, unused: 0 };
    for (let group = 0; group < this.#outcomes.length; group += 1) {
      const outcome = judge(billed, usage, group);
      if (outcome === null) continue;
      this.#outcomes[group] = OUTCOMES.indexOf(outcome) + 1;
      counts[outcome] += 1;
    }
    this.counts = counts;
  }

  /** Every group of either side, in the order of the keys' first appearance. */
  *[Symbol.iterator](): IterableIterator<JoinedGroup> {
    for (let group = 0; group < this.#outcomes.length; group += 1) {
      const outcome = this.outcomeOf(group);
      if (outcome !== null) yield this.#joined(group, outcome);
    }
  }

  /** The groups whose quantities differ, by number, ascending. */
  discrepancies(): readonly number[] {
    const groups: number[] = [];
    this.#outcomes.forEach((outcome, group) => {
      if (outcome > MATCHED) groups.push(group);
    });
    return groups;
  }

  /** The outcome of a group; `null` where neither side has a row of it. */
  outcomeOf(group: number): GroupOutcome | null {
    return OUTCOMES[(this.#outcomes[group] ?? 0) - 1] ?? null;
  }

  /** usage − billed of a group as a number for cells and reports: six decimals, half away from zero. */
  differenceOf(group: number): number {
    const millionths = this.#usage.millionthsOf(group) - this.#billed.millionthsOf(group);
    return Number.isSafeInteger(millionths)
      ? quantityOfMillionths(millionths)
      : toQuantity(this.#exactDifferenceOf(group));
  }

  #exactDifferenceOf(group: number): Decimal {
    return this.#usage.quantityOf(group).minus(this.#billed.quantityOf(group));
  }

  #joined(group: number, outcome: GroupOutcome): JoinedGroup {
    return {
      group,
      texts: this.#billed.keys.textsOf(group),
      outcome,
      billed: this.#billed.quantityOf(group),
      usage: this.#usage.quantityOf(group),
      difference: this.#exactDifferenceOf(group),
    };
  }
}

/**
 * Compares two groupings key by key. A group without billed rows is unbilled and one without usage unused, unless both
 * come to the same quantity; usage of zero is no usage.
 * @throws UnrelatedGroupings where the groupings do not share their keys.
 */
export function joinGroups(billed: Grouping, usage: Grouping): JoinedGroups {
  return new JoinedGroups(billed, usage);
}

function judge(billed: Grouping, usage: Grouping, group: number): GroupOutcome | null {
  const billedRows = billed.rowCountOf(group);
  const usageRows = usage.rowCountOf(group);
  if (billedRows === 0 && usageRows === 0) return null;
  const [difference, used] = signsOf(billed, usage, group);
  if (difference === 0) return "matched";
  if (billedRows === 0) return "unbilled";
  if (difference > 0) return "underbilled";
  return usageRows === 0 || used === 0 ? "unused" : "overbilled";
}

/** The signs of usage − billed and of usage. */
function signsOf(billed: Grouping, usage: Grouping, group: number): readonly [number, number] {
  const used = usage.millionthsOf(group);
  const charged = billed.millionthsOf(group);
  if (!Number.isNaN(used) && !Number.isNaN(charged)) return [used - charged, used];
  const exact = usage.quantityOf(group);
  return [exact.cmp(billed.quantityOf(group)), exact.cmp(0)];
}
