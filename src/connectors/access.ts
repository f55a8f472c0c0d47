/** What a person enters for a connection, by field name; secrets stay on the relay. */
export type Credentials = Readonly<Record<string, string>>;

/** One thing that is asked when a connection is added. */
export interface AccessField {
  readonly name: string;
  readonly label: string;
  /** A secret is typed without echo and never shown again. */
  readonly isSecret: boolean;
  /** Values to choose from; left out = any text that `pattern` accepts. */
  readonly options?: readonly string[];
  readonly pattern?: RegExp;
  readonly hint?: string;
}

/** No key, secret or address of a system is longer. */
const FIELD_LENGTH = 4_000;

/** Whether a text can be the value of a field: asked for in the terminal, on the relay's page and in the pane alike. */
export function fitsField({ options, pattern }: AccessField, value: string): boolean {
  return (
    value !== "" &&
    value.length <= FIELD_LENGTH &&
    // A line break would end the header that the value is sent in.
    !/\p{Cc}/u.test(value) &&
    (options?.includes(value) ?? true) &&
    (pattern?.test(value) ?? true)
  );
}

/** A request that the relay lets through: the path below the base address, without its query. */
export interface AllowedRequest {
  readonly method: "GET" | "POST";
  readonly path: RegExp;
}

/** How a system is signed in to. */
export type SignIn =
  /** the credentials go along with every request */
  | {
      readonly kind: "headers";
      readonly headers: (credentials: Credentials) => Readonly<Record<string, string>>;
    }
  /** credentials are changed into a token that runs out (RFC 6749, 4.3 and 4.4) */
  | {
      readonly kind: "token";
      readonly tokenUrl: (credentials: Credentials) => string;
      readonly grant: "client_credentials" | "password";
      readonly client: (credentials: Credentials) => { readonly id: string; readonly secret: string };
      /** How the client names itself: in the form, in a Basic header, or in a JSON body, which no standard knows. */
      readonly clientIn: "form" | "header" | "json";
      readonly parameters: (credentials: Credentials) => Readonly<Record<string, string>>;
    }
  /** a person consents once; the refresh token is replaced at every use (RFC 6749, 4.1 and 6) */
  | {
      readonly kind: "consent";
      readonly consentUrl: string;
      readonly tokenUrl: (credentials: Credentials) => string;
      readonly scope: string;
    };

/** What the relay has to know of a system: where it is, what may be asked, and how to sign in. Plain facts, no secret. */
export interface RelayAccess {
  readonly kind: "relay";
  readonly fields: readonly AccessField[];
  /** Base address, ends with a slash. */
  readonly base: (credentials: Credentials) => string;
  /** Hosts that the base may name, so that a mistyped setting cannot send credentials elsewhere. */
  readonly hosts: RegExp;
  readonly allowed: readonly AllowedRequest[];
  readonly signIn: SignIn;
  /** Headers that are no secret but belong to the account. */
  readonly headers?: (credentials: Credentials) => Readonly<Record<string, string>>;
}

/** A system that browsers may ask directly, with the person's own sign-in. */
export interface BrowserAccess {
  readonly kind: "browser";
  readonly base: string;
  readonly scopes: readonly string[];
}

export type Access = RelayAccess | BrowserAccess;

/** An `Authorization: Basic` header (RFC 7617). */
export function basic(user: string, password: string): { readonly Authorization: string } {
  const bytes = new TextEncoder().encode(`${user}:${password}`);
  return { Authorization: `Basic ${btoa(String.fromCharCode(...bytes))}` };
}
