/**
 * @jest-environment jsdom
 */
import { signInWithinDialog, type RedirectClient } from "../../src/commands/dialog-page";
import type { DialogMessage } from "../../src/commands/dialog-sign-in";
import { createMicrosoftSignIn, type NestedClient } from "../../src/commands/microsoft-sign-in";

const SCOPES = ["LicenseAssignment.Read.All", "DelegatedAdminRelationship.Read.All"];
const PAGE = "https://addin.example.com/taskpane.html";
const ORIGIN = "https://addin.example.com";
const HOUR_MS = 3_600_000;

/** What Office answers in place of a dialog. */
type DialogPlay =
  | { readonly kind: "not opened"; readonly code: number }
  | { readonly kind: "ended"; readonly code: number }
  | { readonly kind: "said"; readonly messages: readonly { message: string; origin?: string }[] };

/** Office's dialogs as a test plays them: each call takes the next play. */
function officeWith(sets: readonly string[], plays: readonly DialogPlay[] = []) {
  const opened: string[] = [];
  let closed = 0;
  const office = {
    AsyncResultStatus: { Failed: "failed", Succeeded: "succeeded" },
    EventType: { DialogMessageReceived: "message", DialogEventReceived: "event" },
    context: {
      requirements: { isSetSupported: (name: string) => sets.includes(name) },
      ui: {
        displayDialogAsync(address: string, _: object, done: (result: object) => void) {
          const play = plays[opened.length];
          opened.push(address);
          if (play?.kind === "not opened") {
            done({ status: "failed", error: { code: play.code } });
            return;
          }
          const handlers = new Map<string, (args: object) => void>();
          done({
            status: "succeeded",
            value: {
              close: () => (closed += 1),
              addEventHandler: (type: string, handler: (args: object) => void) => handlers.set(type, handler),
            },
          });
          // Office tells later, as the person and Microsoft take their time.
          queueMicrotask(() => {
            if (play?.kind === "ended") handlers.get("event")?.({ error: play.code });
            if (play?.kind === "said") for (const said of play.messages) handlers.get("message")?.(said);
          });
        },
      },
    },
  };
  return { office: office as unknown as typeof Office, opened, closedCount: () => closed };
}

const signedIn = (accessToken: string, expiresAtMs = HOUR_MS): string =>
  JSON.stringify({ kind: "signed in", accessToken, expiresAtMs } satisfies DialogMessage);
const said = (accessToken: string): DialogPlay => ({
  kind: "said",
  messages: [{ message: signedIn(accessToken), origin: ORIGIN }],
});

/** Signs in over dialogs, as on an Excel without nested app authentication. */
function overDialogs(plays: readonly DialogPlay[], sets: readonly string[] = ["DialogOrigin"]) {
  const played = officeWith(sets, plays);
  let now = 0;
  const parts = { office: played.office, nowMs: () => now, page: PAGE };
  const signIn = createMicrosoftSignIn("client-id", parts);
  const setNow = (time: number): void => {
    now = time;
  };
  return { ...played, setNow, token: (isRenewed = false) => signIn.tokenFor(SCOPES, "", isRenewed), signIn };
}

/** Microsoft's client as a test plays it; notes what it was asked. */
function nestedWith(answers: {
  readonly silent: () => Promise<string>;
  readonly popup?: () => Promise<string>;
}) {
  const asked: { readonly how: string; readonly request: Record<string, unknown> }[] = [];
  const answer = (how: string, give: () => Promise<string>) => async (request: object) => {
    asked.push({ how, request: { ...request } });
    return { accessToken: await give() };
  };
  const client = {
    getActiveAccount: () => null,
    getAllAccounts: () => [{ username: "anna@msp.example" }],
    acquireTokenSilent: answer("silent", answers.silent),
    acquireTokenPopup: answer("popup", answers.popup ?? (() => Promise.reject(new Error("not asked")))),
  } as unknown as NestedClient;
  let opened = 0;
  const { office, opened: dialogs } = officeWith(["NestedAppAuth"]);
  const signIn = createMicrosoftSignIn("client-id", {
    office,
    nowMs: () => 0,
    page: PAGE,
    openNested: (clientId) => {
      opened += 1;
      expect(clientId).toBe("client-id");
      return Promise.resolve(client);
    },
  });
  return { signIn, asked, dialogs, openedCount: () => opened };
}

afterEach(() => {
  // Whatever happened: no token is left where another page or the next session finds it.
  expect(
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie]),
  ).not.toContain("token-");
  localStorage.clear();
  sessionStorage.clear();
});

