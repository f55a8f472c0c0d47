import type { RelayAccess } from "../access";

const REGIONS = ["app", "eu", "oc", "ca", "us2"];

/** NinjaOne: client credentials with the scope that only reads. */
export const access: RelayAccess = {
  kind: "relay",
  fields: [
    {
      name: "region",
      label: "Region (the first word of your sign-in address)",
      isSecret: false,
      options: REGIONS,
    },
    { name: "clientId", label: "Client id (API services application)", isSecret: true },
    { name: "clientSecret", label: "Client secret", isSecret: true },
  ],
  base: ({ region }) => `https://${region ?? ""}.ninjarmm.com/v2/`,
  hosts: /^(app|eu|oc|ca|us2)\.ninjarmm\.com$/,
  allowed: [
    { method: "GET", path: /^(organizations|devices)$/ },
    { method: "GET", path: /^queries\/backup\/usage$/ },
  ],
  signIn: {
    kind: "token",
    tokenUrl: ({ region }) => `https://${region ?? ""}.ninjarmm.com/ws/oauth/token`,
    grant: "client_credentials",
    client: ({ clientId = "", clientSecret = "" }) => ({ id: clientId, secret: clientSecret }),
    clientIn: "form",
    parameters: () => ({ scope: "monitoring" }),
  },
};
