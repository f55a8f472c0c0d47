import type { IPublicClientApplication } from "@azure/msal-browser";
import type { BrowserSignIn } from "./connected-systems";
import { dialogSignIn } from "./dialog-sign-in";
import { nestedSignIn } from "./nested-sign-in";

/** What signing in needs of its surroundings. */
export interface SignInParts {
  readonly office: typeof Office;
  readonly nowMs: () => number;
  /** Address of the pane's page; the dialog's page stands beside it. */
  readonly page: string;
  /** Opens Microsoft's client for nested app authentication; left out = Microsoft's library. */
  readonly openNested?: (clientId: string) => Promise<NestedClient>;
}

/** The part of Microsoft's client that signing in uses. */
export type NestedClient = Pick<
  IPublicClientApplication,
  "acquireTokenPopup" | "acquireTokenSilent" | "getActiveAccount" | "getAllAccounts"
>;

/**
 * Microsoft sign-in inside Excel. Where Excel holds the account (nested app authentication) it gives tokens for every
 * tenant that the account may enter; elsewhere a dialog signs in with a code and PKCE, to the own tenant. Tokens stay in
 * memory. MSAL is loaded when it is needed first.
 */
export function createMicrosoftSignIn(clientId: string, parts: SignInParts): BrowserSignIn {
  const { office, openNested = openNestedClient } = parts;
  return office.context.requirements.isSetSupported("NestedAppAuth", "1.1")
    ? nestedSignIn(() => openNested(clientId))
    : dialogSignIn(clientId, parts);
}

async function openNestedClient(clientId: string): Promise<NestedClient> {
  const { createNestablePublicClientApplication } = await import("@azure/msal-browser");
  return createNestablePublicClientApplication({
    auth: { clientId, authority: "https://login.microsoftonline.com/organizations" },
    cache: { cacheLocation: "memoryStorage" },
  });
}
