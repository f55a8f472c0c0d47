import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "pages-"));
beforeAll(() => {
  execFileSync(
    "npx",
    [
      "webpack",
      "--mode",
      "production",
      "--output-path",
      folder,
      "--env",
      "baseUrl=https://addin.example.com/",
    ],
    { stdio: "ignore" },
  );
}, 240_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const pages = (): readonly string[] => readdirSync(folder).filter((name) => name.endsWith(".html"));
const textOf = (name: string): string => readFileSync(join(folder, name), "utf8");

describe("the pages that are hosted", () => {
  it("are the pane, its sign-in and its help", () => {
    expect(pages()).toEqual(["help.html", "sign-in.html", "taskpane.html"]);
  });

  it.each(["taskpane.html", "sign-in.html"])(
    "%s says what it may load, and holds no script of its own",
    (name) => {
      const text = textOf(name);
      const [, policy = ""] = /http-equiv="?Content-Security-Policy"? content="([^"]+)"/.exec(text) ?? [];
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(
        /unsafe-eval|script-src[^;]*(unsafe-inline|\*|data:)|localhost|127\.0\.0\.1/,
      );
      const scripts = [...text.matchAll(/<script([^>]*)>([^<]*)<\/script>/g)];
      expect(scripts.length).toBeGreaterThan(0);
      for (const [, attributes = "", inline = ""] of scripts) {
        expect(inline).toBe("");
        const [, address = ""] = /src="?([^"\s>]+)"?/.exec(attributes) ?? [];
        expect(address).toMatch(
          /^https:\/\/appsforoffice\.microsoft\.com\/lib\/1\/hosted\/office\.js$|^https:\/\/addin\.example\.com\/[\w.-]+\.js$/,
        );
      }
      expect(text).not.toMatch(/ on[a-z]+="/);
    },
  );

  it("load nothing that evaluates text as code, and send nothing to anybody by themselves", () => {
    const scripts = readdirSync(folder, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith(".js"));
    expect(scripts.length).toBeGreaterThan(3);
    for (const name of scripts) {
      const text = textOf(name);
      expect([name, /sendBeacon|google-analytics|applicationinsights|sentry/i.exec(text)?.[0] ?? ""]).toEqual(
        [name, ""],
      );
    }
  });
});

/** Licences that let the product be given away with these packages in it. */
const PERMISSIVE =
  /^(MIT|ISC|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|0BSD|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-4\.0|Python-2\.0|Unlicense|MIT-0|WTFPL|Zlib)$/;

/** One of several may be chosen; of several that all hold each has to be permissive. */
function isPermissive(licence: string): boolean {
  return licence
    .replace(/^\((.*)\)$/, "$1")
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((one) => PERMISSIVE.test(one)));
}

describe("dependencies", () => {
  it.each([
    ["MIT", true],
    ["(MIT OR GPL-3.0-or-later)", true],
    ["(MIT AND Zlib)", true],
    ["MIT AND GPL-3.0-only", false],
    ["GPL-3.0-only", false],
    ["SEE LICENSE IN LICENSE", false],
    ["", false],
  ])("under %j may be part of the product: %s", (licence, may) => {
    expect(isPermissive(licence)).toBe(may);
  });

  it("have permissive licences, or are listed with the reason", () => {
    const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
      readonly packages: Readonly<Record<string, { readonly license?: string; readonly dev?: boolean }>>;
    };
    const others = Object.entries(lock.packages)
      .filter(([path, { license }]) => path !== "" && !isPermissive(license ?? ""))
      .map(
        ([path, { license, dev }]) =>
          `${path.replace(/^.*node_modules\//, "")}: ${license ?? "none stated"}${dev === true ? " (development)" : ""}`,
      );
    // Microsoft's client is never shipped: pages load it from Microsoft. The others are looked at one by one.
    expect([...new Set(others)].sort()).toEqual(EXPECTED);
  });

  it("come from the registry by their hash, but for tools of other platforms", () => {
    const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
      readonly packages: Readonly<
        Record<
          string,
          {
            readonly integrity?: string;
            readonly optional?: boolean;
            readonly dev?: boolean;
            readonly os?: unknown;
          }
        >
      >;
    };
    const loose = Object.entries(lock.packages).filter(
      ([path, { integrity, optional, dev }]) =>
        path !== "" && integrity === undefined && !(optional === true && dev === true),
    );
    expect(loose.map(([path]) => path)).toEqual([]);
  });
});

/** Looked at one by one; what each package's own licence file says. */
const EXPECTED: readonly string[] = [
  // Apache-2.0 or MIT, by the files in the packages.
  "@ironcalc/wasm: MIT/Apache-2.0",
  "@ironcalc/workbook: none stated",
  // Microsoft's client: for development and tests only, never shipped; hosted pages load it from Microsoft.
  "@microsoft/office-js: LICENSE",
  // A test tool; its licence concerns changes to its own files.
  "axe-core: MPL-2.0 (development)",
  // Parts of the reader of .xlsx files, which the embedded host alone uses; the first states no licence.
  "buffers: none stated",
  "chainsaw: MIT/X11",
];
