import { Button } from "@fluentui/react-components";
import { useRef } from "react";
import type { ReactElement } from "react";
import type { UsageFiles } from "../../run";
import { usePane, useUsageFiles } from "../pane";
import { useStyles } from "../styles";

/** What can be read; the engine knows the formats by these endings. */
const ENDINGS = ".csv,.tsv,.txt,.jsonl,.ndjson,.gz,.parquet";
const BYTES_PER_MEGABYTE = 1_000_000;

/** Usage files that are longer than a sheet, beside the workbook's own sources. */
export function UsageFilesPart({ usageFiles }: { readonly usageFiles: UsageFiles }): ReactElement {
  const { texts, quantity } = usePane();
  const styles = useStyles();
  const files = useUsageFiles(usageFiles);
  const picker = useRef<HTMLInputElement>(null);
  const megabytes = (size: number): string =>
    quantity(Math.max(0.1, Math.round(size / (BYTES_PER_MEGABYTE / 10)) / 10));
  return (
    <div className={styles.card}>
      <ul>
        {files.map(({ name, size }) => (
          <li key={name}>
            {texts.files.file(name, megabytes(size))}{" "}
            <Button
              size="small"
              onClick={() => {
                usageFiles.remove(name);
              }}
            >
              {texts.files.remove(name)}
            </Button>
          </li>
        ))}
      </ul>
      <Button
        size="small"
        onClick={() => {
          picker.current?.click();
        }}
      >
        {texts.files.add}
      </Button>
      <input
        ref={picker}
        type="file"
        hidden
        multiple
        accept={ENDINGS}
        aria-label={texts.files.add}
        onChange={(event) => {
          usageFiles.add([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      <p className={styles.quiet}>{texts.files.hint}</p>
    </div>
  );
}
