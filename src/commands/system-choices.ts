import { fitsField, SYSTEMS, type Connector } from "../connectors";
import type { SystemChoice } from "../run";

/** Every system as a person chooses one, from what its connector says of it. */
export function systemChoices(): readonly SystemChoice[] {
  return SYSTEMS.map(choiceOf);
}

function choiceOf({ system, title, side, datasets, access }: Connector): SystemChoice {
  const fields = access.kind === "relay" ? access.fields : [];
  const gives = datasets.map(({ label }) => label);
  const kind = access.kind === "browser" ? "pane" : access.signIn.kind === "consent" ? "consent" : "relay";
  return {
    system,
    title,
    side,
    gives,
    kind,
    settings: fields
      .filter(({ isSecret }) => !isSecret)
      .map((field) => ({
        name: field.name,
        label: field.label,
        isFitting: (value: string) => fitsField(field, value),
        ...(field.options === undefined ? {} : { options: field.options }),
      })),
    secrets: fields.filter(({ isSecret }) => isSecret).map(({ label }) => label),
  };
}
