import { randomBytes, scryptSync } from "node:crypto";
import { open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { CompactEncrypt, compactDecrypt } from "jose";
import { z } from "zod";

/** A stored connection; `credentials` are as the system's fields ask for them. */
const connectionSchema = z.strictObject({
  id: z.string().regex(/^[a-z\d][a-z\d-]{0,39}$/),
  system: z.string(),
  name: z.string(),
  credentials: z.record(z.string(), z.string()),
  /** Base address instead of the system's own; its host has to be trusted. */
  address: z.string().optional(),
});
export type StoredConnection = z.infer<typeof connectionSchema>;
export { connectionSchema };

const contentSchema = z.strictObject({
  version: z.literal(1),
  connections: z.array(connectionSchema),
  /** Refresh tokens by connection: each is replaced by the answer to its use. */
  refreshTokens: z.record(z.string(), z.string()),
  /** SHA-256 of each pairing token; the token itself is shown once and kept nowhere. */
  pairings: z.array(
    z.strictObject({
      name: z.string(),
      hash: z.string(),
      createdAt: z.string(),
      /** Whether its panes may add and remove connections. */
      mayAdminister: z.boolean().default(false),
    }),
  ),
  /** Signs the pane's session cookies. */
  sessionKey: z.string(),
});
export type VaultContent = z.infer<typeof contentSchema>;

const fileSchema = z.strictObject({ version: z.literal(1), salt: z.string(), content: z.string() });

/** The vault cannot be opened; `message` says what to do. */
export class VaultError extends Error {
  override readonly name = "VaultError";
}

/** Everything that has to survive a restart, encrypted in one file. */
export interface Vault {
  get(): VaultContent;
  /** Takes over what another process saved meanwhile: the command line changes the vault of a relay that runs. @throws VaultError */
  refresh(): Promise<void>;
  /** Changes and saves; resolves when the change is on disk. Changes happen one after the other. */
  change(edit: (content: VaultContent) => VaultContent): Promise<void>;
}

/** Steps of a save, so that a test can stop in the middle of one. */
export type SaveStep = "before write" | "before rename" | "after rename";

export interface VaultOptions {
  readonly path: string;
  /** The passphrase; at least 16 characters. */
  readonly passphrase: string;
  readonly onStep?: (step: SaveStep) => void;
}

/** Opens a vault, or makes an empty one. @throws VaultError */
export async function openVault({
  path,
  passphrase,
  onStep = () => undefined,
}: VaultOptions): Promise<Vault> {
  if (passphrase.length < 16) {
    throw new VaultError("RELAY_KEY is too short: give a passphrase of at least 16 characters.");
  }
  // Looked at before it is read: what is saved in between is read again.
  let seen = await printOf(path);
  const text = await readVault(path);
  const file = text === null ? null : parseFile(text, path);
  let salt = file?.salt ?? randomBytes(16).toString("base64url");
  let key = keyOf(passphrase, salt);
  let content = file === null ? emptyVault() : await decrypt(file.content, key, path);
  let queue: Promise<void> = Promise.resolve();

  async function save(next: VaultContent): Promise<void> {
    const encrypted = await new CompactEncrypt(new TextEncoder().encode(JSON.stringify(next)))
      .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
      .encrypt(key);
    onStep("before write");
    // A draft of this process alone: the command line may save at the same moment.
    const draft = draftOf(path, process.pid);
    await writeThrough(draft, JSON.stringify({ version: 1, salt, content: encrypted }));
    const print = await printOf(draft);
    onStep("before rename");
    // The old file stays whole until the new one is: a crash leaves one or the other.
    await rename(draft, path);
    await syncFolder(dirname(path));
    onStep("after rename");
    content = next;
    seen = print;
  }

  /** What is on disk now: the command line may have changed it since, and its change must not be lost. */
  async function latest(): Promise<VaultContent> {
    const now = await readVault(path);
    if (now === null) return content;
    const changed = parseFile(now, path);
    if (changed.salt !== salt) {
      // Made by another process, as where the command line pairs before the relay has saved anything.
      const other = keyOf(passphrase, changed.salt);
      const found = await decrypt(changed.content, other, path);
      [salt, key] = [changed.salt, other];
      return found;
    }
    return decrypt(changed.content, key, path);
  }

  function inTurn(work: () => Promise<void>): Promise<void> {
    const mine = queue.then(work);
    queue = mine.catch(() => undefined);
    return mine;
  }

  return {
    get: () => content,
    async refresh() {
      const print = await printOf(path);
      if (print === seen) return;
      await inTurn(async () => {
        content = await latest();
        seen = print;
      });
    },
    change: (edit) => inTurn(async () => save(edit(await latest()))),
  };
}

/** Removes what crashes in the middle of a save left behind; to be called when nobody saves. */
export async function removeDrafts(path: string): Promise<void> {
  const names = await readdir(dirname(path)).catch(() => []);
  const drafts = names.filter(
    (name) => name.startsWith(`${basename(path)}.`) && /^\.\d+\.new$/.test(name.slice(basename(path).length)),
  );
  await Promise.all(drafts.map((name) => rm(join(dirname(path), name), { force: true })));
}

function draftOf(path: string, pid: number): string {
  return `${path}.${pid}.new`;
}

/** What tells a file from the one that was there before: each save makes another. Blank for none. */
async function printOf(path: string): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found === null ? "" : `${found.ino} ${found.mtimeNs} ${found.size}`;
}

function keyOf(passphrase: string, salt: string): Buffer {
  return scryptSync(passphrase, Buffer.from(salt, "base64url"), 32, { N: 2 ** 15, r: 8, maxmem: 2 ** 26 });
}

/** The file's text; `null` when there is none. */
function readVault(path: string): Promise<string | null> {
  return readFile(path, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new VaultError(`${path} cannot be read: check its rights.`);
  });
}

function emptyVault(): VaultContent {
  const sessionKey = randomBytes(32).toString("base64url");
  return { version: 1, connections: [], refreshTokens: {}, pairings: [], sessionKey };
}

function parseFile(text: string, path: string): z.infer<typeof fileSchema> {
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch {
    throw new VaultError(
      `${path} is not a vault of this relay. Give another RELAY_VAULT, or put the file back.`,
    );
  }
}

async function decrypt(content: string, key: Buffer, path: string): Promise<VaultContent> {
  try {
    const { plaintext } = await compactDecrypt(content, key);
    return contentSchema.parse(JSON.parse(new TextDecoder().decode(plaintext)));
  } catch {
    // The cause could quote the content; it stays here.
    throw new VaultError(
      `${path} cannot be opened: RELAY_KEY is not the passphrase it was made with, or it is damaged.`,
    );
  }
}

async function writeThrough(path: string, text: string): Promise<void> {
  const handle = await open(path, "w", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, "r").catch(() => null);
  // Windows cannot sync folders; there the rename itself is durable.
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
