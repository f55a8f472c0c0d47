import { firstText, type Connector } from "../connector";
import { checked, type HttpReply } from "../http";
import { named, rowsOf, type Paging, type Reader } from "../reader";
import type { UsageRow } from "../rows";
import { access } from "./access";
import { backupUsageSchema, deviceSchema, organizationSchema, queryPageSchema } from "./schema";

const PAGE_SIZE = 1000;
const BYTES_PER_GB = 1_000_000_000;

/** Bare lists: the next page begins after the last id, and an empty one is the end. A short page need not be the last. */
const paging: Paging<number> = {
  first: 0,
  query: (after) => ({ pageSize: PAGE_SIZE, ...(after === 0 ? {} : { after }) }),
  page(reply) {
    const rows = rowsOf(reply);
    return { rows, next: rows.length === 0 ? null : lastIdOf(rows, reply), total: null, isNextGuessed: true };
  },
};

type Organizations = ReadonlyMap<number, string>;

/** Usage is one row per approved device, and the cloud storage of its backups in GB. */
export const ninjaone: Connector = {
  system: "ninjaone",
  title: "NinjaOne",
  side: "usage",
  access,
  datasets: [
    { id: "devices", label: "Devices", isDefault: true },
    { id: "backup", label: "Backup storage", isDefault: false },
  ],
  async test(reader) {
    const found = await reader.one(
      { path: "organizations", query: { pageSize: 1 } },
      organizationSchema.array(),
    );
    return found.length === 0
      ? "Signed in to NinjaOne. This account sees no organization."
      : "Signed in to NinjaOne. Organizations and devices can be read.";
  },
  async fetch(reader, { datasets }) {
    const organizations: Organizations = new Map(
      (await reader.list(named("organizations", organizationSchema, paging))).map(({ id, name }) => [
        id,
        name,
      ]),
    );
    return [
      ...(datasets.has("devices") ? await deviceRows(reader, organizations) : []),
      ...(datasets.has("backup") ? await backupRows(reader, organizations) : []),
    ];
  },
};

async function deviceRows(reader: Reader, organizations: Organizations): Promise<readonly UsageRow[]> {
  const devices = await reader.list(named("devices", deviceSchema, paging));
  return devices.flatMap((device): readonly UsageRow[] => {
    if (device.approvalStatus !== "APPROVED") {
      reader.leaveOut(`devices that are ${device.approvalStatus.toLowerCase()}, not approved`);
      return [];
    }
    const client = clientOf(device.organizationId, device.id, organizations, reader);
    if (client === null) return [];
    return [
      {
        ...client,
        tenant: "",
        product: classWords(device.nodeClass),
        productId: device.nodeClass,
        quantity: 1,
        unit: "",
        item: firstText(device.systemName, device.displayName, String(device.id)),
        details: {},
      },
    ];
  });
}

async function backupRows(reader: Reader, organizations: Organizations): Promise<readonly UsageRow[]> {
  const usages = await reader.list({
    what: "backup usage",
    schema: backupUsageSchema,
    idOf: ({ id }) => id,
    first: "",
    request: (cursor) => ({
      path: "queries/backup/usage",
      query: { pageSize: PAGE_SIZE, ...(cursor === "" ? {} : { cursor }) },
    }),
    page({ json, context }) {
      const { results, cursor } = checked(queryPageSchema, json, context);
      const hasMore = (cursor?.count ?? 0) > 0 && results.length > 0;
      return { rows: results, next: hasMore ? (cursor?.name ?? null) : null, total: null };
    },
  });
  return usages.flatMap((usage): readonly UsageRow[] => {
    const bytes = usage.references?.backupUsage?.cloudTotalSize;
    const client = clientOf(usage.organizationId ?? -1, usage.id, organizations, reader);
    if (client === null) return [];
    if (bytes === null || bytes === undefined) {
      reader.leaveOut("devices without cloud backups");
      return [];
    }
    return [
      {
        ...client,
        tenant: "",
        product: "Cloud backup storage",
        productId: "cloudTotalSize",
        // Decimal gigabytes to the byte; a rule's unit factor makes other units of it.
        quantity: Number((bytes / BYTES_PER_GB).toFixed(9)),
        unit: "GB",
        item: firstText(usage.systemName, String(usage.id)),
        details: {},
      },
    ];
  });
}

function clientOf(
  organizationId: number,
  deviceId: number,
  organizations: Organizations,
  reader: Reader,
): Pick<UsageRow, "client" | "clientId"> | null {
  const client = organizations.get(organizationId);
  if (client !== undefined) return { client, clientId: `ninjaone:${organizationId}` };
  const message = `Device ${deviceId} belongs to an organization that is not in the list of organizations.`;
  reader.doubt({ kind: "missing rows", message });
  return null;
}

/** The last id of a page; rows without one are reported as rows, and only a page without any ends the list. */
function lastIdOf(rows: readonly unknown[], { context }: HttpReply): number {
  const last = rows.findLast((row) => organizationIdSchema.safeParse(row).success);
  return checked(organizationIdSchema, last ?? rows.at(-1), context).id;
}
const organizationIdSchema = organizationSchema.pick({ id: true });

/** WINDOWS_SERVER reads as "Windows server". */
function classWords(nodeClass: string): string {
  const words = nodeClass.toLowerCase().split("_").join(" ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
