import { signInWithinDialog } from "./dialog-page";

void Office.onReady(() =>
  signInWithinDialog({
    search: location.search,
    storage: sessionStorage,
    nowMs: () => Date.now(),
    tell: (message) => {
      Office.context.ui.messageParent(JSON.stringify(message));
    },
    async open(clientId) {
      const { createStandardPublicClientApplication } = await import("@azure/msal-browser");
      return createStandardPublicClientApplication({
        auth: {
          clientId,
          authority: "https://login.microsoftonline.com/organizations",
          redirectUri: `${location.origin}${location.pathname}`,
        },
        cache: { cacheLocation: "memoryStorage" },
      });
    },
  }),
);
