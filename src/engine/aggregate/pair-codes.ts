import { grownInts } from "./growing";

/** Integers of a slot: left, right, and the pair's code + 1, which is 0 where the slot is free; the fourth makes it a power of two. */
const SLOT_LENGTH = 4;
/** Slots of a table to begin with. */
const FIRST_SLOTS = 1024;
/** Slots per pair at least: a fuller table makes long searches. */
const SLOTS_PER_PAIR = 2;

/** Pairs of two integers as one small integer each, in the order of their first appearance. */
export class PairCodes {
  /** Slots by hash, everything that a search looks at side by side. Their number is a power of two. */
  #slots = new Int32Array(FIRST_SLOTS * SLOT_LENGTH);
  #lefts = new Int32Array(0);
  #rights = new Int32Array(0);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Gives up the table in which pairs are looked for, most of the memory, until more of them are coded. */
  release(): void {
    this.#slots = new Int32Array(0);
  }

  leftOf(code: number): number {
    return this.#lefts[code] ?? -1;
  }

  rightOf(code: number): number {
    return this.#rights[code] ?? -1;
  }

  /** Replaces each left integer by the code of its pair; where either is negative, by -1. */
  codeAll(lefts: Int32Array, rights: Int32Array, count: number): void {
    this.#makeRoom(this.#size + count);
    const [slots, knownLefts, knownRights] = [this.#slots, this.#lefts, this.#rights];
    const mask = slots.length / SLOT_LENGTH - 1;
    let lastLeft = -1;
    let lastRight = -1;
    let lastCode = -1;
    for (let i = 0; i < count; i += 1) {
      const left = lefts[i] ?? -1;
      const right = rights[i] ?? -1;
      if (left !== lastLeft || right !== lastRight) {
        lastLeft = left;
        lastRight = right;
        lastCode = -1;
        if (left >= 0 && right >= 0) {
          let at = (hashOf(left, right) & mask) * SLOT_LENGTH;
          let entry = slots[at + 2] ?? 0;
          while (entry !== 0 && (slots[at] !== left || slots[at + 1] !== right)) {
            at = (at + SLOT_LENGTH) & (mask * SLOT_LENGTH);
            entry = slots[at + 2] ?? 0;
          }
          if (entry === 0) {
            knownLefts[this.#size] = left;
            knownRights[this.#size] = right;
            entry = ++this.#size;
            slots[at] = left;
            slots[at + 1] = right;
            slots[at + 2] = entry;
          }
          lastCode = entry - 1;
        }
      }
      lefts[i] = lastCode;
    }
  }

  /** Makes room for as many pairs; every slot is filled again where the table has to grow. */
  #makeRoom(pairs: number): void {
    this.#lefts = grownInts(this.#lefts, pairs);
    this.#rights = grownInts(this.#rights, pairs);
    let length = Math.max(FIRST_SLOTS, this.#slots.length / SLOT_LENGTH);
    while (length < pairs * SLOTS_PER_PAIR) length *= 2;
    if (length * SLOT_LENGTH === this.#slots.length) return;
    const slots = new Int32Array(length * SLOT_LENGTH);
    const mask = (length - 1) * SLOT_LENGTH;
    for (let code = 0; code < this.#size; code += 1) {
      const [left, right] = [this.leftOf(code), this.rightOf(code)];
      let at = (hashOf(left, right) * SLOT_LENGTH) & mask;
      while (slots[at + 2] !== 0) at = (at + SLOT_LENGTH) & mask;
      slots[at] = left;
      slots[at + 1] = right;
      slots[at + 2] = code + 1;
    }
    this.#slots = slots;
  }
}

/** Mixes two integers so that neighbours do not fall on neighbouring slots (constants of MurmurHash3). */
function hashOf(left: number, right: number): number {
  let hash = Math.imul(left, 0xcc9e2d51) ^ Math.imul(right, 0x1b873593);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
