import type { RelayAccess } from "../access";

/** QuickBooks Online: consent of a person; the refresh token is replaced while it is used. */
export const access: RelayAccess = {
  kind: "relay",
  fields: [
    { name: "realm", label: "Company id (realm)", isSecret: false, pattern: /^\d{6,20}$/ },
    { name: "clientId", label: "Client id of the Intuit app", isSecret: true },
    { name: "clientSecret", label: "Client secret of the Intuit app", isSecret: true },
  ],
  base: ({ realm }) => `https://quickbooks.api.intuit.com/v3/company/${realm ?? ""}/`,
  hosts: /^quickbooks\.api\.intuit\.com$/,
  allowed: [{ method: "GET", path: /^query$/ }],
  signIn: {
    kind: "consent",
    consentUrl: "https://appcenter.intuit.com/connect/oauth2",
    tokenUrl: () => "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer",
    scope: "com.intuit.quickbooks.accounting",
  },
};
