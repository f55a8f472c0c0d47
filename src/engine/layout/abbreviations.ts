/** What headers shorten, as they are folded: one word each, and the whole word that the other lists know. */
const ABBREVIATED: ReadonlyMap<string, string> = new Map(
  [
    "cust customer",
    "custs customers",
    "acct account",
    "acc account",
    "cmpny company",
    "svc service",
    "svcs services",
    "prod product",
    "desc description",
    "descr description",
    "descrip description",
    "pkg package",
    "subs subscriptions",
    "subscr subscription",
    "lic license",
    "lics licenses",
    "cnt count",
    "nbr number",
    "nb count",
    "nbre count",
    "nos count",
    "usr user",
    "usrs users",
    "mbx mailboxes",
    "prc price",
    "amt amount",
    "ccy currency",
    "inv invoice",
    "agrmt agreement",
    "agmt agreement",
    "thru until",
    "through until",
    "eff effective",
    "hr hours",
    "hrs hours",
    "dt date",
    "mth month",
    "mnth month",
    "yr year",
    "tot total",
    "ttl total",
    "avail available",
    "act active",
    "alloc allocated",
    "mfr manufacturer",
    "mfg manufacturer",
    "stat status",
    "kd kunde",
    "bez bezeichnung",
    "ges gesamt",
    "mge menge",
    "lstg leistung",
    "leist leistung",
    "einh einheit",
    "rg rechnung",
    "impte importe",
  ].map((line): readonly [string, string] => {
    const [short = "", whole = ""] = line.split(" ");
    return [short, whole];
  }),
);

/** A folded header with what it shortens written out: "cust name" is "customer name". */
export function writtenOut(folded: string): string {
  return folded
    .split(" ")
    .map((word) => ABBREVIATED.get(word) ?? word)
    .join(" ");
}
