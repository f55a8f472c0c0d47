import { ZERO, sum, type Decimal, type IsoDate, type Period } from "../records";
import type { OverTime } from "./rule";

/** A quantity that held on every day of a span. */
export interface DatedQuantity extends Period {
  readonly quantity: Decimal;
}

const DAY_MS = 86_400_000;

/** The day after a date. */
export function nextDay(date: IsoDate): IsoDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}

/**
 * One quantity of readings over time: the largest of a day, the mean of the days that were read, or that of the last day.
 * Readings of one day add up.
 */
export function quantityOverTime(
  readings: readonly DatedQuantity[],
  overTime: Exclude<OverTime, "default" | "sum">,
): Decimal {
  const stretches = stretchesOf(readings);
  switch (overTime) {
    case "peak":
      return stretches.reduce(
        (peak, { quantity }) => (quantity.gt(peak) ? quantity : peak),
        stretches[0]?.quantity ?? ZERO,
      );
    case "average": {
      const days = stretches.reduce((all, stretch) => all + stretch.days, 0);
      const weighted = sum(stretches.map((stretch) => stretch.quantity.times(stretch.days)));
      return days === 0 ? ZERO : weighted.div(days);
    }
    case "latest":
      return stretches.at(-1)?.quantity ?? ZERO;
  }
}

/** The stretches of days between which no reading begins or ends, in order; days without a reading are left out. */
function stretchesOf(
  readings: readonly DatedQuantity[],
): readonly { readonly days: number; readonly quantity: Decimal }[] {
  const changes = new Map<IsoDate, { delta: Decimal; open: number }>();
  const change = (date: IsoDate, delta: Decimal, open: number): void => {
    const known = changes.get(date) ?? { delta: ZERO, open: 0 };
    changes.set(date, { delta: known.delta.plus(delta), open: known.open + open });
  };
  for (const { start, end, quantity } of readings) {
    if (end <= start) continue;
    change(start, quantity, 1);
    change(end, quantity.times(-1), -1);
  }
  const dates = [...changes.keys()].sort();
  let quantity = ZERO;
  let open = 0;
  return dates.flatMap((date, i) => {
    const { delta, open: opened } = changes.get(date) ?? { delta: ZERO, open: 0 };
    quantity = quantity.plus(delta);
    open += opened;
    const next = dates[i + 1];
    if (open === 0 || next === undefined) return [];
    return [{ days: (Date.parse(next) - Date.parse(date)) / DAY_MS, quantity }];
  });
}
