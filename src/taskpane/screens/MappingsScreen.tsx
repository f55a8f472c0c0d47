import { Button, Checkbox, Input } from "@fluentui/react-components";
import { useState } from "react";
import type { ReactElement } from "react";
import type { UnmappedName } from "../../engine/records";
import type { ReviewingState } from "../../run";
import { usePane } from "../pane";
import { useStyles } from "../styles";

/** Unmapped names with their best suggestion; nothing is mapped until a person confirms it. */
export function MappingsScreen({ state }: { readonly state: ReviewingState }): ReactElement {
  const { run, texts, quantity, percent } = usePane();
  const styles = useStyles();
  const { unmapped, results } = state.reconciliation;
  const [targets, setTargets] = useState<ReadonlyMap<string, string>>(new Map());
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  if (unmapped.length === 0) return <p>{texts.allMapped}</p>;
  const targetOf = (it: UnmappedName): string => targets.get(keyOf(it)) ?? it.suggestions[0]?.to ?? "";
  const picked = unmapped.filter((it) => chosen.has(keyOf(it)));
  return (
    <section>
      <p>{texts.ignoreHint}</p>
      <Targets kind="client" names={results.map(({ client }) => client)} />
      <Targets kind="product" names={results.map(({ service }) => service)} />
      {unmapped.map((it) => {
        const [best] = it.suggestions;
        return (
          <div key={keyOf(it)} className={styles.card}>
            <Checkbox
              label={texts.unmapped(it.name, it.source)}
              checked={chosen.has(keyOf(it))}
              onChange={(_, { checked }) => {
                const others = [...chosen].filter((key) => key !== keyOf(it));
                setChosen(new Set(checked === true ? [...others, keyOf(it)] : others));
              }}
            />
            <p>{texts.affects(it.rows, quantity(it.quantity))}</p>
            {best !== undefined && <p>{texts.suggested(best.to, percent(best.score), best.why)}</p>}
            <Input
              aria-label={texts.mapTo(it.name)}
              list={`targets-${it.kind}`}
              value={targetOf(it)}
              onChange={(_, { value }) => {
                setTargets(new Map([...targets, [keyOf(it), value]]));
              }}
            />
          </div>
        );
      })}
      <Button
        appearance="primary"
        disabled={picked.length === 0}
        onClick={() =>
          void run.confirmMappings(
            picked.map((it) => ({
              kind: it.kind,
              source: it.source,
              name: it.name,
              to: targetOf(it).trim(),
            })),
          )
        }
      >
        {texts.confirm(picked.length)}
      </Button>
    </section>
  );
}

interface TargetsProps {
  readonly kind: UnmappedName["kind"];
  readonly names: readonly string[];
}

/** The billed names that a target field of this kind offers; another name can still be typed. */
function Targets({ kind, names }: TargetsProps): ReactElement {
  return (
    <datalist id={`targets-${kind}`}>
      {[...new Set(names)].sort().map((name) => (
        <option key={name} value={name} />
      ))}
    </datalist>
  );
}

function keyOf({ kind, source, name }: UnmappedName): string {
  return JSON.stringify([kind, source, name]);
}
