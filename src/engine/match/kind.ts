import { domainKey } from "../normalise";
import { clientTokens, productTokens } from "../normalise";

/** So many names, spread over the list, tell what it holds. */
const READ = 100;

/**
 * Reads from a list whether it holds clients or products: products carry versions, sizes, plans and words that tell
 * editions apart; clients carry legal forms and are domains.
 */
export function kindOf(names: readonly string[]): "client" | "product" {
  let product = 0;
  let client = 0;
  const step = Math.max(1, Math.ceil(names.length / READ));
  const some = names.filter((_, i) => i % step === 0);
  for (const [i, name] of some.entries()) {
    // Enough has been read once the others could not change the answer.
    if (client - product >= some.length - i) return "client";
    if (domainKey(name) !== null) client += 1;
    else if (clientTokens(name).some((token) => token.sort === "legal")) client += 1;
    if (
      productTokens(name).some(
        ({ sort }) => sort === "variant" || sort === "sector" || sort === "number" || sort === "code",
      )
    )
      product += 1;
  }
  return product > client && product >= some.length * 0.3 ? "product" : "client";
}
