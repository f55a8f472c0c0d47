import { Button, Field as FieldLabel, Input, Select } from "@fluentui/react-components";
import { useState, type ReactElement } from "react";
import type { SourceFigures } from "../../engine";
import type { SourceLayout, SourceRole } from "../../engine/records";
import { usePane } from "../pane";
import { useStyles } from "../styles";

/** Below this confidence a person is asked (`SourceLayout.confidence`). */
const ASKED_BELOW = 0.5;

interface Props {
  readonly layout: SourceLayout;
  /** Left out for a source that is no part of the workbook: its columns are those of its system. */
  readonly figures: SourceFigures | undefined;
}

/** One source: what was understood and why, each choice changeable in place. */
export function SourcePart({ layout, figures }: Props): ReactElement {
  const { texts, quantity, money } = usePane();
  const styles = useStyles();
  const isUsed = layout.role !== "other";
  const isAsked = isUsed && layout.confidence < ASKED_BELOW;
  // Opened and closed by the person from then on: a source that is set aside must not close under the pointer. What was
  // understood without doubt takes a line, so that a month of many exports is seen at a glance.
  const [isOpenAtFirst] = useState(isAsked);
  const amounts = Object.entries(figures?.amounts ?? {}).map(([currency, amount]) => money(amount, currency));
  return (
    <details open={isOpenAtFirst}>
      <summary>
        {texts.role[layout.role]}: {layout.name}
        {figures !== undefined && isUsed && (
          <p className={styles.quiet}>
            {texts.figures(quantity(figures.rows), quantity(figures.quantity), amounts.join(", "))}
            {layout.countsRows ? ` ${texts.countsRows}` : ""}
            {figures.rejected > 0 ? ` ${texts.rejected(quantity(figures.rejected))}` : ""}
          </p>
        )}
      </summary>
      {isAsked && <p className={styles.warning}>{texts.unsure}</p>}
      {layout.reasons.length > 0 && (
        <p className={styles.quiet}>{texts.because(layout.reasons.join("; "))}</p>
      )}
      {figures !== undefined && <Corrections layout={layout} />}
    </details>
  );
}

const CHANGEABLE = ["client", "product", "quantity", "unitPrice"] as const;
const ROLES: readonly SourceRole[] = ["billed", "usage", "other"];

/** What a person can say about a source; it is kept in the workbook for the next export of the same layout. */
function Corrections({ layout }: { readonly layout: SourceLayout }): ReactElement {
  const { run, texts } = usePane();
  const styles = useStyles();
  const { name } = layout;
  return (
    <>
      <div className={styles.wrap}>
        <FieldLabel className={styles.grow} label={texts.roleOf()}>
          <Select
            aria-label={texts.roleOf(name)}
            value={layout.role}
            onChange={(_, { value }) => void run.setLayoutRole(name, value as SourceRole)}
          >
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {texts.role[role]}
              </option>
            ))}
          </Select>
        </FieldLabel>
        <FieldLabel className={styles.grow} label={texts.headerRowOf()}>
          <HeaderRow key={layout.headerRow} layout={layout} />
        </FieldLabel>
        {layout.headers.size > 0 &&
          CHANGEABLE.map((field) => (
            <FieldLabel className={styles.grow} key={field} label={texts.columnOf(texts.field[field])}>
              <Select
                aria-label={texts.columnOf(texts.field[field], name)}
                value={layout.columns[field] ?? ""}
                onChange={(_, { value }) =>
                  void run.setLayoutColumn(name, field, value === "" ? null : Number(value))
                }
              >
                <option value="">{texts.noColumn}</option>
                {[...layout.headers].map(([column, header]) => (
                  <option key={column} value={column}>
                    {header}
                  </option>
                ))}
              </Select>
            </FieldLabel>
          ))}
      </div>
      {layout.corrected !== undefined && (
        <Button className={styles.below} onClick={() => void run.forgetCorrections(name)}>
          {texts.forgetCorrections}
        </Button>
      )}
    </>
  );
}

/** The number of the header row, taken when a person leaves the field or presses Enter. */
function HeaderRow({ layout, ...field }: { readonly layout: SourceLayout }): ReactElement {
  const { run, texts } = usePane();
  const take = (text: string): void => {
    if (/^[1-9]\d{0,6}$/.test(text)) void run.setHeaderRow(layout.name, Number(text) - 1);
  };
  return (
    <Input
      {...field}
      aria-label={texts.headerRowOf(layout.name)}
      type="number"
      input={{ size: 1 }}
      style={{ minWidth: 0 }}
      min={1}
      defaultValue={layout.headerRow === null ? "" : String(layout.headerRow + 1)}
      onBlur={({ currentTarget }) => {
        take(currentTarget.value);
      }}
      onKeyDown={({ key, currentTarget }) => {
        if (key === "Enter") take(currentTarget.value);
      }}
    />
  );
}
