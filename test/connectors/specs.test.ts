import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { SYSTEMS } from "../../src/connectors";
import type { Exchange } from "../vendors/faults";
import { createWorld } from "../vendors/world";
import { startRig } from "./rig";

/** The vendors' own descriptions stand beside the project where somebody has them; they are not part of it. */
const SPECS = join(__dirname, "../../../shared/specs");

type Json = Readonly<Record<string, unknown>>;

/** What of a description an exchange is held against: its path, and the schema of its answer where the operation has none. */
interface Spec {
  readonly file: string;
  /** Begin of the simulator's paths that the description leaves out. */
  readonly strip: string;
  readonly prefix?: string;
  /** Name of the schema of an answer, or of the rows in a field of it, where the operation does not say. */
  readonly schemas?: Readonly<Record<string, { readonly name: string; readonly rows?: string }>>;
}

const FILES: Readonly<Record<string, Spec>> = {
  connectwise: { file: "connectwise/connectwise-psa-subset.openapi.json", strip: "/v4_6_release/apis/3.0" },
  autotask: { file: "autotask/autotask-psa-subset.openapi.json", strip: "/ATServicesRest" },
  halopsa: {
    file: "halopsa/halo-swagger.json",
    strip: "/api",
    schemas: { "/RecurringInvoice": { name: "InvoiceHeader", rows: "invoices" } },
  },
  xero: { file: "xero/xero_accounting.yaml", strip: "/api.xro/2.0" },
  pax8: { file: "pax8/pax8-partner-endpoints-openapi.json", strip: "/v1" },
  ninjaone: { file: "ninjaone/NinjaRMM-API-v2.json", strip: "" },
  "datto-rmm": {
    file: "datto-rmm/datto-rmm-openapi.json",
    strip: "/api",
    schemas: {
      "/v2/account/sites": { name: "SitesPage" },
      "/v2/account/devices": { name: "DevicesPage" },
      "/v2/account": { name: "Account" },
    },
  },
  huntress: { file: "huntress/huntress-rest-openapi.json", strip: "" },
};

const hasSpecs = existsSync(SPECS);
if (!hasSpecs)
  console.log("Vendor descriptions are not beside the project: checks against them are skipped.");

(hasSpecs ? describe : describe.skip)("against the vendor's description", () => {
  it.each(Object.keys(FILES))("%s asks and answers as described", async (system) => {
    const spec = FILES[system];
    if (spec === undefined) throw new Error(`No description of ${system}.`);
    const text = readFileSync(join(SPECS, spec.file), "utf8");
    const description = (spec.file.endsWith(".yaml") ? parseYaml(text) : JSON.parse(text)) as Json;
    const connector = SYSTEMS.find((known) => known.system === system);
    const rig = await startRig(system, createWorld());
    await rig.test();
    await rig.fetch({ datasets: connector?.datasets.map(({ id }) => id) ?? [] });
    const exchanges = rig.simulator.faults.requests.filter(({ path }) => !/token$/.test(path));
    await rig.stop();
    expect(exchanges.length).toBeGreaterThan(1);
    for (const exchange of exchanges) expect(differences(exchange, spec, description)).toEqual([]);
  });

  it("Microsoft 365 reads the sample that Microsoft publishes", async () => {
    const sample = JSON.parse(
      readFileSync(join(SPECS, "msgraph/examples/subscribedSkus-list.json"), "utf8"),
    ) as { readonly value: readonly Json[] };
    const rig = await startRig("microsoft-graph", createWorld(1));
    await rig.fetch();
    const answer = rig.simulator.faults.requests.find(({ path }) => path.endsWith("/subscribedSkus"));
    await rig.stop();
    const [ours] = (JSON.parse(answer?.text ?? "{}") as { readonly value: readonly Json[] }).value;
    // Every field of the simulator is one of the real answer, with a value of the same type.
    for (const [name, value] of Object.entries(ours ?? {})) {
      expect([name, typeof sample.value[0]?.[name]]).toEqual([name, typeof value]);
    }
  });

  it("QuickBooks Online answers with elements of Intuit's schema", async () => {
    const xsd = ["Finance.xsd", "IntuitBaseTypes.xsd", "IntuitNamesTypes.xsd"]
      .map((file) => readFileSync(join(SPECS, "quickbooks-online", file), "utf8"))
      .join("\n");
    const known = new Set([...xsd.matchAll(/name="(\w+)"/g)].map(([, name]) => name));
    const rig = await startRig("quickbooks", createWorld(2));
    await rig.fetch({ datasets: ["invoices", "recurring"] });
    const answers = rig.simulator.faults.requests.filter(({ path }) => path.endsWith("/query"));
    await rig.stop();
    const names = new Set(
      answers.flatMap(({ text }) => [...text.matchAll(/"([A-Z]\w+)":/g)].map(([, name]) => name)),
    );
    // The wrapper of a query and the document of a recurring transaction belong to the JSON form alone.
    for (const wrapper of ["QueryResponse", "RecurringTransaction"]) names.delete(wrapper);
    expect(names.size).toBeGreaterThan(8);
    expect([...names].filter((name) => !known.has(name))).toEqual([]);
  });
});

