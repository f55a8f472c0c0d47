import { createHash } from "node:crypto";
import { html, raw } from "hono/html";
import type { AccessField } from "../connectors";
import { secretsOf, type Draft } from "./draft";

/** A page as text; everything that somebody typed is escaped in it. */
export type PageText = ReturnType<typeof html>;

const STYLE = `body{font:16px/1.5 "Segoe UI",system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;color:#242424;background:#fff}
label{display:block;margin-top:1rem;font-weight:600}
input{font:inherit;width:100%;box-sizing:border-box;padding:.4rem;border:1px solid #616161;border-radius:4px}
button{font:inherit;margin-top:1.5rem;padding:.5rem 1.25rem;color:#fff;background:#0f548c;border:0;border-radius:4px}
dt{font-weight:600}dd{margin:0 0 .5rem}.wrong{color:#b10e1c}
:focus-visible{outline:2px solid #242424;outline-offset:2px}
@media(prefers-color-scheme:dark){body{color:#fff;background:#1f1f1f}input{color:#fff;background:#292929;border-color:#adadad}a{color:#62abf5}.wrong{color:#f1707b}:focus-visible{outline-color:#fff}}`;

/** As one text, because its hash in the policy counts every blank. */
const STYLE_ELEMENT = `<style>${STYLE}</style>`;

/** These pages run no script, load nothing, send their form to the relay only, and are shown in no frame. */
export const PAGE_POLICY = {
  defaultSrc: ["'none'"],
  styleSrc: [`'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};

/** The form that asks for the secrets of a connection. `wrong` are fields whose last answer did not fit. */
export function formPage(draft: Draft, by: string, wrong: readonly AccessField[]): PageText {
  const { title, name, access, settings, address } = draft;
  const known = access.fields.flatMap((field) =>
    field.isSecret ? [] : [[field.label, settings[field.name] ?? ""] as const],
  );
  const isConsent = access.signIn.kind === "consent";
  return page(
    `Add ${title}`,
    html`<p>
        This page belongs to the relay. What you enter goes to the relay only, is kept encrypted, and is never
        shown again.
      </p>
      <dl>
        <dt>Name</dt>
        <dd>${name}</dd>
        <dt>Asked for by</dt>
        <dd>${by}</dd>
        ${[...known, ...(address === "" ? [] : [["Address", address] as const])].map(
          ([label, value]) =>
            html`<dt>${label}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>
      <form method="post" autocomplete="off">
        ${secretsOf(draft).map((field) => input(field, wrong.includes(field)))}
        <button type="submit">${isConsent ? `Go on to ${title}` : "Add the connection"}</button>
      </form>`,
  );
}

function input({ name, label, hint }: AccessField, isWrong: boolean): PageText {
  return html`<label for="${name}">${label}</label>
    ${hint === undefined ? "" : html`<p>${hint}</p>`}
    <input
      type="password"
      id="${name}"
      name="${name}"
      required
      autocomplete="off"
      spellcheck="false"
      ${isWrong ? raw(`aria-invalid="true" aria-describedby="${name}-wrong"`) : ""}
    />
    ${
      isWrong
        ? html`<p class="wrong" id="${name}-wrong">This is needed, as one line. Enter all fields again.</p>`
        : ""
    }`;
}

/** Sends the person on to consent at the system; `redirectUri` has to be registered with its app first. */
export function consentPage({ title }: Draft, redirectUri: string, address: string): PageText {
  return page(
    `Consent at ${title}`,
    html`<p>Register this address as a redirect address of the app, if it is not yet:</p>
      <p><strong>${redirectUri}</strong></p>
      <p><a href="${address}" rel="noreferrer">Consent at ${title}</a></p>
      <p>The connection is added when you come back from there, within ten minutes.</p>`,
  );
}

export function donePage({ name }: Draft): PageText {
  return page(
    "The connection is added",
    html`<p>${name} is added. Close this page, go back to Excel and test the connection there.</p>`,
  );
}

export function problemPage(message: string): PageText {
  return page("This did not work", html`<p>${message}</p>`);
}

function page(heading: string, content: PageText): PageText {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="robots" content="noindex" />
        <title>${heading}</title>
        ${raw(STYLE_ELEMENT)}
      </head>
      <body>
        <main>
          <h1>${heading}</h1>
          ${content}
        </main>
      </body>
    </html>`;
}
