import type { Outcome } from "../engine";

/** Fill and font of an outcome: told apart without colour by the outcome's text, readable at 4.5 : 1 and above. */
export interface OutcomeColors {
  readonly fill: string;
  readonly font: string;
  readonly legend: string;
}

const PALETTE: Readonly<Partial<Record<Outcome, OutcomeColors>>> = {
  underbilled: { fill: "#FFE2B8", font: "#6B3A00", legend: "the invoice should say more" },
  overbilled: { fill: "#D6E4FF", font: "#0B3A82", legend: "the invoice should say less" },
  unbilled: { fill: "#FFD6C9", font: "#7A1F00", legend: "used, but not on the invoice" },
  unused: { fill: "#E4DAFB", font: "#43227A", legend: "billed, but not used" },
  "needs review": { fill: "#FFF3A6", font: "#574700", legend: "the inputs allow no verdict; see Why" },
  "not checked": { fill: "#E6E6E6", font: "#3B3B3B", legend: "no usage source covers this service" },
  accepted: { fill: "#D3F0E1", font: "#0B4F33", legend: "a difference that somebody accepted with a reason" },
};

/** The outcomes that have a colour, in the order of the legend. */
export const COLORED = Object.entries(PALETTE) as readonly (readonly [Outcome, OutcomeColors])[];

/** Excel's own blue for sheet tabs of the add-in: they are told apart at a glance. */
export const TAB_COLOR = "#0F6CBD";

/** Behind the titles of the add-in's tables. */
export const HEADER_FILL = "#DCE6F2";
