import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { validateXML } from "xmllint-wasm";

const manifest = readFileSync("manifest.xml", "utf8");
const all = (pattern: RegExp): readonly string[] =>
  [...manifest.matchAll(pattern)].map((match) => match[1] ?? "");

describe("manifest.xml", () => {
  it("defines every resource that it uses, uses every one that it defines, and keeps their lengths", () => {
    const used = new Set(all(/resid="([^"]+)"/g));
    const defined = all(/<bt:(?:Image|Url|String) id="([^"]+)"/g);
    expect([...used].sort()).toEqual([...defined].sort());
    expect(defined.filter((id) => id.length > 32)).toEqual([]);
    // Limits of Microsoft's manifest: 125 characters for a label, 250 for a tip.
    for (const [kind, longest] of [
      ["ShortStrings", 125],
      ["LongStrings", 250],
    ] as const) {
      const texts = manifest.slice(manifest.indexOf(`<bt:${kind}>`), manifest.indexOf(`</bt:${kind}>`));
      const lengths = [...texts.matchAll(/DefaultValue="([^"]+)"/g)].map((match) => match[1]?.length ?? 0);
      expect(lengths).not.toEqual([]);
      expect(lengths.filter((length) => length > longest)).toEqual([]);
    }
  });

  it("has the package's version and asks for ExcelApi 1.14", () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect(all(/<Version>([^<]+)</g)).toEqual([`${version}.0`]);
    expect(manifest).toContain('<Set Name="ExcelApi" MinVersion="1.14"/>');
  });

  it("names pages that the build makes and icons of the stated sizes", () => {
    const config = readFileSync("webpack.config.js", "utf8");
    const paths = new Set(all(/https:\/\/localhost:3000\/([^"]+)"/g));
    for (const path of paths) {
      const page = /^(\w+)\.html$/.exec(path);
      if (page !== null) {
        // A page of the build, or one that it copies.
        const isBuilt = new RegExp(`name: "${page[1] ?? ""}",[^}]*isHosted: true`).test(config);
        expect([path, isBuilt || config.includes(`from: "assets/${path}"`)]).toEqual([path, true]);
        continue;
      }
      const size = Number(/^icons\/icon-(\d+)\.png$/.exec(path)?.[1]);
      const png = readFileSync(join("assets", path));
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
    }
    expect(config).toContain('from: "assets/icons"');
  });

  it("is read by Microsoft's own manifest reader", async () => {
    const { stdout } = await promisify(execFile)("npx", ["office-addin-manifest", "info", "manifest.xml"]);
    expect(stdout).toMatch(/Billing reconciliation/);
    expect(stdout).toMatch(/6b0f2c0e-5f0a-4c1c-9f5d-3a8e7d21b4c6/);
  });

  it("follows Microsoft's schema", async () => {
    const folder = "../shared/specs/manifest-xsd/usable-plus-runtimes";
    if (!existsSync(folder)) {
      console.log("Microsoft's manifest schemas are not beside the project: the schema check was not made.");
      return;
    }
    const file = (fileName: string) => ({ fileName, contents: readFileSync(join(folder, fileName), "utf8") });
    const main = "OfficeAppManifestV1_1.xsd";
    const others = readdirSync(folder).filter((name) => name.endsWith(".xsd") && name !== main);
    const result = await validateXML({
      xml: { fileName: "manifest.xml", contents: manifest },
      schema: [file(main)],
      preload: others.map(file),
    });
    expect(result.errors).toEqual([]);
  });
});
