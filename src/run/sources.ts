import { withLatestSnapshots, type SourceFigures } from "../engine";
import type { SourceLayout, WorkbookSnapshot } from "../engine/records";
import { withColumn, type Correction } from "./layouts";
import type { CallOptions, RunPorts } from "./ports";

/** The workbook as it is now, with its sources. */
export interface ReadSources {
  readonly read: WorkbookSnapshot;
  readonly layouts: readonly SourceLayout[];
  readonly figures: readonly SourceFigures[];
}

/** Reads and recognises again, with what a person corrected before: rows move, columns seldom do. */
export async function readSources(
  { workbook, engine, connected = () => [] }: Pick<RunPorts, "workbook" | "engine" | "connected">,
  corrections: readonly Correction[],
  options: CallOptions,
): Promise<ReadSources> {
  const workbookOnly = await workbook.readSnapshot(options);
  const survey = await engine.recognise(workbookOnly, options);
  const corrected = corrections.reduce(
    (all, { source, field, column }) => withColumn(all, source, field, column),
    survey.layouts,
  );
  const sources = connected();
  const read = { ...workbookOnly, sheets: [...workbookOnly.sheets, ...sources.map(({ sheet }) => sheet)] };
  const layouts = withLatestSnapshots([...corrected, ...sources.map(({ layout }) => layout)], read.sheets);
  return { read, layouts, figures: survey.figures };
}
