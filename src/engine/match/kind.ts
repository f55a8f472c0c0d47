import { domainKey } from "../normalise";
import { clientTokens, productTokens } from "../normalise";

/**
 * Reads from a list whether it holds clients or products: products carry versions, sizes, plans and words that tell
 * editions apart; clients carry legal forms and are domains.
 */
export function kindOf(names: readonly string[]): "client" | "product" {
  let product = 0;
  let client = 0;
  for (const name of names) {
    if (domainKey(name) !== null) client += 1;
    else if (clientTokens(name).some((token) => token.sort === "legal")) client += 1;
    if (
      productTokens(name).some(
        ({ sort }) => sort === "variant" || sort === "sector" || sort === "number" || sort === "code",
      )
    )
      product += 1;
  }
  return product > client && product >= names.length * 0.3 ? "product" : "client";
}
