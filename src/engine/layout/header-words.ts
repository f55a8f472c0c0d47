/**
 * What single words of headers say, in English, German and Spanish with some French. A header that no list knows is read by its
 * words: one of them names the field, others narrow it, and some rule it out ("Deactivated Devices" are not what is billed).
 */

/** The words by which a header is read as one field. */
export interface FieldWords {
  /** Words that name the field, with how surely they do: 0 to 1. */
  readonly heads: ReadonlyMap<string, number>;
  /** Words that add something or nothing, with what they add to the score. */
  readonly also: ReadonlyMap<string, number>;
  /** Words that make it something else. */
  readonly never: ReadonlySet<string>;
}

/** Reads "0.9: client customer; 0.7: account". */
function weighted(text: string): ReadonlyMap<string, number> {
  return new Map(
    text.split(";").flatMap((part) => {
      const [weight = "", words = ""] = part.split(":");
      return words
        .trim()
        .split(/\s+/)
        .filter((word) => word !== "")
        .map((word) => [word, Number(weight)] as const);
    }),
  );
}

const set = (...texts: readonly string[]): ReadonlySet<string> =>
  new Set(texts.flatMap((text) => text.trim().split(/\s+/)));

/** Words for a code of something. */
export const CODE_WORDS = set(
  "id ids no nr nro num number nummer numero code codigo cod key guid uuid ref reference referenz referencia schlussel kennung kennziffer",
);
/** Words for what is sold. */
const SOLD =
  "product produkt producto produit catalog catalogue katalog catalogo item articulo artikel article material offering service servicio leistung part stock plan license licence manufacturer vendor hersteller fabricante";
const DATES =
  "date datum fecha day tag month monat mes year jahr time zeit since created updated modified expiry expiration expires renewal";
const MONEY =
  "price preis precio prix pvp tarifa rate cost coste kosten amount betrag importe montant msrp rrp fee vk ek discount rabatt descuento dto tax vat iva mwst ust gst steuer igic margin marge margen currency";
const STATE =
  "status state estado version os system sistema betriebssystem policy antivirus address ip country city region phone email mail website url notes note comment domain domains dominio domane";
const CODES = [...CODE_WORDS].join(" ");
const COUNTED =
  "seats users user devices device licenses licences license licence mailboxes mailbox agents agent endpoints endpoint sensors points workloads nodes servers server workstations machines computers units pcs subscriptions inboxes lines channels nebenstellen leitungen postfach rufnummern anschlusse clients hosts accounts people employees mitarbeiter empleados personas sites extensions lizenzen lizenz benutzer nutzer gerate postfacher arbeitsplatze einheiten platze licencias usuarios puestos equipos buzones unidades dispositivos utilisateurs postes unites appareils headcount instances vms installs installations assets identities members subscribers learners trainees phones handsets boxes entitlements teilnehmer konten rechner arbeitsplatz cuentas ordenadores servidores";
/** Words for what is counted but not billed: left over, not yet, no longer, or a limit. */
const UNCOUNTED =
  "free available inactive deactivated archived deleted new unprotected included suspended quota limit remaining expired locked unassigned unused pending previous prior last old difference diff variance delta change limits max threshold offline stale retired removed decommissioned uninstalled failed excluded exempt spare vacant missing outdated cap ceiling kontingent tope kostenlose freie frei verfugbare verfugbar disponibles disponible libres restantes anterior gratis inactivos";

