import Big from "big.js";
import { ZERO, asShown, type Decimal } from "../records";
import type { Rule, Rounding } from "./rule";

/** The steps from measured usage to the expected quantity, kept for the explanation. */
export interface Expected {
  readonly measured: Decimal;
  /** After units per billed unit and rounding. */
  readonly units: Decimal;
  readonly afterIncluded: Decimal;
  readonly expected: Decimal;
}

/**
 * The quantity that should be billed. Order of arithmetic (public table format): count → units per billed unit and
 * round → minus included → not below zero → not below minimum. What is expected has the six decimals that people see and
 * bill: a third of a seat that was billed as 0.333333 is billed right.
 */
export function expectedQuantity(measured: Decimal, rule: Rule): Expected {
  const units = round(measured.div(rule.unitsPerBilledUnit), rule.rounding);
  const net = units.minus(rule.included);
  const afterIncluded = net.lt(0) ? ZERO : net;
  const expected = asShown(afterIncluded.lt(rule.minimum) ? rule.minimum : afterIncluded);
  return { measured, units, afterIncluded, expected };
}

function round(value: Decimal, rounding: Rounding): Decimal {
  switch (rounding) {
    case "none":
      return value;
    case "nearest":
      return value.round(0, Big.roundHalfUp);
    case "up":
      // Away from zero for usage, towards it for credits: the next whole unit above.
      return value.round(0, value.gte(0) ? Big.roundUp : Big.roundDown);
    case "down":
      return value.round(0, value.gte(0) ? Big.roundDown : Big.roundUp);
  }
}

/** The largest difference, in billed units, that still counts as matched. */
export function toleranceUnits(rule: Rule, billed: Decimal): Decimal {
  const { kind, value } = rule.tolerance;
  return kind === "units" ? value : billed.abs().times(value).div(100);
}
