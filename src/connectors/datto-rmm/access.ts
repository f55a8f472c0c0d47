import type { RelayAccess } from "../access";

const PLATFORMS = ["pinotage", "merlot", "concord", "vidal", "zinfandel", "syrah"];

/** Datto RMM: the API key of a user is changed into a token that lives 100 hours. */
export const access: RelayAccess = {
  kind: "relay",
  fields: [
    {
      name: "platform",
      label: "Platform (as in the address of the portal)",
      isSecret: false,
      options: PLATFORMS,
    },
    { name: "apiKey", label: "API key", isSecret: true },
    { name: "apiSecret", label: "API secret key", isSecret: true },
  ],
  base: ({ platform }) => `https://${platform ?? ""}-api.centrastage.net/api/v2/`,
  hosts: /^(pinotage|merlot|concord|vidal|zinfandel|syrah)-api\.centrastage\.net$/,
  allowed: [{ method: "GET", path: /^account(\/sites|\/devices)?$/ }],
  signIn: {
    kind: "token",
    tokenUrl: ({ platform }) => `https://${platform ?? ""}-api.centrastage.net/auth/oauth/token`,
    grant: "password",
    // The client is the same for everybody; what is secret is the key (Datto RMM API v2, authentication).
    client: () => ({ id: "public-client", secret: "public" }),
    clientIn: "header",
    parameters: ({ apiKey = "", apiSecret = "" }) => ({ username: apiKey, password: apiSecret }),
  },
};
