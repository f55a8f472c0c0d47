import { basic, type RelayAccess } from "../access";

/** ConnectWise PSA: three keys and a client id that "is to be kept like a password". */
export const access: RelayAccess = {
  kind: "relay",
  fields: [
    { name: "region", label: "Region", isSecret: false, options: ["na", "eu", "au"] },
    { name: "company", label: "Company id (as at sign-in)", isSecret: false },
    { name: "publicKey", label: "Public key of the API member", isSecret: true },
    { name: "privateKey", label: "Private key of the API member", isSecret: true },
    { name: "clientId", label: "Client id (developer.connectwise.com)", isSecret: true },
  ],
  base: ({ region }) => `https://api-${region ?? ""}.myconnectwise.net/v4_6_release/apis/3.0/`,
  hosts: /^api-(na|eu|au)\.myconnectwise\.net$/,
  allowed: [
    { method: "GET", path: /^finance\/agreements(\/count)?$/ },
    { method: "GET", path: /^finance\/agreements\/\d+\/additions(\/count)?$/ },
    { method: "GET", path: /^system\/info$/ },
  ],
  signIn: {
    kind: "headers",
    headers: ({ company = "", publicKey = "", privateKey = "", clientId = "" }) => ({
      ...basic(`${company}+${publicKey}`, privateKey),
      clientId,
    }),
  },
};
