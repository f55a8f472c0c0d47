import type { IsoDate, LogEntry, MappingProposal } from "../records";
import type {
  BilledLine,
  ExcludedRows,
  OwnTables,
  Period,
  ResultRow,
  SheetGrid,
  SourceResult,
  TableIssue,
  UnmappedName,
} from "../records";
import { clientKey, productKey } from "../normalise";
import {
  billedClients,
  billedServices,
  indexTable,
  readMappingTable,
  type BilledNames,
  type Target,
} from "../match";
import { parseRates, parseRules, ruleChooser, type CurrencyRates } from "../rules";
import { bundlePairs, bundlesIn } from "./bundle";
import { coverageOf } from "./coverage";
import { listExcluded } from "./excluded";
import { landRows } from "./land-rows";
import { landingOf, type Landing } from "./landing";
import { createPairs } from "./pair";
import { placeLines } from "./place-lines";
import { usagePlacer } from "./place-usage";
import { mergePrevious, type MergedResults } from "./previous";
import { resultOf } from "./result";
import { withRuleServices } from "./rule-services";
import { sourceResult, usageSource, type ReadSource } from "./source-result";
import { listUnmapped } from "./unmapped";
import { markUnread } from "./unread";

/** What a comparison needs besides the records. */
export interface CompareInput {
  readonly sources: readonly ReadSource[];
  readonly tables: OwnTables;
  readonly period: Period | null;
  /** UTC date of the run. */
  readonly today: IsoDate;
  readonly gridOf: (sheet: string) => SheetGrid | undefined;
}

/** What comparing billed lines with usage found. */
export interface Comparison {
  readonly sources: readonly SourceResult[];
  readonly results: readonly ResultRow[];
  readonly unmapped: readonly UnmappedName[];
  readonly proposals: readonly MappingProposal[];
  readonly newRuleServices: readonly string[];
  readonly tableIssues: readonly TableIssue[];
  readonly excluded: readonly ExcludedRows[];
  /** The currency rates that apply to the period. */
  readonly rates: CurrencyRates;
  readonly accepted: readonly LogEntry[];
  /** Decisions that move into the log, because their discrepancy is gone. */
  readonly resolved: readonly LogEntry[];
}

/**
 * Compares every billed line with every usage record per client and service. Each input row lands exactly once, and
 * the order of rows changes nothing. With only one side present there is nothing to compare: no results (rule 29).
 */
export function compare(input: CompareInput): Comparison {
  const { sources, tables, period } = input;
  const clientMap = readMappingTable(tables.tblClientMap, "Source client", "Client");
  const serviceMap = readMappingTable(tables.tblServiceMap, "Source product", "Service");
  const rules = parseRules(tables.tblRules);
  const rates = parseRates(tables.tblRules, period);
  const clientTable = indexTable(clientMap.rows, clientKey);
  const serviceTable = indexTable(serviceMap.rows, productKey);
  const chooseRule = ruleChooser(rules.rules, period);

  const lines = sources.flatMap(({ extraction }) => extraction.lines.map(withCurrencyCode));
  const { placed, known, excluded } = placeLines(lines, {
    clients: clientTable,
    services: serviceTable,
    period,
    chooseRule,
  });
  const clients = billedClients(known);
  const services = withRuleServices(billedServices(known), rules);
  const pairs = createPairs();
  for (const { line, client, service } of placed) {
    pairs.get(shown(client, clients), shown(service, services)).lines.push(line);
  }
  const usageSources = sources.filter(({ layout }) => layout.role === "usage").map(usageSource);
  const timings = new Map(usageSources.map((source) => [source.name, source.timing]));
  const bundles = bundlesIn(rules.rules, chooseRule, pairs);
  const context = {
    clientTable,
    serviceTable,
    clients,
    services,
    chooseRule,
    period,
    timings,
    pairs,
    bundles,
  };
  const placeUsage = usagePlacer(context);
  const placedSources = usageSources.map((source) => ({ ...source, places: source.records.map(placeUsage) }));
  markUnread(sources, context);
  bundlePairs(pairs, bundles);
  // A line that did not arrive may be of any client: nothing is unbilled, and nothing billed right, until all are there.
  for (const { layout } of sources) {
    if (layout.role !== "billed" || layout.doubt === undefined) continue;
    for (const pair of pairs.all()) pair.problems.add(`source ${layout.name}: ${layout.doubt}`);
  }
  const unmappedPlaces = placedSources.flatMap(({ places }) =>
    places.filter((place) => place.kind === "unmapped"),
  );
  const unmapped = listUnmapped(unmappedPlaces, {
    clients,
    services,
    clientTable,
    serviceTable,
    clientRows: clientMap.rows,
    serviceRows: serviceMap.rows,
    pairs: pairs.all(),
  });

  // An invoice of another period is as good as none: its usage is not lost revenue (rule 29).
  const hasBothSides = placed.length > 0 && usageSources.some(({ records }) => records.length > 0);
  const currencies = [...new Set(lines.flatMap((line) => line.currency ?? []))];
  const layouts = new Map(sources.map(({ layout }) => [layout.name, layout]));
  const resultContext = {
    chooseRule,
    rules,
    rates,
    period,
    coverageOf: coverageOf(placedSources, serviceTable),
    namesReaching: unmapped.namesReaching,
    onlyCurrency: currencies.length === 1 ? (currencies[0] ?? null) : null,
    layoutOf: (name: string) => layouts.get(name),
    gridOf: input.gridOf,
  };
  const fresh = hasBothSides ? pairs.all().flatMap((pair) => resultOf(pair, resultContext) ?? []) : [];
  const merged = hasBothSides ? mergePrevious(fresh, tables, input.today) : NOTHING_MERGED;

  const outcomes = new Map(merged.results.map((result) => [result.key, result.outcome]));
  const landingOfKey = (key: string): Landing => {
    const outcome = outcomes.get(key);
    if (outcome !== undefined) return landingOf(outcome);
    return hasBothSides ? "excluded" : "notChecked";
  };
  const landed = landRows(sources, { placed, excluded }, placedSources, landingOfKey);

  const excludedByRule = placed
    .filter(({ client, service }) => landingOfKey(`${client.key}|${service.key}`) === "excluded")
    .map(({ line }) => ({ line, reason: "excluded by its rule" }));
  const withRule = new Set(rules.rules.map((rule) => productKey(rule.service)));
  const newServices = new Map(placed.map(({ service }) => [service.key, service.name]));
  return {
    sources: sources.map((source) => sourceResult(source, landed(source), usageSources, period)),
    results: merged.results,
    unmapped: unmapped.names,
    proposals: unmapped.proposals,
    newRuleServices: hasBothSides
      ? [...newServices]
          .filter(([key]) => !withRule.has(key))
          .map(([, name]) => name)
          .sort()
      : [],
    tableIssues: [...clientMap.issues, ...serviceMap.issues, ...rules.issues, ...rates.issues],
    rates,
    excluded: listExcluded([...excluded, ...excludedByRule], placedSources),
    accepted: merged.accepted,
    resolved: merged.resolved,
  };
}

const NOTHING_MERGED: MergedResults = { results: [], accepted: [], resolved: [] };

/** One currency has one code, however a sheet writes it. */
function withCurrencyCode(line: BilledLine): BilledLine {
  const code = line.currency?.toUpperCase() ?? null;
  return code === line.currency || !/^[A-Z]{3}$/.test(code ?? "") ? line : { ...line, currency: code };
}

/** The spelling that people see: the first one of the invoice. */
function shown(target: Target, names: BilledNames): Target {
  return names.byKey.get(target.key) ?? target;
}
