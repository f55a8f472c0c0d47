import type { RelayAccess } from "../access";

/** Autotask PSA: an API-only user, in the zone of the account. */
export const access: RelayAccess = {
  kind: "relay",
  fields: [
    {
      name: "zone",
      label: "Zone number (the digits in webservicesN.autotask.net of your sign-in address)",
      isSecret: false,
      pattern: /^\d{1,2}$/,
    },
    { name: "userName", label: "User name of the API user", isSecret: true },
    { name: "secret", label: "Secret of the API user", isSecret: true },
    { name: "integrationCode", label: "API tracking identifier (integration code)", isSecret: true },
  ],
  base: ({ zone }) => `https://webservices${zone ?? ""}.autotask.net/ATServicesRest/V1.0/`,
  hosts: /^webservices\d{1,2}\.autotask\.net$/,
  // The next page of a query has its own path below it.
  allowed: [
    {
      method: "POST",
      path: /^(ContractServiceUnits|ContractServiceBundleUnits|ContractServices|ContractServiceBundles|Contracts|Services|ServiceBundles|Companies)\/query(\/count|\/next)?$/,
    },
  ],
  signIn: {
    kind: "headers",
    headers: ({ userName = "", secret = "", integrationCode = "" }) => ({
      ApiIntegrationCode: integrationCode,
      UserName: userName,
      Secret: secret,
    }),
  },
};
