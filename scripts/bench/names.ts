import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { createMatcher } from "../../src/engine/match";
import { foldText } from "../../src/engine/normalise";
import { readNameSet, type NameSet } from "./csv";
import { measure, type Guess } from "./measure";
import { PEERS, type Peer } from "./peers";
import { takeTurns, type Contestant } from "./rounds";

/** A matcher over a whole set: guesses, and how many of those marked `same` are right. */
interface Run {
  readonly guesses: readonly Guess[];
  readonly same: readonly Guess[];
}

const PROJECT = "this project";
/** The peer that speed is compared with. */
const PACE = "fuzzyset";

/** Prints top-1, best F1, recall at 99 % precision and names per second of every set in a folder. */
export async function benchNames(folder: string, print: (line: string) => void): Promise<void> {
  if (!existsSync(folder)) {
    print(`Name sets are skipped: ${folder} is absent. Set NAME_SETS to a folder that holds them.`);
    return;
  }
  const sets = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, "gold.csv")))
    .map((entry) => entry.name)
    .sort();
  const peers: Peer[] = [];
  for (const peer of PEERS) {
    if ((await peer.open([])) === null) print(`${peer.name} is skipped: not installed`);
    else peers.push(peer);
  }
  const contestants: readonly Contestant<Run>[] = [
    { name: PROJECT, run: runOwn },
    ...peers.map((peer) => ({ name: peer.name, run: (set: NameSet) => runPeer(peer, set) })),
  ];
  let same = 0;
  let wrong: readonly string[] = [];
  for (const set of sets.map((name) => readNameSet(folder, name))) {
    print(
      `\n${set.name}: ${set.left.length} names, ${set.right.length} billed, ${set.gold.size} with a match`,
    );
    print(row("", "top-1", "best F1", "recall at 99 %", "names per s"));
    const turns = await takeTurns(contestants, set);
    for (const [name, { answer, ms }] of turns) {
      const { top1, f1, recallAt99 } = measure(set, answer.guesses);
      const figures = [top1, f1, recallAt99].map((value) => value.toFixed(1));
      print(row(name, ...figures, ((1000 * set.left.length) / ms).toFixed(0)));
    }
    const [own, pace] = [turns.get(PROJECT), turns.get(PACE)];
    if (own === undefined) continue;
    if (pace !== undefined) print(`  ${(pace.ms / own.ms).toFixed(2)} times as fast as ${PACE}`);
    same += own.answer.same.length;
    wrong = [
      ...wrong,
      ...own.answer.same.filter((guess) => !isRight(set, guess)).map((guess) => describe(set, guess)),
    ];
  }
  const share = same === 0 ? 100 : (100 * (same - wrong.length)) / same;
  print(`\nMarked same: ${same}, of these right ${share.toFixed(1)} %. Not in the truth:`);
  for (const line of wrong) print(`  ${line}`);
}

async function runPeer(peer: Peer, set: NameSet): Promise<Run> {
  const find = await peer.open(set.right.map(({ name }) => name));
  return { guesses: find === null ? [] : guessAll(set, find), same: [] };
}

function runOwn(set: NameSet): Run {
  const matcher = createMatcher(
    set.right.map(({ name }) => name),
    "any",
  );
  const matches = matcher.matchAll(set.left.map(({ name }) => name));
  const guesses = matches.map((match, i) => ({
    left: set.left[i]?.id ?? "",
    right: match.billed === null ? "" : (set.right[match.billed]?.id ?? ""),
    score: match.score,
  }));
  return { guesses, same: guesses.filter((_, i) => matches[i]?.status === "same") };
}

function guessAll(set: NameSet, find: (name: string) => readonly [number, number] | null): readonly Guess[] {
  return set.left.map(({ id, name }) => {
    const found = find(name);
    return { left: id, right: found === null ? "" : (set.right[found[0]]?.id ?? ""), score: found?.[1] ?? 0 };
  });
}

function row(name: string, ...cells: readonly string[]): string {
  return `  ${name.padEnd(22)}${cells.map((cell) => cell.padStart(15)).join("")}`;
}

function isRight(set: NameSet, guess: Guess): boolean {
  return set.gold.get(guess.left)?.has(guess.right) === true;
}

function describe(set: NameSet, guess: Guess): string {
  const ours = set.left.find(({ id }) => id === guess.left)?.name ?? guess.left;
  const theirs = set.right.find(({ id }) => id === guess.right)?.name ?? guess.right;
  const isWritten = foldText(ours) === foldText(theirs);
  return `${set.name}: "${ours}" = "${theirs}"${isWritten ? " (the same words)" : ""}`;
}