/** How fields are read from the words of a header. */
export const FIELD_WORDS = {
  client: {
    heads: weighted(
      "0.9: client customer company organization organisation org kunde kunden cliente clientes mandant klant debtor; 0.86: empresa firma auftraggeber debitor empfanger recipient subscriber destinatario licensee buyer purchaser lizenznehmer vertragspartner abonado deudor titulaire social sociale fiscal societe entreprise business payer holder titular inhaber registrant; 0.74: contacto kontakt contact entity entidad tenant subtenant subcustomer; 0.5: account cuenta subaccount; 0.7: co; 0.62: site practice; 0.48: group gruppe grupo",
    ),
    also: weighted(
      "0.03: end final endkunde name nombre names managed billable bill billed usage; 0: to title display friendly legal full label gruppe group razon raison nom sub child bezeichnung the of del de",
    ),
    never: set(
      CODES,
      DATES,
      MONEY,
      STATE,
      "type typ tipo manager owner count quantity qty usage plan partner reseller vendor publisher unit units service product subscription license licenses users devices seats agents parent rep technician po order",
    ),
  },
  product: {
    heads: weighted(
      "0.9: product products producto produkt produit; 0.86: service services servicio leistung item articulo artikel article offering description descripcion beschreibung bezeichnung concepto designation denominacion material; 0.8: plan package paket paquete licence license lizenz licencia subscription suscripcion bundle edition addon component komponente componente abonnement abo licenses licences lizenzen licencias; 0.72: offer deliverable entitlement title workload solution losung solucion prestation libelle particulars resource line position text tariff tarif dienst dienstleistung detalle detail narrative module feature funktion modul; 0.6: type typ tipo class klasse level tier category categoria kategorie charge sku kind art clase platform plattform plataforma tarifa memo program programm; 0.55: model modell modelo; 0.4: role rolle rol",
    ),
    also: weighted(
      "0.04: name nombre description descripcion bezeichnung beschreibung titel display device asset gerat gerate equipo endpoint object; 0: price rate assigned zugewiesene asignadas type typ tipo class del de of the item long short base customer line title level final group",
    ),
    never: set(
      CODES,
      DATES,
      MONEY.replace("price ", "").replace("rate ", "").replace("tarifa ", ""),
      STATE,
      "count quantity qty anzahl menge cantidad units users seats devices agents mailboxes total summe family vendor client customer company organization kunde cliente subtotal used support points start end period billing agreement contract unit cycle public usage site node storage serial trial site folder antivirus",
    ),
  },
  quantity: {
    heads: weighted(
      `0.86: quantity qty cantidad cant menge anzahl anz stuckzahl stuck stk uds count counts; 0.7: volume pieces; 0.8: ${COUNTED}; 0.8: usage used consumption consumo verbrauch nutzung utilizacion billable billed consumed assigned asignadas asignados usadas usados utilizadas consumidas genutzt genutzte belegt belegte; 0.66: gebucht aktiv verwendet zugewiesen purchased contracted committed allocated allotted enrolled deployed installed use bezogen; 0.62: licensed managed provisioned subscribed monitored covered connected registered measured metered actual shipped delivered lizenziert gemessen registrados conectados; 0.72: active protected contratadas contratados gebuchte overage`,
    ),
    also: weighted(
      "0.12: billable billed charged charge invoiced facturable facturada facturadas facturables kostenpflichtige kostenpflichtig abgerechnet abgerechnete berechnete fakturierte; -0.35: gb tb mb gib tib storage; 0.03: used active assigned in use average consumed genutzte genutzt belegte aktive aktiv verwendet verwendete zugewiesen zugewiesene asignadas usadas current paid activas activos; -0.03: total; 0: of number de der von the per month monthly average avg within period sum; -0.04: licensed protected purchased contracted committed allocated allotted gebuchte contratadas ordered total enrolled deployed installed absolute managed provisioned subscribed monitored covered connected registered reporting; -0.08: peak max maximum highest",
    ),
    never: set(
      UNCOUNTED,
      CODES.replace("number ", ""),
      MONEY.replace("rate ", ""),
      DATES.replace("month ", ""),
      "recovery restore name names type typ tipo rate plan level tier status state version percent model tags os group folder cpu core cores ram memory disk disks socket sockets speed size email drive photos score days hours hour minutes",
    ),
  },
  unitPrice: {
    heads: weighted(
      "0.86: price preis precio prix rate tarifa pvp; 0.72: vk msrp rrp rsp erp; 0.66: cost coste kosten fee cuota gebuhr rental rent miete alquiler; 0.6: amount ek; 0.55: value valor wert; 0.72: ep pu; 0.5: p each charge per",
    ),
    also: weighted(
      "0.06: unit each per einzel stuck unitario unitaria unitaire e p; 0.04: sell sales selling sale net netto neto verkauf item; 0: ex excl gst vat exkl sin iva in usd eur gbp the of seat user month monthly mrc unidad v; -0.03: list listen retail; -0.1: cost coste buy ek einkauf partner reseller",
    ),
    never: set(
      DATES.replace("month ", ""),
      CODES,
      "total gesamt g ext extended zeilen subtotal discount rabatt descuento dto tax margin marge type currency name status billed due balance mwst ust steuer limit count quantity sum summe",
    ),
  },
  amount: {
    heads: weighted(
      "0.86: amount betrag importe montant subtotal; 0.8: total totals gesamt summe suma charge charges extended; 0.66: net netto neto revenue base imponible umsatz; 0.6: price preis precio cost g value valor wert payable fee fees cuota rental rent miete alquiler sales cargo sum; 0.7: mrr spend turnover gp; 0.5: gross mrc; 0.4: ext",
    ),
    also: weighted(
      "0.06: line ext extended zeilen linea item position monthly monats net netto neto total gesamt; 0: ex excl gst vat of the sales sell selling price preis precio before in usd eur gbp billed charge charges sum hw monat month recurring mrc; -0.06: cost coste gross brutto partner",
    ),
    never: set(
      DATES.replace("month ", ""),
      CODES,
      COUNTED,
      "unit each per einzel stuck unitario unitaria unitaire list listen e tax diff difference delta variance differenz diferencia previous prior last vormonat anterior iva mwst ust steuer discount rabatt descuento dto margin marge type name status paid due balance gebuhr margen quantity qty anzahl menge cantidad hours usage used limit",
    ),
  },
  periodStart: {
    heads: weighted(
      "0.9: start from von desde beginn inicio begin begins debut ab vom;  0.72: period zeitraum periodo month monat mes interval periode; 0.62: date datum fecha; 0.5: f",
    ),
    also: weighted(
      "0.08: period billing charge usage service subscription cycle reporting report leistung abrechnung zeitraum periodo coverage; 0.05: invoice rechnung factura buchung document beleg issue issued albaran doc posting transaction line item; 0: date datum fecha the of de del contract vertrag; -0.1: next",
    ),
    never: set(
      CODES,
      MONEY,
      "end to until bis hasta fin ende due fallig falligkeit vencimiento created expiry expiration expires renewal cancelled canceled last seen paid modified updated sync synced contact warranty install installed registered since trial birth opened closed order name count quantity users devices protected uptime client customer",
    ),
  },
  periodEnd: {
    heads: weighted(
      "0.9: end ends to until bis hasta fin ende; 0.66: expiry expiration expires renewal renews renovacion laufzeit ablauf valid caduca caducidad vence finish echeance; 0.62: cancelled canceled",
    ),
    also: weighted(
      "0.06: period billing charge usage service subscription cycle leistung zeitraum periodo contract vertrag laufzeit license; 0: date datum fecha of the valid gultig",
    ),
    never: set(
      CODES,
      MONEY,
      "start from von desde beginn inicio due created last seen trial warranty customer client user company support bill ship kunde cliente",
    ),
  },
} as const satisfies Readonly<Record<string, FieldWords>>;

