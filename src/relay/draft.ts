import { z } from "zod";
import { fitsField, SYSTEMS, type AccessField, type Credentials, type RelayAccess } from "../connectors";
import { openConnection } from "./connections";
import { RelayProblem } from "./problem";
import type { StoredConnection } from "./vault";

/** A connection that somebody began to add: everything but its secrets. */
export interface Draft {
  /** Kept for it, and of no other. */
  readonly id: string;
  readonly system: string;
  /** The system as people call it. */
  readonly title: string;
  readonly name: string;
  readonly access: RelayAccess;
  readonly settings: Credentials;
  /** Base address instead of the system's own; blank for none. */
  readonly address: string;
}

const draftSchema = z.strictObject({
  system: z.string(),
  // It is shown on pages and in lists: one line, no control characters.
  name: z
    .string()
    .trim()
    .regex(/^[^\p{C}\p{Zl}\p{Zp}]{1,80}$/u),
  settings: z.record(z.string(), z.string()),
  address: z.string().trim().max(300).default(""),
});

/** A draft as the pane sent it, with an id of `idFor` its system. @throws RelayProblem that names what does not fit */
export function draftOf(
  input: unknown,
  trustedHosts: ReadonlySet<string>,
  idFor: (system: string) => string,
): Draft {
  const parsed = draftSchema.safeParse(input);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join(".") ?? "";
    throw misfit(where === "name" ? "The name has to be one line of up to 80 characters." : "");
  }
  const { system, name, settings, address } = parsed.data;
  const connector = SYSTEMS.find((known) => known.system === system);
  if (connector === undefined) throw misfit("The relay does not know this system.");
  const { access, title } = connector;
  if (access.kind !== "relay") throw misfit(`${title} is asked by the pane itself and needs no relay.`);
  const asked = access.fields.filter(({ isSecret }) => !isSecret);
  for (const field of asked) {
    if (!fitsField(field, settings[field.name] ?? "")) throw misfit(`It needs ${field.label}.`);
  }
  if (Object.keys(settings).length > asked.length) {
    // Whoever sends a secret this way has already sent it too far: it is not kept.
    throw misfit("Secrets are entered on the relay's own page.");
  }
  const base = address === "" ? "" : baseOf(address);
  const draft = { id: idFor(system), system, title, name, access, settings, address: base };
  // Refuses an address that is neither the system's nor trusted, before anybody types a secret for it.
  openConnection(storedOf(draft, {}), trustedHosts);
  return draft;
}

/** The fields that only the relay's page and its command line ask for. */
export function secretsOf({ access }: Pick<Draft, "access">): readonly AccessField[] {
  return access.fields.filter(({ isSecret }) => isSecret);
}

/** The connection of a draft and its secrets. */
export function storedOf(draft: Draft, secrets: Credentials): StoredConnection {
  const { id, system, name, settings, address } = draft;
  const credentials = { ...settings, ...secrets };
  return { id, system, name, credentials, ...(address === "" ? {} : { address }) };
}

/** A base address that ends with a slash. */
function baseOf(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isPlain =
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    [url.username, url.password, url.search, url.hash].every((part) => part === "");
  if (!isPlain) throw misfit("The address has to be like https://psa.example.com/api/.");
  return url.href.endsWith("/") ? url.href : `${url.href}/`;
}

function misfit(said: string): RelayProblem {
  return new RelayProblem("wrong settings", `The connection cannot be added like this. ${said}`.trim());
}
