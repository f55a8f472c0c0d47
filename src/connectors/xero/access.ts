import type { RelayAccess } from "../access";

/** Xero: consent of a person; each refresh token is used once. */
export const access: RelayAccess = {
  kind: "relay",
  fields: [
    {
      name: "tenantId",
      label: "Xero tenant id of the organisation",
      isSecret: false,
      pattern: /^[\da-f-]{36}$/i,
    },
    { name: "clientId", label: "Client id of the Xero app", isSecret: true },
    { name: "clientSecret", label: "Client secret of the Xero app", isSecret: true },
  ],
  base: () => "https://api.xero.com/api.xro/2.0/",
  hosts: /^api\.xero\.com$/,
  allowed: [{ method: "GET", path: /^(RepeatingInvoices|Invoices|Organisation)$/ }],
  signIn: {
    kind: "consent",
    consentUrl: "https://login.xero.com/identity/connect/authorize",
    tokenUrl: () => "https://identity.xero.com/connect/token",
    scope: "offline_access accounting.transactions.read accounting.settings.read",
  },
  headers: ({ tenantId = "" }) => ({ "xero-tenant-id": tenantId }),
};
