import { addDe, addEn, type AddTexts } from "./adding";

/** Texts of the Connections screen. */
export interface ConnectedTexts {
  readonly intro: string;
  /** Steps to a relay; `origin` is that of this pane, which the relay has to know. */
  readonly setUp: (origin: string) => readonly string[];
  readonly pasting: string;
  readonly address: string;
  readonly addressHint: string;
  readonly token: string;
  readonly tokenHint: string;
  readonly pair: string;
  readonly pairing: string;
  readonly paired: (address: string) => string;
  readonly pairAgain: string;
  readonly none: string;
  readonly period: string;
  readonly periodHint: string;
  readonly simulated: string;
  readonly side: Readonly<Record<"billed" | "usage", string>>;
  readonly what: (name: string) => string;
  readonly test: string;
  readonly testing: string;
  readonly fetch: string;
  readonly fetchAgain: string;
  readonly stop: string;
  readonly beginning: string;
  readonly step: (what: string, pages: string, rows: string) => string;
  /** `age` is "3 hours ago". */
  readonly last: (rows: string, when: string, age: string) => string;
  readonly inSheet: (sheet: string) => string;
  readonly inPane: string;
  readonly writeSheet: string;
  readonly stale: string;
  readonly doubtful: string;
  readonly leftOut: string;
  readonly next: string;
  readonly add: AddTexts;
}

export const connectedEn: ConnectedTexts = {
  intro: "Fetch invoice lines and usage from the systems that you run, instead of pasting exports.",
  setUp: (origin) => [
    "A relay that your team hosts keeps the credentials; this pane never sees them.",
    `Start one on a computer of your team, as src/relay/README.md says: RELAY_KEY="a long passphrase" RELAY_ORIGINS=${origin} npm run relay`,
    "On the relay: npm run relay -- pair --admin for a token, or without --admin for a pane that adds nothing.",
    "Enter the relay's address and the token here. The token is not stored. Then add your systems.",
  ],
  pasting: "Without a relay, paste the export of a system as a sheet: that works today, with every system.",
  address: "Address of the relay",
  addressHint: "Leave it empty when the relay serves this pane.",
  token: "Pairing token",
  tokenHint: "Leave it empty when this browser is paired already.",
  pair: "Pair",
  pairing: "Pairing",
  paired: (address) => (address === "" ? "Paired with the relay of this pane." : `Paired with ${address}.`),
  pairAgain: "Pair with another relay",
  none: "The relay has no connection yet.",
  period: "Billing period to fetch",
  periodHint: "Both days are needed to fetch.",
  simulated: "Simulator: invented data",
  side: { billed: "Invoice lines", usage: "Usage" },
  what: (name) => `What to fetch from ${name}`,
  test: "Test",
  testing: "Testing the connection",
  fetch: "Fetch",
  fetchAgain: "Fetch again",
  stop: "Stop",
  beginning: "Signing in",
  step: (what, pages, rows) => `Reading ${what}: page ${pages}, ${rows} rows`,
  last: (rows, when, age) => `${rows} rows, fetched ${when} (${age}).`,
  inSheet: (sheet) => `In the workbook as sheet ${sheet}.`,
  inPane: "Held in this pane only, and used by the next reconciliation.",
  writeSheet: "Keep it as a sheet",
  stale: "More than 24 hours old: its results need review until it is fetched again.",
  doubtful: "May be incomplete: its results need review.",
  leftOut: "Left out",
  next: "Go to Reconcile to compare what was fetched.",
  add: addEn,
};

export const connectedDe: ConnectedTexts = {
  intro: "Rechnungszeilen und Nutzung direkt aus Ihren Systemen holen, statt Exporte einzufügen.",
  setUp: (origin) => [
    "Ein Relay, das Ihr Team betreibt, verwahrt die Zugangsdaten; dieser Bereich sieht sie nie.",
    `Starten Sie es auf einem Rechner Ihres Teams, wie src/relay/README.md sagt: RELAY_KEY="eine lange Passphrase" RELAY_ORIGINS=${origin} npm run relay`,
    "Auf dem Relay: npm run relay -- pair --admin für ein Token, ohne --admin für einen Bereich, der nichts anlegt.",
    "Hier die Adresse des Relays und das Token eingeben. Das Token wird nicht gespeichert. Danach die Systeme anlegen.",
  ],
  pasting:
    "Ohne Relay fügen Sie den Export eines Systems als Blatt ein: Das geht schon heute, mit jedem System.",
  address: "Adresse des Relays",
  addressHint: "Leer lassen, wenn das Relay auch diesen Bereich ausliefert.",
  token: "Kopplungs-Token",
  tokenHint: "Leer lassen, wenn dieser Browser schon gekoppelt ist.",
  pair: "Koppeln",
  pairing: "Kopplung läuft",
  paired: (address) =>
    address === "" ? "Mit dem Relay dieses Bereichs gekoppelt." : `Gekoppelt mit ${address}.`,
  pairAgain: "Mit einem anderen Relay koppeln",
  none: "Das Relay hat noch keine Verbindung.",
  period: "Abrechnungszeitraum",
  periodHint: "Zum Holen werden beide Tage gebraucht.",
  simulated: "Simulator: erfundene Daten",
  side: { billed: "Rechnungszeilen", usage: "Nutzung" },
  what: (name) => `Was von ${name} geholt wird`,
  test: "Testen",
  testing: "Verbindung wird getestet",
  fetch: "Holen",
  fetchAgain: "Erneut holen",
  stop: "Anhalten",
  beginning: "Anmeldung läuft",
  step: (what, pages, rows) => `${what} werden gelesen: Seite ${pages}, ${rows} Zeilen`,
  last: (rows, when, age) => `${rows} Zeilen, geholt ${when} (${age}).`,
  inSheet: (sheet) => `In der Mappe als Blatt ${sheet}.`,
  inPane: "Nur in diesem Bereich; der nächste Abgleich verwendet es.",
  writeSheet: "Als Blatt behalten",
  stale: "Älter als 24 Stunden: Die Ergebnisse sind zu prüfen, bis neu geholt wird.",
  doubtful: "Vielleicht unvollständig: Die Ergebnisse sind zu prüfen.",
  leftOut: "Nicht gezählt",
  next: "Unter Abgleich wird verglichen, was geholt wurde.",
  add: addDe,
};
