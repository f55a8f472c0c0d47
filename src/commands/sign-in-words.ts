/** Microsoft gives no token for a customer's tenant. */
export function noEntry(tenant: string): string {
  return `Microsoft does not let this account into the tenant ${tenant}. Check the delegated admin relationship.`;
}

/** The person closed the window before it was done. */
export const CANCELLED =
  "Signing in to Microsoft was cancelled. Nothing was fetched; try again when you are ready.";

/** The browser or Excel opened no window. */
export const NO_WINDOW =
  "The sign-in window could not be opened. Allow pop-ups for this add-in and try again.";

/** What a failed sign-in means, by the code of Microsoft's library; its own text can hold account data. */
export function signInWords(error: unknown): string {
  const { errorCode } = error as { readonly errorCode?: string };
  if (errorCode === "user_cancelled") return CANCELLED;
  if (errorCode === "popup_window_error" || errorCode === "empty_window_error") return NO_WINDOW;
  const code = errorCode === undefined ? "" : ` (${errorCode})`;
  return `Microsoft did not sign you in${code}. Try again.`;
}
