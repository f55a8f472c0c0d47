/**
 * General knowledge about words of company and product names: what they abbreviate and how much they tell two names
 * apart. Nothing here names a particular client.
 */

const table = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .trim()
      .split(/\s*;\s*/)
      .flatMap((line): readonly (readonly [string, string])[] => {
        const [to = "", words = ""] = line.split(":");
        return words
          .trim()
          .split(/\s+/)
          .map((word) => [word, to.trim()] as const);
      }),
  );
const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Abbreviated words of company names, to the word that is written out. */
export const CLIENT_ABBREVIATIONS = table(`
  international: intl internat; general: genl gen gnl; service: svc svcs serv srv svce; universal: univl;
  university: univ uni universitat universidad universite universita; industry: indus ind inds; technology: tech technol tec technical technological; manufacturing: mfg manuf manufact;
  corporation: corp; company: co cos cie; limited: ltd ltda; incorporated: inc; group: grp gp gruppe grupa grupo groupe gruppo;
  association: assn assoc; associate: assocs; department: dept; management: mgmt mgt; development: dev devel; engineering: eng engr engg;
  communication: comm comms commun; national: natl nat; american: amer am; financial: finl fin; institute: inst institut instituto;
  laboratory: lab labs; system: sys syst; solution: sol soln solns; distribution: distr dist; center: ctr centre cntr centro zentrum; hospital: hosp;
  medical: med; insurance: ins; investment: inv invt; property: prop props; resource: res rsrc; world: worldwide; brother: bros;
  construction: constr const; consulting: cons consult; electric: elec; electronic: electr; energy: enrg; enterprise: ent entpr; equipment: equip;
  foundation: fdn; government: govt gov; holding: hldg hldgs hlds; hotel: htl; machine: mach; marketing: mktg; office: ofc; pharmaceutical: pharm pharma;
  product: prod prods; professional: prof; railway: rr ry rwy; savings: svgs; school: sch; security: sec; software: sw; street: st;
  telecommunication: telecom telco telekom; transport: transp trans; united: utd; savings: sav; federal: fed; saint: snt; company: companies; bank: bk; bancorporation: bancorp bancshares;
  business: bus; automatic: automated; county: cnty; community: cmty; education: edu educ; entertainment: entmt; environmental: envir; exchange: exch; health: hlth; healthcare: hlthcare; information: info;
  one: 1; two: 2; three: 3; four: 4; five: 5; six: 6; seven: 7; eight: 8; nine: 9; ten: 10; first: 1st; second: 2nd; third: 3rd; fifth: 5th
`);

/** Abbreviated words of product names, to the words that are written out. */
export const PRODUCT_ABBREVIATIONS = table(`
  microsoft: ms msft; microsoft 365: m365 ms365 microsoft365; office 365: o365 office365; dynamics 365: d365 dyn365 dynamics365;
  windows 365: w365; enterprise: ent entr; business: bus biz; premium: prem; standard: std stand; professional: pro prof; edition: ed edn;
  gcc: government gov govt; education: edu educ; advanced: adv; protection: prot; management: mgmt mgt; management: manage; server: svr srv; windows: win;
  exchange: exch; additional: addl addnl; subscription: subscr sub subs; license: lic licence licenses lics licences licns; version: ver v vers; upgrade: upg upgr upgrd;
  package: pkg pack pk; macintosh: mac; development: dev; information: info; international: intl; operations: ops; application: app apps applications; backup: bkup;
  security: sec; defender: def; capacity: cap; storage: stor; antivirus: av; endpoint: ep; threat: thrt; client: cli; user: usr users; administrator: admin; anniversary: anniv;
  processor: proc cpu; television: tv hdtv; telephone: phone; color: colour; black: blk; white: wht; silver: slv; megapixel: mp megapixels; inch: in inches; wireless: wrls wifi; notebook: laptop;
  exchange online: exo; sharepoint online: spo; onedrive business: odb od4b odfb; skype business: sfb s4b; power app: powerapp powerapps; power bi: powerbi pbi;
  full: fp; academic: acad; service: svc; database: db; online: onl; performance: perf; collection: coll; deluxe: dlx; addon: addin
`);

