import { z } from "zod";
import { firstText, type Connector } from "../connector";
import { checked } from "../http";
import { byNextAddress, rowsOf, type Reader } from "../reader";
import type { UsageRow } from "../rows";
import { access } from "./access";
import { deviceSchema, pageDetailsSchema, siteSchema } from "./schema";

const PAGE_SIZE = 250;

/** Usage is one row per device that is not deleted. */
export const dattoRmm: Connector = {
  system: "datto-rmm",
  title: "Datto RMM",
  side: "usage",
  access,
  datasets: [{ id: "devices", label: "Devices", isDefault: true }],
  // 600 reads a minute; past 90 % each is slowed down, and past the limit the account is blocked for five minutes.
  rate: { requests: 500, windowMs: 60_000 },
  async test(reader) {
    const { name } = await reader.one({ path: "account" }, z.looseObject({ name: z.string().nullish() }));
    return `Signed in to Datto RMM${firstText(name) === "" ? "" : ` as ${firstText(name)}`}.`;
  },
  async fetch(reader) {
    const sites = new Map(
      (await list(reader, "sites", siteSchema)).map((site) => [site.uid, { ...site, found: 0 }]),
    );
    const devices = await list(reader, "devices", deviceSchema);
    const rows = devices.flatMap((device): readonly UsageRow[] => {
      if (device.deleted === true) {
        reader.leaveOut("deleted devices");
        return [];
      }
      const site = sites.get(device.siteUid);
      if (site === undefined) {
        const message = `Device ${device.uid} belongs to a site that is not in the list of sites.`;
        reader.doubt({ kind: "missing rows", message });
        return [];
      }
      site.found += 1;
      return [
        {
          client: site.name,
          // A site that belongs to an Autotask company is that client, whatever either is called.
          clientId: firstText(site.autotaskCompanyId)
            ? `autotask:${firstText(site.autotaskCompanyId)}`
            : `datto-rmm:${site.uid}`,
          tenant: "",
          product: firstText(device.deviceType?.category, device.deviceClass) || "Device",
          productId: firstText(device.deviceClass),
          quantity: 1,
          unit: "",
          item: firstText(device.hostname, device.uid),
          details: {
            Suspended: device.suspended === true ? "yes" : "no",
            Antivirus: device.antivirus?.antivirusProduct ?? "",
          },
        },
      ];
    });
    for (const { name, devicesStatus, found } of sites.values()) {
      const said = devicesStatus?.numberOfDevices ?? found;
      if (said > found) {
        const message = `Site ${name} has ${said} devices and the list gave ${found}.`;
        reader.doubt({ kind: "missing rows", message });
      }
    }
    return rows;
  },
};

function list<T extends { readonly uid: string }>(
  reader: Reader,
  what: "sites" | "devices",
  schema: z.ZodType<T>,
): Promise<readonly T[]> {
  return reader.list(
    byNextAddress({
      what,
      schema,
      idOf: ({ uid }) => uid,
      first: { path: `account/${what}`, query: { page: 0, max: PAGE_SIZE } },
      pageOf(reply) {
        const { pageDetails } = checked(pageDetailsSchema, reply.json, reply.context);
        return {
          rows: rowsOf(reply, what),
          next: pageDetails.nextPageUrl ?? null,
          total: pageDetails.totalCount ?? null,
        };
      },
    }),
  );
}
