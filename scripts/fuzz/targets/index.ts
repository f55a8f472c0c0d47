import type { Target } from "../target";
import { addresses } from "./addresses";
import { dates } from "./dates";
import { delimited } from "./delimited";
import { jsonLines } from "./json-lines";
import { numbers } from "./numbers";
import { where } from "./where";
import { writtenQuantities } from "./written";

/** Every parser that is fuzzed. */
export const TARGETS: readonly Target[] = [
  numbers,
  dates,
  where,
  addresses,
  writtenQuantities,
  delimited,
  jsonLines,
];
