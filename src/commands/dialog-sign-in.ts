import type { BrowserSignIn } from "./connected-systems";
import type { SignInParts } from "./microsoft-sign-in";
import { CANCELLED, noEntry, NO_WINDOW } from "./sign-in-words";

/** The page that signs in within a dialog, where Excel cannot do it itself. */
const DIALOG_PAGE = "sign-in.html";

/** What the dialog's page tells the pane. */
export type DialogMessage =
  | { readonly kind: "signed in"; readonly accessToken: string; readonly expiresAtMs: number }
  | { readonly kind: "failed"; readonly message: string };

type SignedIn = Extract<DialogMessage, { readonly kind: "signed in" }>;

/** A token is not used this long before it runs out, so that it does not run out on the way. */
const MARGIN_MS = 60_000;

/** Tokens from a dialog of Excel, for the own tenant; one is used until it runs out. */
export function dialogSignIn(clientId: string, { office, nowMs, page }: SignInParts): BrowserSignIn {
  let known: SignedIn | null = null;
  /** Excel shows one dialog at a time, so requests that come meanwhile wait for the same one. */
  let asking: Promise<SignedIn> | null = null;
  return {
    async tokenFor(scopes, account, isRenewed) {
      if (account !== "") {
        throw new Error(
          `${noEntry(account)} This Excel signs in to the own tenant only; a newer one can enter others.`,
        );
      }
      if (known !== null && !isRenewed && known.expiresAtMs > nowMs() + MARGIN_MS) return known.accessToken;
      const address = new URL(DIALOG_PAGE, page);
      address.searchParams.set("client", clientId);
      address.searchParams.set("scopes", scopes.join(" "));
      asking ??= askDialog(address, office).finally(() => {
        asking = null;
      });
      known = await asking;
      return known.accessToken;
    },
  };
}

function askDialog(address: URL, office: typeof Office): Promise<SignedIn> {
  return new Promise((resolve, reject) => {
    office.context.ui.displayDialogAsync(address.href, { height: 60, width: 30 }, (opened) => {
      if (opened.status === office.AsyncResultStatus.Failed) {
        reject(new Error(openingWords(opened.error.code)));
        return;
      }
      const dialog = opened.value;
      dialog.addEventHandler(office.EventType.DialogMessageReceived, (received) => {
        if (!("message" in received) || !isOwn(received.origin, address, office)) return;
        dialog.close();
        const answer = messageOf(received.message);
        if (answer?.kind === "signed in") resolve(answer);
        else
          reject(new Error(answer?.message ?? "The sign-in window answered with something else. Try again."));
      });
      dialog.addEventHandler(office.EventType.DialogEventReceived, (event) => {
        reject(new Error(endingWords("error" in event ? event.error : 0)));
      });
    });
  });
}

/**
 * Whether a message comes from our own page: the window goes to Microsoft and back, and a page on the way could send one.
 * Excel without DialogOrigin names no origin, and passes messages of the pane's own origin only.
 */
function isOwn(origin: string | undefined, { origin: own }: URL, office: typeof Office): boolean {
  if (origin !== undefined) return origin === own;
  return !office.context.requirements.isSetSupported("DialogOrigin", "1.1");
}

/** What the page said; `null` when it is nothing that it says. */
function messageOf(text: string): DialogMessage | null {
  try {
    const said = JSON.parse(text) as Partial<Record<string, unknown>> | null;
    const { kind, accessToken, expiresAtMs, message } = said ?? {};
    if (kind === "failed" && typeof message === "string") return { kind, message };
    return kind === "signed in" && typeof accessToken === "string" && typeof expiresAtMs === "number"
      ? { kind, accessToken, expiresAtMs }
      : null;
  } catch {
    return null;
  }
}

/** Why no dialog was opened, by Office's code. */
function openingWords(code: number): string {
  switch (code) {
    case 12004:
    case 12005:
      return "The sign-in page is not where this add-in is, or not secure. Whoever hosts the add-in has to put sign-in.html beside it.";
    case 12007:
      return "Another window of this add-in is open. Close it and try again.";
    default:
      // 12009: the person or the browser's pop-up blocker declined it; 12011: the browser blocks it.
      return NO_WINDOW;
  }
}

/** Why a dialog ended without an answer, by Office's code. */
function endingWords(code: number): string {
  switch (code) {
    case 12006:
      return CANCELLED;
    case 12002:
    case 12003:
      return "The sign-in page could not be loaded, or led to an address that is not secure. Check the network and try again.";
    default:
      return "The sign-in window ended without an answer. Try again.";
  }
}
