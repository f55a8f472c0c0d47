import type { BrowserSignIn } from "./connected-systems";
import type { NestedClient } from "./microsoft-sign-in";
import { noEntry, signInWords } from "./sign-in-words";

/** Tokens from the account that Excel holds: without a question where that is possible, else Excel asks the person. */
export function nestedSignIn(open: () => Promise<NestedClient>): BrowserSignIn {
  let opened: Promise<NestedClient> | null = null;
  /** A question under way: several requests that need an answer show one window. */
  let asking: Promise<string> | null = null;

  async function client(): Promise<NestedClient> {
    const attempt = (opened ??= open());
    try {
      return await attempt;
    } catch (error) {
      // A part of the page that did not load may load the next time.
      opened = null;
      throw new Error("Microsoft's sign-in could not be loaded. Check the network and try again.", {
        cause: error,
      });
    }
  }

  return {
    async tokenFor(scopes, account, isRenewed) {
      const application = await client();
      const signedIn = application.getActiveAccount() ?? application.getAllAccounts()[0];
      const request = {
        scopes: [...scopes],
        forceRefresh: isRenewed,
        ...(account === "" ? {} : { authority: `https://login.microsoftonline.com/${account}` }),
      };
      try {
        const answer = await application.acquireTokenSilent({
          ...request,
          ...(signedIn && { account: signedIn }),
        });
        return answer.accessToken;
      } catch (error) {
        // A tenant that cannot be entered silently would ask once per customer: it is reported instead.
        if (account !== "") throw new Error(noEntry(account), { cause: error });
        asking ??= application
          .acquireTokenPopup(request)
          .then(({ accessToken }) => accessToken)
          .finally(() => {
            asking = null;
          });
        return await asking.catch((refused: unknown) => {
          throw new Error(signInWords(refused), { cause: refused });
        });
      }
    },
  };
}
