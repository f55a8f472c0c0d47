import { deflateRawSync } from "node:zlib";

/** How an archive is written: writers differ in all of these. */
export interface ZipHabits {
  readonly isStored?: boolean;
  /** Sizes follow the content, as Java and other streaming writers have it. */
  readonly hasDescriptors?: boolean;
  readonly hasFolders?: boolean;
  /** Sizes and offsets in 64 bits, as writers do that do not know them beforehand. */
  readonly isZip64?: boolean;
  readonly isLocked?: boolean;
}

export type Parts = Readonly<Record<string, string | Uint8Array>>;

/** Writes an archive by hand: no library writes all of these habits. */
export function zipOf(parts: Parts, habits: ZipHabits = {}): Uint8Array {
  const {
    isStored = false,
    hasDescriptors = false,
    hasFolders = false,
    isZip64 = false,
    isLocked = false,
  } = habits;
  const folders = hasFolders
    ? [
        ...new Set(
          Object.keys(parts).flatMap((path) => (path.includes("/") ? [`${path.split("/")[0] ?? ""}/`] : [])),
        ),
      ]
    : [];
  const entries = [...folders.map((path) => [path, ""] as const), ...Object.entries(parts)];
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of entries) {
    const name = Buffer.from(path, "utf8");
    const plain = Buffer.from(content as string);
    const packed = isStored || path.endsWith("/") ? plain : deflateRawSync(plain);
    const method = packed === plain ? 0 : 8;
    const flags = 0x800 | (hasDescriptors ? 8 : 0) | (isLocked ? 1 : 0);
    const check = crc32(plain);
    const sizes = (wide: boolean): Buffer =>
      wide
        ? Buffer.concat([u32(0xffffffff), u32(0xffffffff)])
        : Buffer.concat([u32(packed.length), u32(plain.length)]);
    const extra = isZip64
      ? Buffer.concat([u16(1), u16(16), u64(plain.length), u64(packed.length)])
      : Buffer.alloc(0);
    const head = [u16(isZip64 ? 45 : 20), u16(flags), u16(method), u16(0), u16(0x5a21)];
    const local = Buffer.concat([
      Buffer.from("PK\x03\x04", "latin1"),
      ...head,
      ...(hasDescriptors ? [u32(0), u32(0), u32(0)] : [u32(check), sizes(isZip64)]),
      u16(name.length),
      u16(hasDescriptors ? 0 : extra.length),
      name,
      ...(hasDescriptors ? [] : [extra]),
      packed,
      ...(hasDescriptors
        ? [Buffer.from("PK\x07\x08", "latin1"), u32(check), u32(packed.length), u32(plain.length)]
        : []),
    ]);
    directory.push(
      Buffer.concat([
        Buffer.from("PK\x01\x02", "latin1"),
        u16(isZip64 ? 45 : 20),
        ...head,
        u32(check),
        sizes(isZip64),
        u16(name.length),
        u16(extra.length),
        ...[u16(0), u16(0), u16(0), u32(0), u32(offset)],
        name,
        extra,
      ]),
    );
    bodies.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const wide = Buffer.concat([
    Buffer.from("PK\x06\x06", "latin1"),
    ...[u64(44), u16(45), u16(45), u32(0), u32(0), u64(entries.length), u64(entries.length)],
    ...[u64(central.length), u64(offset)],
    Buffer.from("PK\x06\x07", "latin1"),
    ...[u32(0), u64(offset + central.length), u32(1)],
  ]);
  const count = u16(isZip64 ? 0xffff : entries.length);
  const end = Buffer.concat([
    Buffer.from("PK\x05\x06", "latin1"),
    ...[u16(0), u16(0), count, count],
    ...(isZip64 ? [u32(0xffffffff), u32(0xffffffff)] : [u32(central.length), u32(offset)]),
    u16(0),
  ]);
  return new Uint8Array(Buffer.concat([...bodies, central, ...(isZip64 ? [wide] : []), end]));
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function crc32(bytes: Uint8Array): number {
  let check = 0xffffffff;
  for (const byte of bytes) {
    check ^= byte;
    for (let bit = 0; bit < 8; bit += 1) check = check & 1 ? (check >>> 1) ^ 0xedb88320 : check >>> 1;
  }
  return (check ^ 0xffffffff) >>> 0;
}
