/** Texts of adding and removing a connection. */
export interface AddTexts {
  readonly start: string;
  readonly heading: string;
  readonly mayNot: string;
  readonly system: string;
  readonly choose: string;
  readonly gives: (what: string) => string;
  readonly byPane: string;
  readonly name: string;
  readonly choice: string;
  readonly misfit: string;
  readonly address: string;
  readonly addressHint: string;
  readonly secrets: (labels: string) => string;
  readonly consent: string;
  readonly goOn: string;
  readonly leave: string;
  readonly waiting: (name: string) => string;
  readonly open: string;
  readonly until: (when: string) => string;
  readonly lookAgain: string;
  readonly notYet: string;
  readonly added: (name: string) => string;
  readonly remove: string;
  readonly removeNamed: (name: string) => string;
  readonly removing: (name: string) => string;
  readonly keep: string;
}

export const addEn: AddTexts = {
  start: "Add a connection",
  heading: "Add a connection",
  mayNot:
    "This pane may not add or remove connections. Pair it with a token of npm run relay -- pair --admin, or add on the relay: npm run relay -- add SYSTEM.",
  system: "System",
  choose: "Choose a system",
  gives: (what) => `Gives ${what}.`,
  byPane:
    "This system needs no relay: the pane signs you in to it. It is listed here when the add-in is set up for it.",
  name: "Name of the connection",
  choice: "Choose",
  misfit: "This does not fit. Look at the example.",
  address: "Another address (optional)",
  addressHint: "Only for a system that you host: the relay has to trust its host.",
  secrets: (labels) => `Asked on the relay's own page, never here: ${labels}.`,
  consent: "You consent at the system afterwards.",
  goOn: "Go on",
  leave: "Cancel",
  waiting: (name) => `${name} waits for its credentials. Enter them on the relay's page, then come back.`,
  open: "Open the relay's page",
  until: (when) => `The page works once, until ${when}.`,
  lookAgain: "Check again",
  notYet: "The list of connections could not be read:",
  added: (name) => `${name} is added. Test it before you fetch.`,
  remove: "Remove",
  removeNamed: (name) => `Remove ${name}`,
  removing: (name) =>
    `Remove ${name}? Its credentials are deleted on the relay, for everybody. Sheets that were fetched stay.`,
  keep: "Keep it",
};

export const addDe: AddTexts = {
  start: "Verbindung anlegen",
  heading: "Verbindung anlegen",
  mayNot:
    "Dieser Bereich darf keine Verbindungen anlegen oder entfernen. Koppeln Sie ihn mit einem Token von npm run relay -- pair --admin, oder legen Sie auf dem Relay an: npm run relay -- add SYSTEM.",
  system: "System",
  choose: "System wählen",
  gives: (what) => `Liefert ${what}.`,
  byPane:
    "Dieses System braucht kein Relay: Der Bereich meldet Sie dort an. Es steht hier, sobald das Add-in dafür eingerichtet ist.",
  name: "Name der Verbindung",
  choice: "Wählen",
  misfit: "Das passt nicht. Sehen Sie sich das Beispiel an.",
  address: "Andere Adresse (optional)",
  addressHint: "Nur für ein System, das Sie selbst betreiben: Das Relay muss seinem Host vertrauen.",
  secrets: (labels) => `Auf der Seite des Relays gefragt, nie hier: ${labels}.`,
  consent: "Danach stimmen Sie beim System zu.",
  goOn: "Weiter",
  leave: "Abbrechen",
  waiting: (name) =>
    `${name} wartet auf die Zugangsdaten. Geben Sie sie auf der Seite des Relays ein und kommen Sie zurück.`,
  open: "Seite des Relays öffnen",
  until: (when) => `Die Seite gilt einmal, bis ${when}.`,
  lookAgain: "Erneut prüfen",
  notYet: "Die Liste der Verbindungen konnte nicht gelesen werden:",
  added: (name) => `${name} ist angelegt. Testen Sie die Verbindung, bevor Sie holen.`,
  remove: "Entfernen",
  removeNamed: (name) => `${name} entfernen`,
  removing: (name) =>
    `${name} entfernen? Die Zugangsdaten werden auf dem Relay gelöscht, für alle. Geholte Blätter bleiben.`,
  keep: "Behalten",
};
