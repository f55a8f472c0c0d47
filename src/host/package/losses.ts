/** A part of a file that this host cannot keep, in words whose plural ends in s. */
export interface Loss {
  readonly what: string;
  readonly count: number;
}

const LOST_PARTS: readonly (readonly [RegExp, string])[] = [
  [/^xl\/charts\/chart[^/]*\.xml$/, "chart"],
  [/^xl\/charts?ex\//, "chart"],
  [/^xl\/charts\/chartex[^/]*\.xml$/, "chart"],
  [/^xl\/chartsheets\/[^/]+\.xml$/, "chart sheet"],
  [/^xl\/dialogsheets\/[^/]+\.xml$/, "dialog sheet"],
  [/^xl\/macrosheets\/[^/]+\.xml$/, "macro sheet"],
  [/^xl\/pivottables\/[^/]+\.xml$/, "pivot table"],
  [/^xl\/vbaproject\.bin$/, "macro project"],
  [/^xl\/slicers\/[^/]+\.xml$/, "slicer"],
  [/^xl\/timelines\/[^/]+\.xml$/, "timeline"],
  [/^xl\/externallinks\/[^/]+\.xml$/, "linked workbook"],
  [/^xl\/activex\/[^/]+\.xml$/, "ActiveX control"],
  [/^xl\/ctrlprops\/[^/]+\.xml$/, "form control"],
  [/^xl\/embeddings\//, "embedded object"],
  [/^xl\/threadedcomments\/[^/]+\.xml$/, "threaded comment"],
  [/^xl\/querytables\/[^/]+\.xml$/, "query table"],
  [/^xl\/connections\.xml$/, "data connection list"],
  [/^xl\/model\//, "data model"],
  [/^xl\/richdata\/rdrichvalue\.xml$/, "linked data type or cell picture set"],
  [/^xl\/diagrams\/data[^/]*\.xml$/, "diagram"],
  [/^customui\//, "custom ribbon"],
  [/^xl\/revisions\/revisionheaders\.xml$/, "shared-changes log"],
];

/** Counts what would be lost: parts by their paths, and what was found in the sheets. */
export function countLosses(paths: readonly string[], found: readonly string[]): readonly Loss[] {
  const parts = paths.flatMap((path) => LOST_PARTS.find(([pattern]) => pattern.test(path))?.[1] ?? []);
  const counts = new Map<string, number>();
  for (const what of [...parts, ...found]) counts.set(what, (counts.get(what) ?? 0) + 1);
  return [...counts].map(([what, count]) => ({ what, count }));
}