/** Words for what is counted. */
export const COUNTED_WORDS = set(COUNTED);

/** Words for the state in which something is counted. */
export const COUNT_STATES: ReadonlySet<string> = set(
  [...FIELD_WORDS.quantity.also.keys()].join(" "),
  UNCOUNTED,
);

/** Words for what happened, how well, or how a machine is built: whatever counts it is no service of its own. */
export const INCIDENTAL_WORDS = set(
  "queries requests budget spent forecast complete progress recipients clicked vulnerabilities messages message emails alerts incidents events logins scans sent received inbound outbound blocked quarantined detections threats viruses tickets opened closed calls minutes sessions clicks score csat sla response days hours percent cpu cpus core cores ram memory disks sockets ghz mhz nachrichten warnungen vorfalle anmeldungen gesendet empfangen blockiert stunden kerne arbeitsspeicher mensajes alertas incidentes enviados recibidos bloqueados horas nucleos memoria",
);

/** Words that, with a word for a code, name the code of what is sold. */
export const SOLD_WORDS = set(SOLD);
/** Words that alone name such a code. */
export const SKU_WORDS = set("sku skus mpn pn gtin ean upc artnr artikelnr artnum refs ref referencia");

/** Words for papers and parties, whose references are no codes of what is sold. */
export const PAPER_WORDS = set(
  "contract agreement invoice order document doc statement ticket account quote payment bill vertrag beleg rechnung auftrag angebot contrato factura pedido albaran documento",
);

/** Words at the end of German compounds; what stands before them is a word of its own. */
export const COMPOUND_ENDS = [
  "beschreibung",
  "bezeichnung",
  "nummer",
  "name",
  "preis",
  "betrag",
  "summe",
  "datum",
  "menge",
  "anzahl",
  "zahl",
  "typ",
  "gruppe",
  "lizenzen",
  "lizenz",
  "zeitraum",
  "monat",
  "tag",
  "empfanger",
  "text",
  "beginn",
  "ende",
  "kunde",
  "kosten",
  "nr",
  "schlussel",
  "art",
  "einheiten",
  "position",
  "paket",
  "tarif",
  "produkt",
  "dienst",
  "modul",
  "nutzung",
  "verbrauch",
] as const;
