import { get as getOverHttp } from "node:http";
import { get as getOverHttps } from "node:https";

// Asks the relay on this machine whether it is well, for the health check of its image.
const { RELAY_PORT = "8443", RELAY_TLS_CERT = "" } = process.env;
// The certificate is made out to the public name, not to this address; nothing secret is sent.
const options = { host: "127.0.0.1", port: RELAY_PORT, path: "/health", rejectUnauthorized: false };
const get = RELAY_TLS_CERT === "" ? getOverHttp : getOverHttps;
get(options, ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1)).on("error", () => process.exit(1));
