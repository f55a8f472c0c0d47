/** The ISO code that a number format names: `[$EUR] 0.00`, `[$€-407]`, `"USD" 0`; `null` for a bare $ or none. */
export function currencyOfFormat(format: string): string | null {
  const code = /\[\$([A-Z]{3})(?:[ \]-])|"([A-Z]{3})\s*"/.exec(format);
  if (code !== null) return code[1] ?? code[2] ?? null;
  if (format.includes("€")) return "EUR";
  return format.includes("£") ? "GBP" : null;
}
