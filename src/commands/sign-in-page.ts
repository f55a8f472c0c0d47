import type { DialogMessage } from "./microsoft-sign-in";

/** Name of what this window was opened for; it holds the application id and scopes, no secret. */
const ASKED = "billing-reconciliation.sign-in";

// The page inside the sign-in dialog: goes to Microsoft, comes back with a code, and hands the token to the pane.
void Office.onReady(async () => {
  const tell = (message: DialogMessage): void => {
    Office.context.ui.messageParent(JSON.stringify(message));
  };
  try {
    const { createStandardPublicClientApplication } = await import("@azure/msal-browser");
    const query = new URLSearchParams(location.search);
    // The way back carries no query of ours, so what was asked is kept for this window.
    const asked = query.get("client") === null ? sessionStorage.getItem(ASKED) : location.search;
    if (asked === null) throw new Error("The sign-in window was opened without a question.");
    sessionStorage.setItem(ASKED, asked);
    const parameters = new URLSearchParams(asked);
    const client = await createStandardPublicClientApplication({
      auth: {
        clientId: parameters.get("client") ?? "",
        authority: "https://login.microsoftonline.com/organizations",
        redirectUri: `${location.origin}${location.pathname}`,
      },
      cache: { cacheLocation: "memoryStorage" },
    });
    const answer = await client.handleRedirectPromise();
    if (answer === null)
      await client.acquireTokenRedirect({ scopes: (parameters.get("scopes") ?? "").split(" ") });
    else {
      const expiresAtMs = answer.expiresOn?.getTime() ?? Date.now();
      tell({ kind: "signed in", accessToken: answer.accessToken, expiresAtMs });
    }
  } catch (error) {
    const { errorCode } = error as { readonly errorCode?: string };
    const code = errorCode === undefined ? "" : ` (${errorCode})`;
    tell({ kind: "failed", message: `Microsoft did not sign you in${code}. Try again.` });
  }
});
