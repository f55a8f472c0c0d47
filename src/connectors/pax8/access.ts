import type { RelayAccess } from "../access";

/** Pax8: client credentials in JSON; a token lives 24 hours. Answers no browser of another origin. */
export const access: RelayAccess = {
  kind: "relay",
  fields: [
    { name: "clientId", label: "Client id (Pax8, Integrations, API credentials)", isSecret: true },
    { name: "clientSecret", label: "Client secret", isSecret: true },
  ],
  base: () => "https://api.pax8.com/v1/",
  hosts: /^api\.pax8\.com$/,
  allowed: [{ method: "GET", path: /^(companies|subscriptions)$/ }],
  signIn: {
    kind: "token",
    tokenUrl: () => "https://api.pax8.com/v1/token",
    grant: "client_credentials",
    client: ({ clientId = "", clientSecret = "" }) => ({ id: clientId, secret: clientSecret }),
    clientIn: "json",
    parameters: () => ({ audience: "https://api.pax8.com" }),
  },
};
