/**
 * The companies that all simulators speak of: invented, and the same in every system, so that what one bills can be
 * compared with what another reports. Built by counting, so that every run sees the same.
 */
export interface Company {
  /** From 1. */
  readonly number: number;
  readonly name: string;
  readonly tenantId: string;
  readonly services: readonly WorldService[];
}

/** A service that a company is billed for, and how much of it is in use. */
export interface WorldService {
  readonly kind: ServiceKind;
  readonly billed: number;
  readonly used: number;
}

export type ServiceKind = keyof typeof SERVICES;

/** What is sold, and what it is called where it is billed and where it is used. */
export const SERVICES = {
  m365: { name: "Microsoft 365 Business Premium", sku: "CFQ7TTC0LCHC", price: 22 },
  workstation: { name: "Windows workstation", sku: "RMM-WS", price: 25 },
  server: { name: "Windows server", sku: "RMM-SRV", price: 75.5 },
  edr: { name: "Huntress Managed EDR", sku: "HUN-EDR", price: 4.25 },
} as const;

const FIRST = [
  "Harbor",
  "Summit",
  "Cedar",
  "Lakeside",
  "Granite",
  "Meadow",
  "Copper",
  "Juniper",
  "Orchard",
  "Falcon",
];
const SECOND = [
  "Dental",
  "Logistics",
  "Architects",
  "Foods",
  "Legal",
  "Clinic",
  "Printing",
  "Schools",
  "Motors",
  "Design",
];

/**
 * Billed and used quantities differ in a pattern: the first company is the one of the example, 38 billed and 42 used.
 * `copies` repeats each service, for many rows of few companies.
 */
export function createWorld(companies = 12, copies = 1): readonly Company[] {
  return Array.from({ length: companies }, (_, at) => {
    const number = at + 1;
    const seats = number === 1 ? 38 : 5 + ((number * 7) % 40);
    const more = number === 1 ? 4 : number % 5 === 2 ? -3 : number % 4 === 3 ? 2 : 0;
    const workstations = 4 + ((number * 5) % 17);
    const servers = 1 + (number % 3);
    const services: readonly WorldService[] = [
      { kind: "m365", billed: seats, used: seats + more },
      { kind: "workstation", billed: workstations, used: workstations + (number % 6 === 4 ? 1 : 0) },
      { kind: "server", billed: servers, used: servers },
      ...(number % 2 === 1
        ? [
            {
              kind: "edr" as const,
              billed: workstations,
              used: number % 3 === 0 ? workstations - 1 : workstations,
            },
          ]
        : []),
    ];
    return {
      number,
      name: `${FIRST[at % 10] ?? ""} ${SECOND[Math.floor(at / 10 + at) % 10] ?? ""}${at < 100 ? "" : ` ${number}`}`,
      tenantId: `7a000000-0000-4000-8000-${String(number).padStart(12, "0")}`,
      services: Array.from({ length: copies }, () => services).flat(),
    };
  });
}

/** How much a company uses of a service. */
export function usedOf(company: Company, kind: ServiceKind): number {
  return company.services.find((service) => service.kind === kind)?.used ?? 0;
}

/** A number of the world as a UUID, for systems that have such ids. */
export function uuidOf(kind: number, number: number): string {
  return `${String(kind).padStart(8, "0")}-0000-4000-8000-${String(number).padStart(12, "0")}`;
}
