import { autotask } from "./autotask/connector";
import { connectwise } from "./connectwise/connector";
import type { Connector } from "./connector";
import { dattoRmm } from "./datto-rmm/connector";
import { halopsa } from "./halopsa/connector";
import { huntress } from "./huntress/connector";
import { microsoftGraph } from "./microsoft-graph/connector";
import { ninjaone } from "./ninjaone/connector";
import { pax8 } from "./pax8/connector";
import { quickbooks } from "./quickbooks/connector";
import { xero } from "./xero/connector";

/** Every system that can be connected. Adding one is a folder and a line here. */
export const SYSTEMS: readonly Connector[] = [
  connectwise,
  autotask,
  halopsa,
  xero,
  quickbooks,
  microsoftGraph,
  pax8,
  ninjaone,
  dattoRmm,
  huntress,
];

/** The connector of a system. @throws Error for a system that is not known */
export function connectorOf(system: string): Connector {
  const found = SYSTEMS.find((connector) => connector.system === system);
  if (found !== undefined) return found;
  const known = SYSTEMS.map((connector) => connector.system).join(", ");
  throw new Error(`There is no system "${system}". Known are: ${known}.`);
}
