import type { Archive } from "./archive";
import { attributesOf, canonicalXml, elementsOf, startTag, unescapeXml } from "./xml";

/** What a part refers to. */
export interface Relation {
  readonly id: string;
  /** Last word of the type's address, such as `worksheet`; strict and transitional files agree in it. */
  readonly kind: string;
  /** Path in the package, or the address outside it as written. */
  readonly target: string;
  readonly isExternal: boolean;
}

/** The relations of a part; none when it has no list of them. @param part path of the part, blank for the package */
export async function relationsOf(archive: Archive, part: string): Promise<readonly Relation[]> {
  const folder = part.includes("/") ? part.slice(0, part.lastIndexOf("/") + 1) : "";
  const list = `${folder}_rels/${part.slice(folder.length)}.rels`;
  if (!archive.has(list)) return [];
  const xml = canonicalXml(await archive.read(list), list);
  return elementsOf(xml, "Relationship").map((element) => {
    const attributes = attributesOf(startTag(element));
    const target = unescapeXml(attributes.get("Target") ?? "");
    const isExternal = attributes.get("TargetMode") === "External";
    return {
      id: attributes.get("Id") ?? "",
      kind: (attributes.get("Type") ?? "").split("/").at(-1) ?? "",
      target: isExternal ? target : resolveTarget(target, folder),
      isExternal,
    };
  });
}

/** A target as a path from the root: absolute, relative, with dots, backslashes or escapes. */
function resolveTarget(target: string, folder: string): string {
  const plain = target.trim().replace(/\\/g, "/");
  const decoded = /%[\da-f]{2}/i.test(plain) ? safelyDecoded(plain) : plain;
  const steps = (decoded.startsWith("/") ? decoded : `${folder}${decoded}`).split("/");
  const path: string[] = [];
  for (const step of steps) {
    if (step === "..") path.pop();
    else if (step !== "" && step !== ".") path.push(step);
  }
  return path.join("/").toLowerCase();
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
