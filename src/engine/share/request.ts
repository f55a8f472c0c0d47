import type { ChangeList } from "./change-list";
import type { ClientPage } from "./client-page";
import type { EvidenceRow } from "./evidence-list";

/** A sheet that a person asked for, beside those that every run writes. */
export type ShareRequest =
  | { readonly kind: "change list"; readonly list: ChangeList }
  | { readonly kind: "evidence"; readonly rows: readonly EvidenceRow[] }
  | { readonly kind: "client page"; readonly page: ClientPage };

/** What the workbook's Excel could not do, while everything else was written. */
export type ShareRemark = "no links" | "no page layout";

/** The sheet that was written. */
export interface ShareAnswer {
  readonly sheet: string;
  readonly remarks: readonly ShareRemark[];
}