describe("sign-in where Excel holds the account", () => {
  it("takes the account's token without a question and without a dialog", async () => {
    const { signIn, asked, dialogs, openedCount } = nestedWith({ silent: () => Promise.resolve("token-1") });
    expect(await signIn.tokenFor(SCOPES, "", false)).toBe("token-1");
    expect(await signIn.tokenFor(SCOPES, "", true)).toBe("token-1");
    expect(asked.map(({ how, request }) => [how, request["forceRefresh"], request["account"]])).toEqual([
      ["silent", false, { username: "anna@msp.example" }],
      ["silent", true, { username: "anna@msp.example" }],
    ]);
    expect([dialogs, openedCount()]).toEqual([[], 1]);
  });

  it("asks the person once when there is no token yet, also for requests side by side", async () => {
    const { signIn, asked } = nestedWith({
      silent: () => Promise.reject(new Error("interaction_required")),
      popup: () => Promise.resolve("token-2"),
    });
    const both = await Promise.all([signIn.tokenFor(SCOPES, "", false), signIn.tokenFor(SCOPES, "", false)]);
    expect(both).toEqual(["token-2", "token-2"]);
    expect(asked.filter(({ how }) => how === "popup")).toHaveLength(1);
  });

  it("enters a customer's tenant by its authority, and asks nobody when it may not", async () => {
    const open = nestedWith({ silent: () => Promise.resolve("token-3") });
    expect(await open.signIn.tokenFor(SCOPES, "tenant-7", false)).toBe("token-3");
    expect(open.asked[0]?.request["authority"]).toBe("https://login.microsoftonline.com/tenant-7");
    const shut = nestedWith({ silent: () => Promise.reject(new Error("no")) });
    await expect(shut.signIn.tokenFor(SCOPES, "tenant-7", false)).rejects.toThrow(
      "Microsoft does not let this account into the tenant tenant-7.",
    );
    expect(shut.asked.map(({ how }) => how)).toEqual(["silent"]);
  });

  it.each([
    ["user_cancelled", /^Signing in to Microsoft was cancelled\./],
    ["popup_window_error", /^The sign-in window could not be opened\. Allow pop-ups/],
    ["access_denied", /^Microsoft did not sign you in \(access_denied\)\. Try again\.$/],
  ])("says what %s means", async (errorCode, message) => {
    const refused = Object.assign(new Error("about anna@msp.example"), { errorCode });
    const { signIn } = nestedWith({
      silent: () => Promise.reject(new Error("interaction_required")),
      popup: () => Promise.reject(refused),
    });
    await expect(signIn.tokenFor(SCOPES, "", false)).rejects.toThrow(message);
  });

  it("loads Microsoft's client again after it could not be loaded", async () => {
    const { office } = officeWith(["NestedAppAuth"]);
    const answers = [
      () => Promise.reject(new Error("chunk failed")),
      () =>
        Promise.resolve({
          getActiveAccount: () => null,
          getAllAccounts: () => [],
          acquireTokenSilent: () => Promise.resolve({ accessToken: "token-4" }),
        } as unknown as NestedClient),
    ];
    const openNested = () => (answers.shift() ?? fail)();
    const signIn = createMicrosoftSignIn("client-id", { office, nowMs: () => 0, page: PAGE, openNested });
    await expect(signIn.tokenFor(SCOPES, "", false)).rejects.toThrow(
      /could not be loaded\. Check the network/,
    );
    expect(await signIn.tokenFor(SCOPES, "", false)).toBe("token-4");
  });
});

