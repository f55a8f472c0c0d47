import { Session, type Debugger, type Profiler } from "node:inspector";

interface Script {
  readonly id: string;
  /** 1 where the code of a position was run, by position in the code as it runs. */
  readonly reached: Uint8Array;
  /** Positions at which the engine tells one block from the next. */
  readonly borders: Set<number>;
  /** First and last position of every function. */
  readonly functions: Map<string, readonly [number, number]>;
}

/** How many blocks of code were reached, of all that were seen. */
export interface Reach {
  readonly reached: number;
  readonly total: number;
  /** The code of the blocks that were not reached. */
  readonly missing: readonly string[];
}

/** Longest script whose positions are kept. */
const LONGEST_SCRIPT = 200_000;

/** The blocks of code that V8 says were run, in this process and without instrumenting anything. */
export class Coverage {
  readonly #session = new Session();
  readonly #scripts = new Map<string, Script>();

  /** Must be made before the code under test is loaded. */
  constructor() {
    this.#session.connect();
    this.#post("Profiler.enable");
    this.#post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
    // What ran before is no concern of this one.
    this.#post("Profiler.takePreciseCoverage");
  }

  /** Adds what has run since the last call; true where it reached code of these files that nothing had reached. */
  take(files: readonly string[]): boolean {
    const { result } = this.#post("Profiler.takePreciseCoverage") as Profiler.TakePreciseCoverageReturnType;
    let isNew = false;
    for (const { url, scriptId, functions } of result) {
      if (!url.includes("/src/")) continue;
      const isAsked = files.some((file) => url.endsWith(`/src/${file}`));
      const script = this.#scripts.get(url) ?? {
        id: scriptId,
        reached: new Uint8Array(LONGEST_SCRIPT),
        borders: new Set<number>(),
        functions: new Map<string, readonly [number, number]>(),
      };
      this.#scripts.set(url, script);
      // The outermost one loads the file, whoever asks for it.
      const inner = functions.filter(
        ({ functionName, ranges }) => functionName !== "" || ranges[0]?.startOffset !== 0,
      );
      for (const { ranges } of inner) {
        const { startOffset = 0, endOffset = 0 } = ranges[0] ?? {};
        script.functions.set(`${startOffset} ${endOffset}`, [startOffset, endOffset]);
      }
      for (const { ranges } of inner) if (add(script, ranges) && isAsked) isNew = true;
    }
    return isNew;
  }

  /** Blocks reached so far in these files. Brackets and blanks between blocks count for nothing. */
  reach(files: readonly string[]): Reach {
    this.#post("Debugger.enable");
    const missing: string[] = [];
    let total = 0;
    for (const [url, { id, reached, borders, functions }] of this.#scripts) {
      if (!files.some((file) => url.endsWith(`/src/${file}`))) continue;
      const { scriptSource } = this.#post("Debugger.getScriptSource", {
        scriptId: id,
      }) as Debugger.GetScriptSourceReturnType;
      const positions = [...borders].sort((a, b) => a - b);
      const isWithin = (at: number): boolean =>
        [...functions.values()].some(([start, end]) => start <= at && at < end);
      positions.forEach((from, at) => {
        if (!isWithin(from)) return;
        const code = scriptSource.slice(from, positions[at + 1] ?? from);
        if (!/\w/.test(code)) return;
        total += 1;
        if (reached[from] === 0) missing.push(code);
      });
    }
    this.#post("Debugger.disable");
    return { reached: total - missing.length, total, missing };
  }

  #post(method: string, params: object = {}): unknown {
    let answer: unknown;
    // The session answers at once: it debugs its own thread.
    this.#session.post(method, params, (problem, result) => {
      if (problem !== null) throw problem;
      answer = result;
    });
    return answer;
  }
}

/** Adds the ranges of one function, outer before inner: an inner one says better what was run. */
function add({ reached, borders, functions }: Script, ranges: readonly Profiler.CoverageRange[]): boolean {
  const [whole] = ranges;
  if (whole === undefined) return false;
  for (const { startOffset, endOffset } of ranges) {
    borders.add(startOffset);
    borders.add(endOffset);
  }
  if (whole.count === 0) return false;
  const ran = new Uint8Array(whole.endOffset - whole.startOffset);
  for (const { startOffset, endOffset, count } of ranges)
    ran.fill(count > 0 ? 1 : 0, startOffset - whole.startOffset, endOffset - whole.startOffset);
  // A function within it runs at times of its own.
  for (const [start, end] of functions.values())
    if (start > whole.startOffset && end <= whole.endOffset)
      ran.fill(0, start - whole.startOffset, end - whole.startOffset);
  let isNew = false;
  ran.forEach((one, at) => {
    if (one === 0 || reached[whole.startOffset + at] === 1) return;
    reached[whole.startOffset + at] = 1;
    isNew = true;
  });
  return isNew;
}
