import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

/**
 * Loads peers by name, or gives `null` where they cannot be installed. They are installed once, on the first call.
 * @param name Name of the temporary folder that keeps them.
 * @param packages What to install, each with its version.
 * @param overrides Versions of what the packages need in turn.
 */
export function peerLoader(
  name: string,
  packages: readonly string[],
  overrides: Readonly<Record<string, string>> = {},
): (module: string) => Promise<unknown> {
  let installed: Promise<NodeJS.Require | null> | null = null;
  return async (module) => {
    installed ??= install(join(tmpdir(), name), packages, overrides);
    const require = await installed;
    try {
      return require === null
        ? null
        : ((await import(pathToFileURL(require.resolve(module)).href)) as unknown);
    } catch {
      return null;
    }
  };
}

async function install(
  folder: string,
  packages: readonly string[],
  overrides: Readonly<Record<string, string>>,
): Promise<NodeJS.Require | null> {
  try {
    await mkdir(folder, { recursive: true });
    const first = packages[0]?.replace(/(?!^)@.*/, "") ?? "";
    if (!existsSync(join(folder, "node_modules", first))) {
      await writeFile(join(folder, "package.json"), JSON.stringify({ private: true, overrides }));
      const options = ["install", "--prefix", folder, "--no-audit", "--no-fund", ...packages];
      await promisify(execFile)("npm", options);
    }
    return createRequire(join(folder, "index.js"));
  } catch {
    return null;
  }
}
