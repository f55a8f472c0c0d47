import { withLatestSnapshots, type SourceFigures } from "../engine";
import type { SourceLayout, WorkbookSnapshot } from "../engine/records";
import type { Pending } from "./layouts";
import type { RunPorts, SnapshotOptions } from "./ports";

/** The workbook as it is now, with its sources. */
export interface ReadSources {
  readonly read: WorkbookSnapshot;
  readonly layouts: readonly SourceLayout[];
  readonly figures: readonly SourceFigures[];
}

/**
 * Reads and recognises again, with what a person corrected: rows move, header rows seldom change. As long as the workbook does
 * not know of a correction it is read whole, because another column may matter.
 */
export async function readSources(
  { workbook, engine, connected = () => [] }: Pick<RunPorts, "workbook" | "engine" | "connected">,
  pending: Pending,
  options: SnapshotOptions,
): Promise<ReadSources> {
  const isPending = (): boolean => pending.all().length > 0;
  const isWhole = options.isWhole === true || isPending();
  let snapshot = await workbook.readSnapshot({ ...options, isWhole });
  // Corrected while it was read.
  if (!isWhole && isPending()) snapshot = await workbook.readSnapshot({ ...options, isWhole: true });
  const workbookOnly = pending.appliedTo(snapshot);
  const survey = await engine.recognise(workbookOnly, options);
  const sources = connected();
  const read = { ...workbookOnly, sheets: [...workbookOnly.sheets, ...sources.map(({ sheet }) => sheet)] };
  const layouts = withLatestSnapshots(
    [...survey.layouts, ...sources.map(({ layout }) => layout)],
    read.sheets,
  );
  return { read, layouts, figures: survey.figures };
}
