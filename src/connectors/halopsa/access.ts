import type { RelayAccess } from "../access";

/** HaloPSA: an API application with client credentials; hosted ones live below halopsa.com or haloitsm.com. */
export const access: RelayAccess = {
  kind: "relay",
  fields: [
    {
      name: "host",
      label: "Host (for example yourcompany.halopsa.com)",
      isSecret: false,
      pattern: /^[a-z\d-]+\.(halopsa|haloitsm)\.com$/,
    },
    { name: "tenant", label: "Tenant (Configuration, Integrations, HaloPSA API)", isSecret: false },
    { name: "clientId", label: "Client id", isSecret: true },
    { name: "clientSecret", label: "Client secret", isSecret: true },
  ],
  base: ({ host }) => `https://${host ?? ""}/api/`,
  hosts: /^[a-z\d-]+\.(halopsa|haloitsm)\.com$/,
  allowed: [{ method: "GET", path: /^RecurringInvoice$/ }],
  signIn: {
    kind: "token",
    tokenUrl: ({ host, tenant }) =>
      `https://${host ?? ""}/auth/token?tenant=${encodeURIComponent(tenant ?? "")}`,
    grant: "client_credentials",
    client: ({ clientId = "", clientSecret = "" }) => ({ id: clientId, secret: clientSecret }),
    clientIn: "form",
    parameters: () => ({ scope: "all" }),
  },
};