/** What of an exchange the description does not know, or describes otherwise. */
function differences(exchange: Exchange, spec: Spec, description: Json): readonly string[] {
  const path = exchange.path.slice(spec.strip.length);
  const paths = description["paths"] as Readonly<Record<string, Readonly<Record<string, Json>>>>;
  const template = [path, ...Object.keys(paths)].find(
    (candidate) =>
      candidate in paths &&
      new RegExp(`^${candidate.replace(/\{[^}]+\}/g, "[^/]+")}$`).test(path.replace(/\/next$/, "")),
  );
  const operation = template === undefined ? undefined : paths[template]?.[exchange.method.toLowerCase()];
  if (template === undefined || operation === undefined)
    return [`${exchange.method} ${path} is not described`];
  const parameters = [...listAt(operation, "parameters"), ...listAt(paths[template] ?? {}, "parameters")].map(
    (parameter) => {
      const reference = parameter["$ref"];
      return typeof reference === "string" ? resolve(reference, description) : parameter;
    },
  );
  const names = new Set(parameters.map((parameter) => parameter["name"]));
  // The position of the next page is the system's own affair.
  const unknown = exchange.query.filter((name) => !names.has(name) && name !== "paging");
  const schema = schemaOf(operation, description, spec.schemas?.[template]);
  if (schema === null) return [`${path} has no schema`];
  const json: unknown = JSON.parse(exchange.text);
  const rows = spec.schemas?.[template]?.rows;
  const checked = rows === undefined ? [json] : (json as Readonly<Record<string, readonly unknown[]>>)[rows];
  const validator = z.fromJSONSchema(schema);
  const issues = (checked ?? []).flatMap((value) => {
    const parsed = validator.safeParse(value);
    return parsed.success
      ? []
      : parsed.error.issues.map((issue) => `${path}: ${issue.path.join(".")}: ${issue.message}`);
  });
  return [...unknown.map((name) => `${path} has no parameter ${name}`), ...issues.slice(0, 5)];
}

function schemaOf(
  operation: Json,
  description: Json,
  named: { readonly name: string } | undefined,
): Json | null {
  if (named !== undefined) return expand({ $ref: `#/components/schemas/${named.name}` }, description, 0);
  const responses = operation["responses"] as Readonly<Record<string, Json>>;
  const answer = responses["200"] ?? responses["default"] ?? {};
  const content = Object.values((answer["content"] ?? {}) as Readonly<Record<string, Json>>)[0];
  const schema = (content?.["schema"] ?? answer["schema"]) as Json | undefined;
  return schema === undefined ? null : expand(schema, description, 0);
}

/** A schema without references, and without what descriptions get wrong: formats, and required fields that have no schema. */
function expand(schema: Json, description: Json, depth: number): Json {
  if (depth > 6) return {};
  const reference = schema["$ref"];
  if (typeof reference === "string") return expand(resolve(reference, description), description, depth + 1);
  const { type, properties, items, required, enum: choices, allOf } = schema;
  const parts = Array.isArray(allOf)
    ? (allOf as readonly Json[]).map((part) => expand(part, description, depth + 1))
    : [];
  const known = Object.fromEntries(
    Object.entries((properties ?? {}) as Readonly<Record<string, Json>>).map(([name, value]) => [
      name,
      expand(value, description, depth + 1),
    ]),
  );
  const needed = Array.isArray(required)
    ? (required as readonly string[]).filter((name) => name in known)
    : [];
  const own: Json = {
    ...(typeof type === "string" && /^(object|array|string|number|integer|boolean)$/.test(type)
      ? { type }
      : {}),
    ...(properties === undefined
      ? {}
      : { type: "object", properties: known, required: needed, additionalProperties: true }),
    ...(items === undefined ? {} : { items: expand(items as Json, description, depth + 1) }),
    ...(Array.isArray(choices) ? { enum: choices as unknown[] } : {}),
  };
  const whole = parts.length === 0 ? own : { allOf: parts };
  // No description says reliably which fields may be null.
  return depth === 0 || Object.keys(whole).length === 0 ? whole : { anyOf: [whole, { type: "null" }] };
}

function resolve(reference: string, description: Json): Json {
  return reference
    .replace("#/", "")
    .split("/")
    .reduce<unknown>((at, key) => (at as Json | undefined)?.[key], description) as Json;
}

function listAt(owner: Json, name: string): readonly Json[] {
  return (owner[name] ?? []) as readonly Json[];
}