/** Families of products under earlier, long and short names, as folding leaves them, to the name that all of them get. */
export const PRODUCT_PHRASES: ReadonlyMap<string, string> = new Map([
  ...["azure active directory", "azure ad", "aad", "microsoft entra id"].flatMap(
    (family): [string, string][] => [
      [family, "entra id"],
      [`${family} premium p1`, "entra id p1"],
      [`${family} premium p2`, "entra id p2"],
    ],
  ),
  ...["enterprise mobility", "ent mobility"].flatMap((words): [string, string][] =>
    ["plus ", "and ", ""].map((joint) => [`${words} ${joint}security`, "ems"]),
  ),
  ["microsoft flow", "power automate"],
  ["microsoft power automate", "power automate"],
  ["advanced threat protection", "atp"],
  ["office365 atp", "defender for office365"],
  ["office365 advanced threat protection", "defender for office365"],
  ["microsoft defender atp", "defender for endpoint"],
  ["microsoft defender advanced threat protection", "defender for endpoint"],
  ["defender for o365", "defender for office365"],
  ["defender office365", "defender for office365"],
  ["defender endpoint", "defender for endpoint"],
]);

/** Words that most companies share: they weigh little beside the name itself. */
export const GENERIC_CLIENT_WORDS = set(`
  technology system group holding network solution communication software service international global enterprise industry
  resource brand financial company corporation property product laboratory capital partner consulting trust association
  institute foundation center studio medium digital online web internet data cloud computing information electronic energy
  engineering management development research security bank bancorporation insurance health healthcare pharmaceutical university
  college school department business professional operation investment retail store restaurant hotel worldwide world national
  united american european america europe asia pacific division branch office headquarter team corporate hq unit subsidiary class series
  storage semiconductor mobile telecommunication industrial labs device bio power gas oil water motor automotive airline realty estate
`);

/** Countries, their adjectives and places that name a branch of a company. */
export const PLACES = set(`
  usa us uk eu emea apac india indian china chinese canada canadian japan japanese germany german deutschland austria osterreich france french
  espana spain spanish italia italy italian polska poland polish czech hungary hungarian sweden sverige norway norge denmark danmark finland suomi
  netherlands nederland belgium belgie switzerland schweiz suisse ireland scotland england britain brasil brazil mexico argentina chile
  colombia peru australia zealand singapore korea taiwan hong kong thailand vietnam malaysia indonesia philippines israel turkey russia
  ukraine romania bulgaria greece portugal africa nigeria kenya egypt dubai uae saudi arabia america americas americans europe european asia
  london paris berlin munich munchen dusseldorf hamburg frankfurt vienna wien zurich geneva madrid barcelona milano roma montreal toronto
  vancouver york chicago boston dallas houston seattle beijing shanghai shenzhen tokyo osaka sydney melbourne texas california
  florida ohio virginia north south east west northern southern eastern western
`);

/** Words with no weight of their own. */
export const STOP_WORDS = set(
  "the and of for to in on at by an a de la le el los las der die das und y et e du des van von with w",
);

/** Legal forms beyond those that `clientKey` takes off, as they stand inside names. */
export const LEGAL_WORDS = set(`
  llc inc incorporated limited ltd llp lp plc pllc corporation company pc pa pty proprietary private pvt gmbh mbh ag kg kgaa ug ohg gbr
  ev eg sarl sas sa srl spa nv bv bvba ab oy oyj as asa aps sl slu lda kk sro zoo spzoo sp zo zrt kft nyrt sdn bhd pte jsc ooo oao zao pjsc
  doo dd se cv sab rl eirl eireli ltda eood ood ad tbk pt cic co coop ltee i sasu eurl snc vof og ek ou uab sia berhad ulc lllp
`);

/** Ordering words that resellers put around a product: contract, term, billing. They never change what it is. */
export const ORDER_WORDS = set(`
  nce csp com mth mthly monthly month annual annually yearly year yr mo p1y p1m p3y p1yp1m 1yr 3yr 1y 1m 3y commit commitment term
  managed license subscription seat seats each ea qty new renewal renew sku item billing billed prepaid charge fee recurring mrr arr per only
`);

/** Words that say for whom or on what terms a product is sold: the same name with one of them is another product at another price. */
export const SECTOR_WORDS = set(`
  faculty student academic education nonprofit charity government gcc gcchigh dod usgov trial viral vtrial free preview
  sandbox addon attach device frontline kiosk
`);

/** Words that make another product of the same name. */
export const VARIANT_WORDS = set(`
  upgrade server workstation desktop home basic standard premium professional enterprise business starter
  essential plus ultimate lite deluxe suite user macintosh windows linux android china cn
  unlimited gold platinum silver international domestic database log file tenant core advanced qualified voice digital mailbox archive
  red green blue pink black white orange purple yellow gray grey
`);

/** Makers whose name before a product says nothing about which of their products it is. */
export const MAKER_WORDS = set(
  "microsoft azure adobe apple sony panasonic canon samsung google cisco hp dell ibm oracle symantec mcafee",
);
