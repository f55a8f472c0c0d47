import { Button, Field, Input, Select } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import type { ReactElement } from "react";
import type { MoneyTotals, Outcome, TableGrid } from "../../engine/records";
import type { RuleEdit, RulePreview } from "../../run";
import { usePane } from "../pane";
import { useStyles } from "../styles";

/** Columns whose values are a choice; every other one is typed. The words are those of the public table format. */
const CHOICES: Readonly<Partial<Record<string, readonly string[]>>> = {
  "Over time": ["sum", "peak", "average", "latest"],
  Round: ["up", "down", "nearest", "none"],
  "Billed in": ["advance", "arrears"],
  Exclude: ["yes"],
};
const EXAMPLES: Readonly<Partial<Record<string, string>>> = {
  Count: "quantity, rows, distinct:HEADER, column:HEADER",
  Where: "Status=Active;Type!=Trial",
  Tolerance: "2, 5%",
  "Bundle of": "RMM;Antivirus;Backup",
  Months: "0, 1, 12",
  From: "2026-05-01",
  Until: "2026-12-31",
};

/** The rules of the workbook, one at a time in a form, with what a change would do to this month. */
export function RulesScreen(): ReactElement | null {
  const { run, texts } = usePane();
  const [table, setTable] = useState<TableGrid | null>(null);
  const [edit, setEdit] = useState<RuleEdit | null>(null);
  const [preview, setPreview] = useState<RulePreview | null>(null);
  useEffect(() => {
    let isHere = true;
    void run.readTable("tblRules").then((read) => {
      if (!isHere || read === null) return;
      setTable(read);
      setEdit(editOf(read, 0));
    });
    return () => {
      isHere = false;
    };
  }, [run]);
  if (table === null || edit === null) return null;
  const choose = (row: number | null): void => {
    setPreview(null);
    setEdit(editOf(table, row));
  };
  return (
    <section>
      <p>{texts.rule.hint}</p>
      <Field label={texts.rule.choose}>
        <Select
          value={edit.row === null ? "new" : String(edit.row)}
          onChange={(_, { value }) => {
            choose(value === "new" ? null : Number(value));
          }}
        >
          {table.rows.map((_, row) => (
            <option key={row} value={row}>
              {nameOf(table, row)}
            </option>
          ))}
          <option value="new">{texts.rule.add}</option>
        </Select>
      </Field>
      {table.headers.map((header) => (
        <RuleField
          key={header}
          header={header.trim()}
          value={edit.cells[header.trim()] ?? ""}
          onChange={(value) => {
            setPreview(null);
            setEdit({ ...edit, cells: { ...edit.cells, [header.trim()]: value } });
          }}
        />
      ))}
      {preview !== null && <Preview preview={preview} />}
      <Button onClick={() => void run.previewRule(edit).then(setPreview)}>{texts.rule.preview}</Button>
      <Button appearance="primary" onClick={() => void run.saveRule(edit)}>
        {texts.rule.save}
      </Button>
    </section>
  );
}

interface RuleFieldProps {
  readonly header: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function RuleField({ header, value, onChange }: RuleFieldProps): ReactElement {
  const choices = CHOICES[header];
  return (
    <Field label={header}>
      {choices === undefined ? (
        <Input
          value={value}
          placeholder={EXAMPLES[header]}
          onChange={(_, data) => {
            onChange(data.value);
          }}
        />
      ) : (
        <Select
          value={value}
          onChange={(_, data) => {
            onChange(data.value);
          }}
        >
          {["", ...choices].map((choice) => (
            <option key={choice} value={choice}>
              {choice === "" ? "–" : choice}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

/** Most changes that are listed one by one. */
const SHOWN = 20;

function Preview({ preview }: { readonly preview: RulePreview }): ReactElement {
  const { texts, money } = usePane();
  const styles = useStyles();
  const { changed, totalsBefore, totals, issues } = preview;
  const outcomeOf = (outcome: Outcome | null): string =>
    outcome === null ? texts.rule.noResult : texts.outcome[outcome];
  return (
    <div className={styles.card} role="status">
      {issues.length > 0 && (
        <>
          <p>{texts.rule.wrong}</p>
          <ul>
            {issues.map((issue) => (
              <li key={issue}>{issue}</li>
            ))}
          </ul>
        </>
      )}
      <p>{changed.length === 0 ? texts.rule.none : texts.rule.changes(changed.length)}</p>
      <ul>
        {changed.slice(0, SHOWN).map(({ client, service, from, to }) => (
          <li key={`${client}|${service}`}>
            {texts.rule.change(client, service, outcomeOf(from), outcomeOf(to))}
          </li>
        ))}
      </ul>
      {[...new Set([...Object.keys(totalsBefore), ...Object.keys(totals)])].map((currency) => {
        const shown = (side: keyof MoneyTotals): string =>
          [totalsBefore, totals].map((all) => money(all[currency]?.[side] ?? 0, currency)).join(" → ");
        return (
          <p key={currency}>
            {texts.underbilled} {shown("underbilled")} · {texts.overbilled} {shown("overbilled")}
          </p>
        );
      })}
    </div>
  );
}

function editOf(table: TableGrid, row: number | null): RuleEdit {
  const cells = table.headers.map((header, i) => {
    const value = row === null ? null : (table.rows[row]?.[i] ?? null);
    return [header.trim(), value === null || typeof value === "object" ? "" : String(value)] as const;
  });
  return { row, cells: Object.fromEntries(cells) };
}

function nameOf(table: TableGrid, row: number): string {
  const { cells } = editOf(table, row);
  return [cells.Service, cells.Client].filter((text) => text !== undefined && text !== "").join(" · ");
}
