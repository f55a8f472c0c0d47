import type { Credentials } from "../../src/connectors";
import { autotaskApp } from "./autotask";
import { connectwiseApp } from "./connectwise";
import { dattoRmmApp } from "./datto-rmm";
import { halopsaApp } from "./halopsa";
import { huntressApp } from "./huntress";
import { microsoftGraphApp } from "./microsoft-graph";
import { ninjaoneApp } from "./ninjaone";
import { pax8App } from "./pax8";
import { quickbooksApp } from "./quickbooks";
import type { VendorApp } from "./simulator";
import { uuidOf, type Company } from "./world";
import { xeroApp } from "./xero";

/** A simulator and the invented credentials that it accepts. */
export interface Vendor {
  readonly app: (world: readonly Company[]) => VendorApp;
  readonly credentials: Credentials;
}

/** Every simulator by its system. */
export const VENDORS: Readonly<Record<string, Vendor>> = {
  connectwise: {
    app: connectwiseApp,
    credentials: {
      region: "na",
      company: "msp",
      publicKey: "public-secret",
      privateKey: "private-secret",
      clientId: "client-id-secret",
    },
  },
  autotask: {
    app: autotaskApp,
    credentials: {
      zone: "5",
      userName: "user-secret",
      secret: "autotask-secret",
      integrationCode: "code-secret",
    },
  },
  halopsa: {
    app: halopsaApp,
    credentials: {
      host: "msp.halopsa.com",
      tenant: "msp",
      clientId: "client-id-secret",
      clientSecret: "halo-secret",
    },
  },
  xero: {
    app: xeroApp,
    credentials: {
      tenantId: uuidOf(9, 1),
      clientId: "client-id-secret",
      clientSecret: "xero-secret",
      refreshToken: "refresh-token-secret-0",
    },
  },
  quickbooks: {
    app: quickbooksApp,
    credentials: {
      realm: "123145000000001",
      clientId: "client-id-secret",
      clientSecret: "intuit-secret",
      refreshToken: "refresh-token-secret-0",
    },
  },
  "microsoft-graph": { app: microsoftGraphApp, credentials: {} },
  pax8: { app: pax8App, credentials: { clientId: "client-id-secret", clientSecret: "pax8-secret" } },
  ninjaone: {
    app: ninjaoneApp,
    credentials: { region: "app", clientId: "client-id-secret", clientSecret: "ninja-secret" },
  },
  "datto-rmm": {
    app: dattoRmmApp,
    credentials: { platform: "concord", apiKey: "key-secret", apiSecret: "datto-secret" },
  },
  huntress: { app: huntressApp, credentials: { publicKey: "public-secret", privateKey: "private-secret" } },
};
