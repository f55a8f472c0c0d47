import { withLatestSnapshots, type SourceFigures } from "../engine";
import type { SourceLayout, WorkbookSnapshot } from "../engine/records";
import type { Pending } from "./layouts";
import type { CallOptions, RunPorts } from "./ports";

/** The workbook as it is now, with its sources. */
export interface ReadSources {
  readonly read: WorkbookSnapshot;
  readonly layouts: readonly SourceLayout[];
  readonly figures: readonly SourceFigures[];
}

/** Reads and recognises again, with what a person corrected: rows move, header rows seldom change. */
export async function readSources(
  { workbook, engine, connected = () => [] }: Pick<RunPorts, "workbook" | "engine" | "connected">,
  pending: Pending,
  options: CallOptions,
): Promise<ReadSources> {
  const workbookOnly = pending.appliedTo(await workbook.readSnapshot(options));
  const survey = await engine.recognise(workbookOnly, options);
  const sources = connected();
  const read = { ...workbookOnly, sheets: [...workbookOnly.sheets, ...sources.map(({ sheet }) => sheet)] };
  const layouts = withLatestSnapshots(
    [...survey.layouts, ...sources.map(({ layout }) => layout)],
    read.sheets,
  );
  return { read, layouts, figures: survey.figures };
}