describe("sign-in in a dialog", () => {
  it("is how it is done where Excel holds no account", async () => {
    const { token, opened, closedCount } = overDialogs([said("token-1")]);
    expect(await token()).toBe("token-1");
    const address = new URL(opened[0] ?? "");
    expect(address.origin + address.pathname).toBe(`${ORIGIN}/sign-in.html`);
    expect(Object.fromEntries(address.searchParams)).toEqual({
      client: "client-id",
      scopes: SCOPES.join(" "),
    });
    expect(closedCount()).toBe(1);
  });

  it("opens no second dialog while the token is good, nor while one is open", async () => {
    const { token, opened, setNow } = overDialogs([said("token-1"), said("token-2"), said("token-3")]);
    expect(await Promise.all([token(), token(), token()])).toEqual(["token-1", "token-1", "token-1"]);
    setNow(HOUR_MS - 60_001);
    expect(await token()).toBe("token-1");
    expect(opened).toHaveLength(1);
    setNow(HOUR_MS - 60_000);
    expect(await token()).toBe("token-2");
    // Microsoft did not take the token: another one is asked for.
    expect(await token(true)).toBe("token-3");
  });

  it.each([
    [12006, /^Signing in to Microsoft was cancelled\. Nothing was fetched/],
    [12002, /^The sign-in page could not be loaded/],
    [12003, /not secure/],
    [1, /^The sign-in window ended without an answer/],
  ])("says what it means that the dialog ended with %i, and can be tried again", async (code, message) => {
    const { token, opened } = overDialogs([{ kind: "ended", code }, said("token-1")]);
    await expect(token()).rejects.toThrow(message);
    expect(await token()).toBe("token-1");
    expect(opened).toHaveLength(2);
  });

  it.each([
    [12009, /^The sign-in window could not be opened\. Allow pop-ups for this add-in and try again\.$/],
    [12011, /^The sign-in window could not be opened/],
    [12007, /^Another window of this add-in is open/],
    [12004, /put sign-in\.html beside it/],
  ])(
    "says what it means that no dialog was opened with %i, and can be tried again",
    async (code, message) => {
      const { token } = overDialogs([{ kind: "not opened", code }, said("token-1")]);
      await expect(token()).rejects.toThrow(message);
      expect(await token()).toBe("token-1");
    },
  );

  it("takes a token from the pane's own origin only", async () => {
    const foreign = (origin: string): { message: string; origin: string } => ({
      message: signedIn("token-of-another-page"),
      origin,
    });
    const { token, closedCount } = overDialogs([
      {
        kind: "said",
        messages: [
          foreign("https://evil.example"),
          foreign(`${ORIGIN}.evil.example`),
          foreign("null"),
          { message: signedIn("token-without-origin") },
          { message: signedIn("token-1"), origin: ORIGIN },
        ],
      },
    ]);
    expect(await token()).toBe("token-1");
    expect(closedCount()).toBe(1);
  });

  it("takes a message without an origin where Excel names none and passes only the own one's", async () => {
    const { token } = overDialogs([{ kind: "said", messages: [{ message: signedIn("token-1") }] }], []);
    expect(await token()).toBe("token-1");
  });

  it.each(["not JSON", "null", '{"kind":"signed in","accessToken":1}', '{"kind":"other"}'])(
    "does not take %s for an answer",
    async (message) => {
      const { token } = overDialogs([{ kind: "said", messages: [{ message, origin: ORIGIN }] }]);
      await expect(token()).rejects.toThrow("The sign-in window answered with something else. Try again.");
    },
  );

  it("enters no customer's tenant, and says so without opening anything", async () => {
    const { signIn, opened } = overDialogs([]);
    await expect(signIn.tokenFor(SCOPES, "tenant-7", false)).rejects.toThrow(/own tenant only/);
    expect(opened).toEqual([]);
  });
});

describe("the page inside the dialog", () => {
  async function visit(search: string, client: Partial<RedirectClient>): Promise<readonly DialogMessage[]> {
    const told: DialogMessage[] = [];
    await signInWithinDialog({
      search,
      storage: sessionStorage,
      nowMs: () => 5,
      open: () => Promise.resolve(client as RedirectClient),
      tell: (message) => told.push(message),
    });
    return told;
  }
  const QUESTION = `?client=client-id&scopes=${encodeURIComponent(SCOPES.join(" "))}`;

  it("goes to Microsoft first, and hands the token over when it comes back without its query", async () => {
    const asked: unknown[] = [];
    const leaving = {
      handleRedirectPromise: () => Promise.resolve(null),
      acquireTokenRedirect: (request: unknown) => Promise.resolve(void asked.push(request)),
    };
    expect(await visit(QUESTION, leaving)).toEqual([]);
    expect(asked).toEqual([{ scopes: SCOPES }]);
    const answer = { accessToken: "token-9", expiresOn: new Date(HOUR_MS) };
    const back = { handleRedirectPromise: () => Promise.resolve(answer) } as unknown as RedirectClient;
    expect(await visit("", back)).toEqual([
      { kind: "signed in", accessToken: "token-9", expiresAtMs: HOUR_MS },
    ]);
  });

  it("says why it failed by Microsoft's code, and nothing of the account", async () => {
    const refused = Object.assign(new Error("anna@msp.example"), { errorCode: "access_denied" });
    const failing = { handleRedirectPromise: () => Promise.reject(refused) };
    expect(await visit(QUESTION, failing)).toEqual([
      { kind: "failed", message: "Microsoft did not sign you in (access_denied). Try again." },
    ]);
    expect(await visit("", {})).toMatchObject([{ kind: "failed" }]);
  });

  it("does nothing when it was opened without a question", async () => {
    expect(await visit("", {})).toEqual([
      { kind: "failed", message: "Microsoft did not sign you in. Try again." },
    ]);
  });
});

function fail(): never {
  throw new Error("asked too often");
}
