import { execFile, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PROJECT = join(__dirname, "..", "..");
const DOCKERFILE = join(PROJECT, "src", "relay", "Dockerfile");
/** What the build step makes; everything else has to stand in the project. */
const BUILT = "dist";

/** The image that runs: the instructions after the last FROM. */
function lastStage(): readonly (readonly [string, string])[] {
  const lines = readFileSync(DOCKERFILE, "utf8").replaceAll("\\\n", " ").split("\n");
  const instructions = lines.flatMap((line) => {
    const [, name, rest] = /^([A-Z]+)\s+(.+)$/.exec(line) ?? [];
    return name === undefined || rest === undefined ? [] : [[name, rest] as const];
  });
  return instructions.slice(instructions.findLastIndex(([name]) => name === "FROM"));
}

const restOf = (name: string): readonly string[] =>
  lastStage().flatMap(([found, rest]) => (found === name ? [rest] : []));
/** Paths below the project's folder, with where they are put. */
const copies = restOf("COPY").map((rest) => {
  const paths = rest.replace(/^--from=build\s+/, "").split(/\s+/);
  return {
    from: paths.slice(0, -1).map((path) => path.replace("/app/", "")),
    to: (paths.at(-1) ?? "").replace(/^\.\/$/, ""),
  };
});
const settings: Readonly<Record<string, string>> = Object.fromEntries(
  restOf("ENV").flatMap((rest) =>
    rest.split(" ").map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  ),
);
const commandOf = (rest = "[]"): readonly string[] => JSON.parse(rest.replace(/^CMD\s+/, "")) as string[];

describe("the image of the relay", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "relay-image-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("copies paths that there are", () => {
    const paths = copies.flatMap(({ from }) => from);
    expect(paths).toContain("src");
    expect(paths.filter((path) => path !== BUILT && !existsSync(join(PROJECT, path)))).toEqual([]);
    const scripts = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8")) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    expect(scripts.scripts["build"]).toMatch(/^webpack /);
  });

  it("takes no vault, key or module of this machine into the build", () => {
    const ignored = readFileSync(`${DOCKERFILE}.dockerignore`, "utf8").split("\n");
    expect(ignored).toEqual(expect.arrayContaining(["node_modules", "*.vault", "*.pem", ".git", ".env*"]));
  });

  it("starts with its own command from these paths alone, is well, serves the pane and stops when told to", async () => {
    for (const { from, to } of copies) {
      for (const path of from) {
        const target = join(folder, to === "" ? path : to);
        // Modules are large and the same; what is built is stood in for by a page.
        if (path === "node_modules") symlinkSync(realpathSync(join(PROJECT, path)), target, "junction");
        else if (path === BUILT) {
          mkdirSync(target);
          writeFileSync(join(target, "taskpane.html"), "<!doctype html>the pane");
        } else cpSync(join(PROJECT, path), target, { recursive: true });
      }
    }
    const env = {
      PATH: process.env["PATH"] ?? "",
      ...settings,
      // Not the image's own: this machine's network and disk stay out of it.
      RELAY_HOST: "127.0.0.1",
      RELAY_PORT: "0",
      RELAY_VAULT: join(folder, "relay.vault"),
      RELAY_KEY: "a passphrase of a test",
    };
    const [program = "", ...args] = commandOf(restOf("CMD")[0]);
    expect(program).toBe("node");
    const relay = spawn(process.execPath, args, { cwd: folder, env });
    let told = "";
    const ended = new Promise<number | null>((resolve) => relay.once("exit", resolve));
    const port = await new Promise<string>((resolve, reject) => {
      const hear = (chunk: Buffer): void => {
        told += chunk.toString("utf8");
        const [, found] = /listens on http:\/\/127\.0\.0\.1:(\d+)/.exec(told) ?? [];
        if (found !== undefined) resolve(found);
      };
      relay.stdout.on("data", hear);
      relay.stderr.on("data", hear);
      void ended.then(() => {
        reject(new Error(told));
      });
    });
    const health = (asked: string): Promise<number> => {
      const [, ...script] = commandOf(restOf("HEALTHCHECK")[0]);
      return new Promise((resolve) => {
        execFile(process.execPath, script, { cwd: folder, env: { ...env, RELAY_PORT: asked } }, (error) => {
          resolve(error === null ? 0 : 1);
        });
      });
    };
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/health`);
      expect([answer.status, await answer.json()]).toEqual([200, { status: "ok" }]);
      expect(await health(port)).toBe(0);
      const page = await fetch(`http://127.0.0.1:${port}/taskpane.html`);
      expect(await page.text()).toBe("<!doctype html>the pane");
    } finally {
      relay.kill("SIGTERM");
    }
    expect(await ended).toBe(0);
    expect(await health(port)).toBe(1);
  });
});
