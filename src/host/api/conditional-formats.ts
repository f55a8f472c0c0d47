import type { ConditionalFormattingOptions, ConditionalFormattingRule, Workbook } from "@zurmokeeper/exceljs";
import { intersects, localAddress, parseArea } from "../area";
import { conditionalFormatsOf } from "../calc";
import { HostError } from "../errors";
import { apiObject, type ApiObject, type ApiType } from "./type";
import { argbOf } from "./format";
import { needWritable, type RangeSelf } from "./book";
import { rangeObject } from "./range";

/** One rule with the range that it was reached from. */
interface RuleSelf {
  readonly range: RangeSelf;
  readonly block: ConditionalFormattingOptions;
  readonly rule: ConditionalFormattingRule;
}

type Expression = Extract<ConditionalFormattingRule, { type: "expression" }>;

function rulesOf(range: RangeSelf): readonly RuleSelf[] {
  return conditionalFormatsOf(range.sheet)
    .filter((block) => block.ref.split(" ").some((part) => intersects(parseArea(part), range.area)))
    .flatMap((block) => block.rules.map((rule) => ({ range, block, rule })));
}

function expressionOf({ rule }: RuleSelf): Expression {
  if (rule.type !== "expression")
    throw new HostError("InvalidArgument", "The conditional format is not a custom formula.");
  return rule;
}

function restyle(self: RuleSelf, change: (style: NonNullable<Expression["style"]>) => void): void {
  needWritable(self.range.sheet);
  const rule = expressionOf(self);
  rule.style ??= {};
  change(rule.style);
}

function hex(argb: string | undefined): string {
  return argb === undefined ? "" : `#${argb.slice(2)}`;
}

const FILL: ApiType<RuleSelf> = {
  name: "ConditionalRangeFill",
  get: {
    color: (self) => {
      const fill = expressionOf(self).style?.fill;
      return hex(fill?.type === "pattern" ? fill.bgColor?.argb : undefined);
    },
  },
  set: {
    color: (self, color) => {
      restyle(self, (style) => {
        style.fill = { type: "pattern", pattern: "solid", bgColor: { argb: argbOf(color) } };
      });
    },
  },
};

const FONT: ApiType<RuleSelf> = {
  name: "ConditionalRangeFont",
  get: { color: (self) => hex(expressionOf(self).style?.font?.color?.argb) },
  set: {
    color: (self, color) => {
      restyle(self, (style) => {
        style.font = { ...style.font, color: { argb: argbOf(color) } };
      });
    },
    bold: (self, bold) => {
      restyle(self, (style) => {
        style.font = { ...style.font, bold: bold === true };
      });
    },
  },
};

const FORMAT: ApiType<RuleSelf> = {
  name: "ConditionalRangeFormat",
  navigate: { fill: (self) => apiObject(FILL, self), font: (self) => apiObject(FONT, self) },
};

const RULE: ApiType<RuleSelf> = {
  name: "ConditionalFormatRule",
  get: { formula: (self) => `=${String(expressionOf(self).formulae?.[0] ?? "")}` },
  set: {
    formula: (self, formula) => {
      needWritable(self.range.sheet);
      expressionOf(self).formulae = [String(formula).replace(/^=/, "")];
    },
  },
};

const CUSTOM: ApiType<RuleSelf> = {
  name: "CustomConditionalFormat",
  navigate: { rule: (self) => apiObject(RULE, self), format: (self) => apiObject(FORMAT, self) },
};

const ids = new WeakMap<ConditionalFormattingRule, string>();
let idCount = 0;

/** An id per rule; two rules of one range have different ones. */
function idOf(rule: ConditionalFormattingRule): string {
  const known = ids.get(rule);
  if (known !== undefined) return known;
  idCount += 1;
  ids.set(rule, `{rule-${idCount}}`);
  return `{rule-${idCount}}`;
}

/** The rules of a copied workbook are known by the ids of those that they were copied from. */
export function keepIds(workbook: Workbook, copies: ReadonlyMap<object, object>): void {
  for (const sheet of workbook.worksheets)
    for (const { rules } of conditionalFormatsOf(sheet))
      for (const rule of rules) {
        const [id, copy] = [ids.get(rule), copies.get(rule)];
        if (id !== undefined && copy !== undefined) ids.set(copy as ConditionalFormattingRule, id);
      }
}

const NULL_OBJECT: ApiType<null> = { name: "null" };

const CONDITIONAL_FORMAT: ApiType<RuleSelf> = {
  name: "ConditionalFormat",
  id: ({ rule }) => idOf(rule),
  get: {
    id: ({ rule }) => idOf(rule),
    type: ({ rule }) => (rule.type === "expression" ? "Custom" : rule.type),
    priority: ({ rule }) => rule.priority,
    stopIfTrue: () => false,
  },
  navigate: {
    custom: (self) => apiObject(CUSTOM, self),
    customOrNullObject: (self) =>
      self.rule.type === "expression" ? apiObject(CUSTOM, self) : apiObject(NULL_OBJECT, null),
  },
  call: {
    // Excel gives no range for a rule that applies to several.
    getRangeOrNullObject: ({ range, block }) =>
      block.ref.includes(" ") ? null : rangeObject({ ...range, area: parseArea(block.ref) }),
    delete: ({ range, block, rule }) => {
      needWritable(range.sheet);
      const at = block.rules.indexOf(rule);
      if (at < 0) throw new HostError("ItemNotFound", "The conditional format was deleted.");
      block.rules.splice(at, 1);
      if (block.rules.length === 0) {
        const blocks = conditionalFormatsOf(range.sheet);
        blocks.splice(blocks.indexOf(block), 1);
      }
    },
  },
};

const CONDITIONAL_FORMATS: ApiType<RangeSelf> = {
  name: "ConditionalFormatCollection",
  items: (range) => rulesOf(range).map((self) => apiObject(CONDITIONAL_FORMAT, self)),
  item: (range, key) => {
    const found = rulesOf(range).find((self) => CONDITIONAL_FORMAT.id?.(self) === key);
    if (found === undefined) throw new HostError("ItemNotFound", "The conditional format does not exist.");
    return apiObject(CONDITIONAL_FORMAT, found);
  },
  call: {
    getCount: (range) => rulesOf(range).length,
    add: (range, type) => {
      needWritable(range.sheet);
      if (type !== "Custom")
        throw new HostError(
          "ApiNotFound",
          `The embedded host adds custom conditional formats only, not ${String(type)}.`,
        );
      const priorities = conditionalFormatsOf(range.sheet).flatMap((block) =>
        block.rules.map((rule) => rule.priority),
      );
      const rule: Expression = { type: "expression", formulae: [], priority: Math.max(0, ...priorities) + 1 };
      const block = { ref: localAddress(range.area), rules: [rule] };
      conditionalFormatsOf(range.sheet).push(block);
      return apiObject(CONDITIONAL_FORMAT, { range, block, rule });
    },
  },
};

export function rangeConditionalFormats(range: RangeSelf): ApiObject {
  return apiObject(CONDITIONAL_FORMATS, range);
}
