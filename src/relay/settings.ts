import { readFileSync } from "node:fs";
import { z } from "zod";
import type { EntraSettings } from "./caller";
import { connectionSchema, type StoredConnection } from "./vault";

/** How the relay is run. */
export interface RelaySettings {
  readonly host: string;
  readonly port: number;
  readonly origins: readonly string[];
  readonly vaultPath: string;
  readonly passphrase: string;
  readonly trustedHosts: ReadonlySet<string>;
  /** Hosts with port of simulators, whose data the pane calls invented; left out = none. */
  readonly simulators?: ReadonlySet<string>;
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  /** Origin at which people reach the relay's own pages; left out = the one that their browser names. */
  readonly address?: string;
  readonly paneFolder: string | null;
  readonly entra: EntraSettings | null;
  /** Connections that the environment gives instead of the vault. */
  readonly connections: readonly StoredConnection[];
}

/** A setting that is missing or wrong; the message names it and says what it should be. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

const originSchema = z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text);

/** Reads the environment. @throws SettingsError */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): RelaySettings {
  const text = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const need = (name: string, what: string): string => {
    const value = text(name);
    if (value === undefined) throw new SettingsError(`${name} is not set. Set it to ${what}.`);
    return value;
  };
  const list = (name: string): readonly string[] => text(name)?.split(/[\s,]+/) ?? [];
  const passphrase = text("RELAY_KEY") ?? fileText(text("RELAY_KEY_FILE"), "RELAY_KEY_FILE");
  if (passphrase === undefined) {
    throw new SettingsError(
      "RELAY_KEY is not set. Set it, or RELAY_KEY_FILE, to a passphrase of at least 16 characters; it encrypts the vault.",
    );
  }
  const origins = list("RELAY_ORIGINS");
  for (const origin of origins) {
    if (!originSchema.safeParse(origin).success) {
      throw new SettingsError(
        `RELAY_ORIGINS holds ${origin}, which is no origin. Write it like https://addin.example.com.`,
      );
    }
  }
  const address = text("RELAY_ADDRESS");
  if (address !== undefined && !originSchema.safeParse(address).success) {
    throw new SettingsError(
      `RELAY_ADDRESS is ${address}, which is no origin. Write it like https://relay.example.com.`,
    );
  }
  const cert = text("RELAY_TLS_CERT");
  const entraTenant = text("RELAY_ENTRA_TENANT");
  return {
    host: text("RELAY_HOST") ?? "127.0.0.1",
    port: portOf(text("RELAY_PORT") ?? "8443"),
    origins,
    vaultPath: text("RELAY_VAULT") ?? "relay.vault",
    passphrase,
    trustedHosts: new Set(list("RELAY_TRUSTED_HOSTS")),
    tls:
      cert === undefined
        ? null
        : {
            cert: fileBytes(cert),
            key: fileBytes(need("RELAY_TLS_KEY", "the file of the certificate's private key")),
          },
    ...(address === undefined ? {} : { address }),
    paneFolder: text("RELAY_PANE") ?? null,
    entra:
      entraTenant === undefined
        ? null
        : {
            tenantId: entraTenant,
            audience: need("RELAY_ENTRA_AUDIENCE", "the application id of the relay"),
            admins: new Set(list("RELAY_ENTRA_ADMINS")),
          },
    connections: Object.entries(environment).flatMap(([name, value]) =>
      name.startsWith("RELAY_CONNECTION_") && value !== undefined ? [connectionOf(name, value)] : [],
    ),
  };
}

function connectionOf(name: string, value: string): StoredConnection {
  try {
    return connectionSchema.parse(JSON.parse(value));
  } catch {
    // The value holds credentials, so the message does not quote it.
    throw new SettingsError(
      `${name} is not a connection. Write JSON: {"id":"psa","system":"connectwise","name":"Our PSA","credentials":{…}}.`,
    );
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new SettingsError(`RELAY_PORT is ${text}, which is no port. Give a number up to 65535.`);
}

function fileBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw new SettingsError(`${path} cannot be read. Check that it is there and may be read.`);
  }
}

function fileText(path: string | undefined, name: string): string | undefined {
  if (path === undefined) return undefined;
  const text = fileBytes(path).toString("utf8").trim();
  if (text === "") throw new SettingsError(`${name} names an empty file. Put the passphrase into it.`);
  return text;
}
