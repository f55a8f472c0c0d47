import { closeLeftPages, retryOnce, startBench, stopBench, type Bench } from "./bench";
import { decisionFlows } from "./flows/decision-flows";
import { layoutFlows } from "./flows/layout-flows";
import { listFlows } from "./flows/list-flows";
import { monthFlows } from "./flows/month-flows";
import { shareFlows } from "./flows/share-flows";

retryOnce();

let bench: Bench | null = null;

beforeAll(async () => {
  bench = await startBench();
}, 120_000);
afterEach(() => closeLeftPages(bench));
afterAll(() => stopBench(bench));

const benchOf = (): Bench | null => bench;

describe("decisions", () => {
  decisionFlows(benchOf);
});

describe("sharing and removing", () => {
  shareFlows(benchOf);
});

describe("months, usage files and rules", () => {
  monthFlows(benchOf);
});

describe("finding results, and workbooks with something wrong", () => {
  listFlows(benchOf);
});

describe("layouts that a person corrects", () => {
  layoutFlows(benchOf);
});
