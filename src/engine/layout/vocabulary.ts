import { foldText } from "../normalise";
import type { Field } from "../records";
import { writtenOut } from "./abbreviations";
import { isReadable, readHeader } from "./header-reading";

/**
 * The words that exports use for each column, best first: general billing vocabulary in English, German, French and
 * Spanish, not the headers of one vendor. A header is folded and its camelCase split before it is looked up.
 */
export const HEADER_WORDS: Readonly<Record<Field, readonly string[]>> = {
  client: words(
    "client|customer|usage customer|end customer|customer company name|customer company|customer name|client name|company name|organization name|organisation name|company|organization|organisation|kunde|kundenname|firma|mandant|cliente|klant|societe|account name|site name|site|tenant name|row labels|name|account reference|subscription name|resource group name|account|bill to|bill to name|sold to|nombre comercial|end user|end user name|billed to|invoice to|invoiced to|charge to|sold to party|bill to party|bill to customer|partner customer|reseller customer|usage account name",
  ),
  clientId: words(
    "client id|customer id|company id|organization id|customer account number|customer number|kundennummer|kunden nr",
  ),
  tenant: words(
    "tenant domain|primary domain|domain|domain name|customer domain name|customer domain|tenant|tenant id|account id|customer account id|mail domain|email domain|user principal name|email address|email|subscription guid|resource id|account name",
  ),
  product: words(
    "service|product|product name|service name|item name|item|product service|product title|license name|licence name|description|stock description|product display name|produkt|artikel|leistung|produit|producto|addition|license|licence|subscription|sku name|backup plan|plan|device class|node class|device type|os type|class|edition|workload type|resource type|meter category|licenses|category|details|charge name|sku part number|billing item|billing description|billable item|billed item|fee description|fee name|fee type|contract item|contract service|agreement item",
  ),
  sku: words(
    "sku|sku id|part number|product code|stock code|product id|item code|sku part number|artikelnummer|art nr|mpn|part|string id|project code|meter id",
  ),
  quantity: words(
    "billed quantity|charge qty|billable quantity|quantity|qty|usage quantity|units|menge|anzahl|quantite|cantidad|seats|user count|usage count|active users|active devices|active agents|protected users|used units|consumed units|assigned licenses|assigned licences|assigned|seats used|overage quantity|consumed quantity|licenses|licences|count|billable|users|mailboxes|agents|devices|endpoints|used|usage|active|total licenses|storage used|used storage|grand total|anzahl kostenpflichtige einheiten|stuck|stuckzahl",
  ),
  unitPrice: words(
    "unit price|price|rate|price per unit|sales price|item price|einzelpreis|stuckpreis|preis|unit cost ex gst|prix unitaire|precio|list price|resource rate|effective unit price|unit rate|price each",
  ),
  amount: words(
    "amount|billed amount|line total|ext price|extended price|total price|subtotal|item total|net amount|charge|ext cost ex gst|billing pre tax total|pretax charges|betrag|gesamtpreis|montant|importe|total costs|line amount|total|cost|pre tax cost|extended amount|revenue",
  ),
  cost: words(
    "unit cost|our cost|cost per unit|cost|ext cost|einkaufspreis|buy each|buy cost|cost each|vendor cost|supplier cost|purchase cost",
  ),
  currency: words("currency|billing currency|currency code|wahrung|devise|moneda"),
  periodStart: words(
    "period start|start period|period from|charge start date|service start|start date|usage start|from|start|billing period|period|effective date|interval|item date|month|report interval|invoice date|date issued|usage date time|usage date|beginn|von|monat|rechnungsdatum|date|effective start date",
  ),
  periodEnd: words(
    "period end|end period|period to|charge end date|service end|end date|usage end|to|end|cancelled date|canceled date|renewal date|bis|ende|lizenz gultig bis|effective end date|interval|valid until|bill until|billed until",
  ),
  date: words("snapshot date|report date|usage date|as of|as of date|reading date|stichtag|date"),
  status: words("status|line status|state|invoice status"),
  agreement: words(
    "agreement|agreement name|agreement number|agreement no|agreement id|contract|contract name|contract number|contract no|contract id|addition id|invoice line id|line id|vertrag|vertragsnummer|contrat",
  ),
  unit: words("unit|uom|unit of measure|unit type|einheit|unite"),
  item: words(
    "serial number|device name|hostname|host name|device hostname|computer name|system name|endpoint name|mailbox|user principal name|email address|email|user name|display name|device id|device uid|object name|agent name|seriennummer|asset|serial|mac|mac address|imei|iccid|ap name|device|machine|computer|host|endpoint|object|member|rechnername|geratename|nombre del equipo",
  ),
};

function words(list: string): readonly string[] {
  return list.split("|");
}

/** "Line Item Quantity", "invoice_line_amount": every column of such a list says that it is one of lines. */
const LINE_OF = /^(?:(?:invoice )?line ?items?|invoice (?:item|line)) (?=\S)/;

/** A header folded for lookup: camelCase split, bracketed remarks left out, shortened words written out. */
export function foldHeader(header: string): string {
  return writtenOut(
    foldText(
      header
        .replace(/\[[^\]]*\]|\([^)]*\)/g, " ")
        .replace(/([a-z\d])([A-Z])/g, "$1 $2")
        .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
        .replace(/_/g, " ")
        // "# of seats" is a number of them, "Part #" its number.
        .replace(/^\s*#\s*(?:of )?/, "number of ")
        .replace(/#/g, " no "),
    ),
  ).replace(LINE_OF, "");
}

/**
 * How well a header names a field: 1 for the best word of the list, a little less for later ones, what its single words say where
 * the list does not have it, 0 for none.
 */
export function headerScore(folded: string, field: Field): number {
  const list = HEADER_WORDS[field];
  const exact = list.indexOf(folded);
  if (exact >= 0) return 1 - exact * 0.008;
  if (isReadable(field)) return readHeader(folded, field);
  const padded = ` ${folded} `;
  const part = list.findIndex((word) => padded.includes(` ${word} `));
  // A longer header that contains the word means something narrower: worth less, and less the more it adds.
  if (part < 0) return 0;
  const share = (list[part]?.length ?? 0) / folded.length;
  return Math.max(0, 0.35 + 0.25 * share - part * 0.004);
}
