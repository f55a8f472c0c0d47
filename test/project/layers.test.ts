import { execFile } from "node:child_process";
import { promisify } from "node:util";

interface RuleConfig {
  readonly "no-restricted-imports": readonly [
    number,
    { readonly patterns: readonly { readonly regex: string }[] },
  ];
  readonly "no-restricted-globals": readonly [number, ...{ readonly name: string }[]];
}

const known = new Map<string, Promise<RuleConfig>>();

/** The linter's rules for a file of a layer. */
function rulesFor(file: string): Promise<RuleConfig> {
  const rules = known.get(file) ?? readRules(file);
  known.set(file, rules);
  return rules;
}

async function readRules(file: string): Promise<RuleConfig> {
  const { stdout } = await promisify(execFile)("npx", ["eslint", "--print-config", file], {
    maxBuffer: 100_000_000,
  });
  return (JSON.parse(stdout) as { rules: RuleConfig }).rules;
}

async function isImportRefused(file: string, module: string): Promise<boolean> {
  const [severity, { patterns }] = (await rulesFor(file))["no-restricted-imports"];
  return severity === 2 && patterns.some(({ regex }) => new RegExp(regex).test(module));
}

async function isGlobalRefused(file: string, global: string): Promise<boolean> {
  const [severity, ...globals] = (await rulesFor(file))["no-restricted-globals"];
  return severity === 2 && globals.some(({ name }) => name === global);
}

describe("the direction of imports", () => {
  it.each([
    ["src/engine/reconcile.ts", "../workbook", true],
    ["src/engine/compare/compare.ts", "../../workbook/read", true],
    ["src/engine/compare/compare.ts", "../../../src/cli/main", true],
    ["src/engine/compare/compare.ts", "../records", false],
    ["src/workbook/read.ts", "../engine", false],
    ["src/workbook/read.ts", "../run", true],
    ["src/taskpane/App.tsx", "../run", false],
    ["src/taskpane/App.tsx", "../workbook", true],
    ["src/run/run.ts", "../taskpane", true],
    ["src/commands/taskpane.ts", "../host", true],
  ])("%s may import %s: refused %s", async (file, module, isRefused) => {
    expect(await isImportRefused(file, module)).toBe(isRefused);
  });

  it.each([
    ["src/engine/reconcile.ts", "Excel", true],
    ["src/engine/reconcile.ts", "document", true],
    ["src/run/run.ts", "Excel", true],
    ["src/workbook/read.ts", "Excel", false],
    ["src/workbook/read.ts", "fetch", true],
    ["src/taskpane/App.tsx", "fetch", true],
  ])("%s may use %s: refused %s", async (file, global, isRefused) => {
    expect(await isGlobalRefused(file, global)).toBe(isRefused);
  });
});
