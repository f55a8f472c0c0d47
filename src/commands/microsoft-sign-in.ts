import type { IPublicClientApplication } from "@azure/msal-browser";
import type { BrowserSignIn } from "./connected-systems";

/** The page that signs in within a dialog, where Excel cannot do it itself. */
const DIALOG_PAGE = "sign-in.html";

/** What the dialog's page tells the pane. */
export type DialogMessage =
  | { readonly kind: "signed in"; readonly accessToken: string; readonly expiresAtMs: number }
  | { readonly kind: "failed"; readonly message: string };

/**
 * Microsoft sign-in inside Excel. Where Excel holds the account (nested app authentication) it gives tokens for every
 * tenant that the account may enter; elsewhere a dialog signs in with a code and PKCE, to the own tenant. Tokens stay in
 * memory. MSAL is loaded when it is needed first.
 */
export function createMicrosoftSignIn(clientId: string, office: typeof Office): BrowserSignIn {
  return office.context.requirements.isSetSupported("NestedAppAuth", "1.1")
    ? nestedSignIn(clientId)
    : dialogSignIn(clientId, office);
}

function nestedSignIn(clientId: string): BrowserSignIn {
  let application: Promise<IPublicClientApplication> | null = null;
  async function open(): Promise<IPublicClientApplication> {
    const { createNestablePublicClientApplication } = await import("@azure/msal-browser");
    return createNestablePublicClientApplication({
      auth: { clientId, authority: "https://login.microsoftonline.com/organizations" },
      cache: { cacheLocation: "memoryStorage" },
    });
  }
  return {
    async tokenFor(scopes, account, isRenewed) {
      application ??= open();
      const client = await application;
      const signedIn = client.getActiveAccount() ?? client.getAllAccounts()[0];
      const request = {
        scopes: [...scopes],
        forceRefresh: isRenewed,
        ...(account === "" ? {} : { authority: `https://login.microsoftonline.com/${account}` }),
      };
      try {
        const answer = await client.acquireTokenSilent({
          ...request,
          ...(signedIn && { account: signedIn }),
        });
        return answer.accessToken;
      } catch (error) {
        // A tenant that cannot be entered silently would ask once per customer: it is reported instead.
        if (account !== "") throw new Error(noEntry(account), { cause: error });
        return (await client.acquireTokenPopup(request).catch(explain)).accessToken;
      }
    },
  };
}

function dialogSignIn(clientId: string, office: typeof Office): BrowserSignIn {
  let known: { readonly accessToken: string; readonly expiresAtMs: number } | null = null;
  return {
    async tokenFor(scopes, account, isRenewed) {
      if (account !== "") {
        throw new Error(
          `${noEntry(account)} This Excel signs in to the own tenant only; a newer one can enter others.`,
        );
      }
      if (known === null || isRenewed || known.expiresAtMs < Date.now()) {
        const page = new URL(DIALOG_PAGE, location.href);
        page.searchParams.set("client", clientId);
        page.searchParams.set("scopes", scopes.join(" "));
        known = await askDialog(page.href, office);
      }
      return known.accessToken;
    },
  };
}

function askDialog(
  address: string,
  office: typeof Office,
): Promise<{ readonly accessToken: string; readonly expiresAtMs: number }> {
  return new Promise((resolve, reject) => {
    office.context.ui.displayDialogAsync(address, { height: 60, width: 30 }, (opened) => {
      if (opened.status === office.AsyncResultStatus.Failed) {
        reject(
          new Error("The sign-in window could not be opened. Allow pop-ups for this add-in and try again."),
        );
        return;
      }
      const dialog = opened.value;
      dialog.addEventHandler(office.EventType.DialogMessageReceived, (received) => {
        dialog.close();
        const answer = JSON.parse("message" in received ? received.message : "{}") as DialogMessage;
        if (answer.kind === "signed in") resolve(answer);
        else reject(new Error(answer.message));
      });
      dialog.addEventHandler(office.EventType.DialogEventReceived, () => {
        reject(new Error("Signing in to Microsoft was cancelled."));
      });
    });
  });
}

function noEntry(tenant: string): string {
  return `Microsoft does not let this account into the tenant ${tenant}. Check the delegated admin relationship.`;
}

function explain(error: unknown): never {
  const { errorCode } = error as { readonly errorCode?: string };
  const code = errorCode === undefined ? "" : ` (${errorCode})`;
  throw new Error(`Microsoft did not sign you in${code}. Try again.`, { cause: error });
}
