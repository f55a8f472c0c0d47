import { basic, type RelayAccess } from "../access";

/** Huntress: an API key of the account. */
export const access: RelayAccess = {
  kind: "relay",
  fields: [
    { name: "publicKey", label: "API key", isSecret: true },
    { name: "privateKey", label: "API secret key", isSecret: true },
  ],
  base: () => "https://api.huntress.io/v1/",
  hosts: /^api\.huntress\.io$/,
  allowed: [{ method: "GET", path: /^(account|organizations)$/ }],
  signIn: {
    kind: "headers",
    headers: ({ publicKey = "", privateKey = "" }) => basic(publicKey, privateKey),
  },
};
