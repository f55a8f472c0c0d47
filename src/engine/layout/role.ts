import type { Field, SourceRole } from "../records";
import { foldText } from "../normalise";
import { foldHeader } from "./vocabulary";

/** What is known about a region when its role is chosen. */
export interface RoleEvidence {
  readonly sheetName: string;
  readonly columns: Readonly<Partial<Record<Field, number>>>;
  readonly headers: readonly string[];
  readonly countsRows: boolean;
  readonly hasCrosstab: boolean;
  readonly hasDataRows: boolean;
  /** True when most rows name the invoice that bills them. */
  readonly isInvoiced: boolean;
}

/** A role with the sum of what speaks for it: positive is billed, negative is usage. */
export interface RoleChoice {
  readonly role: SourceRole;
  readonly billedScore: number;
  readonly reasons: readonly string[];
}

const BILLED_HEADERS =
  /\b(invoice|rechnung|facture|agreement|contract|bill customer|billed|charge|nominal|rate|sales price|ext price|rrp)\b/;
const USAGE_HEADERS =
  /\b(usage|consumed|meter|resource|device|host ?name|serial|endpoint|agent|last seen|seats used|used|assigned|operating system|os version|enrolled|mailbox|workload|protected|license name|backup)\b/;
/** Columns of two of these kinds make a list of work: neither a bill nor what is used. */
const WORK_HEADERS: readonly RegExp[] = [
  /^(ticket( (id|number|no))?|work (type|role)|vorgang)$/,
  /\b(technician|engineer|consultant|techniker|berater|tecnico|consultor)\b/,
  /\b(hours|time spent|duration|stunden|dauer|horas|duracion)\b/,
  /^(priority|prioritat|prioridad)$/,
  /^queue$/,
];
/** Headers of a column that names the invoice of a row. */
export const INVOICE_NUMBER = /^(invoice (number|no|id)|rechnungsnummer|rechnungsnr)$/;
const USAGE_DAY = /^usage (start )?date( time)?$/;
const BILLED_NAMES =
  /\b(invoice|invoices|billing|billed|rechnung|rechnungen|agreement|agreements|additions|charges|psa|sales|recurring|contracts?|abrechnung|vertrage|vertrag|faktura|facturas?|facturacion|albaranes)\b/;
const USAGE_NAMES =
  /\b(usage|devices?|licen[cs]es?|seats|users|agents|backup|inventory|report|mailboxes|lizenzen)\b/;

/** Decides whether a region states what is billed or what is used; a region that states neither is only listed. */
export function chooseRole(evidence: RoleEvidence): RoleChoice {
  const { columns, headers } = evidence;
  const has = (field: Field): boolean => columns[field] !== undefined;
  const hasWho = has("client") || has("tenant") || has("clientId");
  const counts = has("quantity") || evidence.countsRows || evidence.hasCrosstab;
  const folded = headers.map(foldHeader);
  if (WORK_HEADERS.filter((kind) => folded.some((header) => kind.test(header))).length >= 2)
    return { role: "other", billedScore: 0, reasons: ["it lists tickets or hours of work"] };
  if (!counts && !(has("amount") && hasWho && has("product"))) {
    return {
      role: "other",
      billedScore: 0,
      reasons: ["it has no quantity and no row per device, seat or user"],
    };
  }
  const namesSomething =
    hasWho || has("product") || has("sku") || evidence.hasCrosstab || evidence.countsRows;
  if (!namesSomething)
    return { role: "other", billedScore: 0, reasons: ["it names no client and no service"] };
  const name = foldText(evidence.sheetName);
  // A column for an invoice number that is blank says that nothing is billed yet.
  const isBilledWord = (header: string): boolean =>
    BILLED_HEADERS.test(header) && (evidence.isInvoiced || !INVOICE_NUMBER.test(header));
  const billedWords = folded.filter(isBilledWord).length;
  const usageWords = folded.filter((header) => USAGE_HEADERS.test(header)).length;
  let score = 0;
  if (has("unitPrice")) score += 2;
  if (has("amount")) score += 1.5;
  if (!has("unitPrice") && !has("amount")) score -= 3;
  score += Math.min(billedWords, 3) * 0.8 - Math.min(usageWords, 4) * 0.8;
  if (evidence.countsRows || evidence.hasCrosstab) score -= 1.5;
  // A row per day of usage is rated usage, priced or not, until an invoice bills it.
  if (!evidence.isInvoiced && folded.some((header) => USAGE_DAY.test(header))) score -= 3;
  if (BILLED_NAMES.test(name)) score += 1.5;
  if (USAGE_NAMES.test(name)) score -= 0.8;
  const role = score > 0 ? "billed" : "usage";
  const reason =
    role === "billed"
      ? "it has quantities with prices or amounts, like an invoice"
      : "it has quantities or items without invoice prices, like a usage export";
  return { role, billedScore: score, reasons: [reason] };
}
