import type { IPublicClientApplication } from "@azure/msal-browser";
import type { DialogMessage } from "./dialog-sign-in";
import { signInWords } from "./sign-in-words";

/** Name of what this window was opened for; it holds the application id and scopes, no secret. */
const ASKED = "billing-reconciliation.sign-in";

/** The part of Microsoft's client that the dialog's page uses. */
export type RedirectClient = Pick<IPublicClientApplication, "acquireTokenRedirect" | "handleRedirectPromise">;

interface Parts {
  /** Query of the page's address. */
  readonly search: string;
  /** Storage of this window alone. */
  readonly storage: Pick<Storage, "getItem" | "setItem">;
  readonly open: (clientId: string) => Promise<RedirectClient>;
  readonly nowMs: () => number;
  /** Tells the pane. */
  readonly tell: (message: DialogMessage) => void;
}

/** The page inside the sign-in dialog: goes to Microsoft, comes back with a code, and hands the token to the pane. */
export async function signInWithinDialog({ search, storage, open, nowMs, tell }: Parts): Promise<void> {
  try {
    // The way back carries no query of ours, so what was asked is kept for this window.
    const asked = new URLSearchParams(search).get("client") === null ? storage.getItem(ASKED) : search;
    if (asked === null) throw new Error("The sign-in window was opened without a question.");
    storage.setItem(ASKED, asked);
    const parameters = new URLSearchParams(asked);
    const client = await open(parameters.get("client") ?? "");
    const answer = await client.handleRedirectPromise();
    if (answer === null) {
      await client.acquireTokenRedirect({ scopes: (parameters.get("scopes") ?? "").split(" ") });
    } else {
      const expiresAtMs = answer.expiresOn?.getTime() ?? nowMs();
      tell({ kind: "signed in", accessToken: answer.accessToken, expiresAtMs });
    }
  } catch (error) {
    tell({ kind: "failed", message: signInWords(error) });
  }
}
