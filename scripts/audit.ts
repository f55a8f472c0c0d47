/**
 * Lists the licences of what the product is made of, and asks the registry for known weaknesses in it. Fails on a weakness that is
 * high or critical. A registry that does not answer such questions is said, and fails nothing: the list is still shown.
 * Usage: npm run audit
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { z } from "zod";

const lockSchema = z.looseObject({
  packages: z.record(
    z.string(),
    z.looseObject({ license: z.string().optional(), dev: z.boolean().optional() }),
  ),
});
const auditSchema = z.looseObject({
  metadata: z.looseObject({ vulnerabilities: z.record(z.string(), z.number()) }),
});

/** Package names by licence, without those that only development uses. */
function licences(): ReadonlyMap<string, readonly string[]> {
  const { packages } = lockSchema.parse(JSON.parse(readFileSync("package-lock.json", "utf8")));
  const found = new Map<string, string[]>();
  for (const [path, { license = "none stated", dev }] of Object.entries(packages)) {
    if (path === "" || dev === true) continue;
    found.set(license, [...(found.get(license) ?? []), path.replace(/^.*node_modules\//, "")]);
  }
  return found;
}

for (const [licence, names] of [...licences()].sort(([, a], [, b]) => b.length - a.length)) {
  console.log(
    `${licence}: ${names.length} (${names.slice(0, 5).join(", ")}${names.length > 5 ? ", …" : ""})`,
  );
}

const { stdout } = spawnSync("npm", ["audit", "--json", "--omit=dev", "--audit=true"], {
  encoding: "utf8",
  timeout: 120_000,
  shell: process.platform === "win32",
});
const answer = auditSchema.safeParse(parsed(stdout));
if (answer.success) {
  const { high = 0, critical = 0, total = 0 } = answer.data.metadata.vulnerabilities;
  console.log(`Known weaknesses: ${total}, of them ${high} high and ${critical} critical.`);
  if (high + critical > 0) {
    console.error("Run npm audit for their names, and take a version without them.");
    process.exitCode = 1;
  }
} else {
  console.warn("SKIPPED: the registry answers no question about known weaknesses; nothing was checked.");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
