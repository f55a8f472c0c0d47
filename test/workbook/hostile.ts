import fc from "fast-check";

/** Stands in every hostile text, so that it is known again wherever it turns up. */
export const MARK = "zq7";

/** Texts that have broken formulas, lookups, tables, files or pages before. */
const SHAPES: readonly ((text: string) => string)[] = [
  (text) => `=HYPERLINK("http://x.example/${text}","pay")`,
  (text) => `+cmd|' /C calc'!${text}`,
  (text) => `-1+${text}`,
  (text) => `@SUM(1)${text}`,
  (text) => `\t=1+1${text}`,
  (text) => `'=${text}`,
  (text) => `*${text}*`,
  (text) => `?${text}~?`,
  (text) => `~${text}~*`,
  (text) => `"${text}"" ,"`,
  (text) => `{${text};1}`,
  (text) => `[@${text}]#'`,
  (text) => `<img src=x onerror="${text}">`,
  (text) => `</script>${text}`,
  (text) => `__proto__ ${text}`,
  (text) => `constructor.${text}`,
  (text) => `\u202E${text}\u202C`,
  (text) => `${text}\u200B\u00A0`,
  (text) => `${text}\uFEFF`,
  (text) => `שלום ${text} مرحبا`,
  (text) => `${text} 😀‍👩‍👧`,
  (text) => `Ｆｕｌｌ ${text} ﬁ`,
  (text) => `${text} e\u0301\u0302\u0303`,
  (text) => `${text}\n=2+2`,
  (text) => `${text}, "x"; | y`,
  (text) => `#N/A ${text}`,
  (text) => `1e308 ${text}`,
  (text) => `${text} `.repeat(1500),
  (text) => `${text} \ud83d`,
  (text) => `\ude00${text}`,
  (text) => `${text}\u0001\uffff`,
  (text) => `_xD83D_${text}`,
];

/** A name of a client or a service that means harm; `letters` keeps several apart. */
export const hostileName: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...SHAPES), fc.stringMatching(/^[a-h]{1,3}$/))
  .map(([shape, letters]) => shape(`${MARK}${letters}`));

/** What a quantity cell holds that is no plain number, beside some that are. */
export const oddQuantity: fc.Arbitrary<string | number> = fc.oneof(
  fc.integer({ min: -5, max: 5000 }),
  fc.constantFrom(
    0.1 + 0.2,
    1e9,
    1e-9,
    -0,
    1e308,
    "NaN",
    "Infinity",
    "1e5",
    "0x10",
    "٣",
    "１２",
    "--3",
    "3-",
    "1,2,3",
  ),
);

/** Names of sheets that Excel allows and formulas have to quote. */
export const hostileSheet: fc.Arbitrary<string> = fc.constantFrom(
  "It's 100% + (net) = 'x",
  "R1C1",
  "A1",
  "TRUE",
  "=Usage!",
  "-1",
  "Ünïcode 😀",
  "a,b;c {d}",
  "__proto__",
  "constructor",
  "Half a \ud83d",
  "_x0041_",
);
