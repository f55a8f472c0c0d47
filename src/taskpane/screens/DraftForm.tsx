import { Button, Field, Input, Select } from "@fluentui/react-components";
import { useState } from "react";
import type { ReactElement } from "react";
import type { AddingState, Connections, SystemChoice } from "../../run";
import { usePane } from "../pane";
import { useStyles } from "../styles";

interface Props {
  readonly connections: Connections;
  readonly adding: AddingState;
  readonly takesAddress: boolean;
  readonly onClose: () => void;
}

/** Asks which system is added, and for what it needs besides its secrets. */
export function DraftForm({ connections, adding, takesAddress, onClose }: Props): ReactElement {
  const { texts } = usePane();
  const styles = useStyles();
  const words = texts.connected.add;
  const systems = connections.systems();
  const [system, setSystem] = useState("");
  const [name, setName] = useState("");
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [address, setAddress] = useState("");
  const choice = systems.find((known) => known.system === system);
  const canBegin =
    choice !== undefined &&
    choice.kind !== "pane" &&
    name.trim() !== "" &&
    choice.settings.every((setting) => setting.isFitting(values[setting.name]?.trim() ?? ""));
  return (
    <form
      className={styles.card}
      aria-label={words.heading}
      onSubmit={(event) => {
        event.preventDefault();
        if (!canBegin || adding.kind === "beginning") return;
        const settings = Object.fromEntries(
          choice.settings.map((setting) => [setting.name, values[setting.name]?.trim() ?? ""]),
        );
        void connections.begin({ system, name: name.trim(), settings, address: address.trim() });
        onClose();
      }}
    >
      <h3>{words.heading}</h3>
      <Field label={words.system}>
        <Select
          value={system}
          onChange={(_, { value }) => {
            setSystem(value);
            setName(systems.find((known) => known.system === value)?.title ?? "");
            setValues({});
          }}
        >
          <option value="">{words.choose}</option>
          {systems.map((known) => (
            <option key={known.system} value={known.system}>
              {known.title}
            </option>
          ))}
        </Select>
      </Field>
      {choice !== undefined && <Gives choice={choice} />}
      {choice !== undefined && choice.kind !== "pane" && (
        <>
          <Field label={words.name}>
            <Input
              value={name}
              maxLength={80}
              onChange={(_, { value }) => {
                setName(value);
              }}
            />
          </Field>
          {choice.settings.map((setting) => (
            <SettingField
              key={setting.name}
              setting={setting}
              value={values[setting.name] ?? ""}
              onChange={(value) => {
                setValues({ ...values, [setting.name]: value });
              }}
            />
          ))}
          {takesAddress && (
            <Field label={words.address} hint={words.addressHint}>
              <Input
                type="url"
                value={address}
                onChange={(_, { value }) => {
                  setAddress(value);
                }}
              />
            </Field>
          )}
          <p className={styles.quiet}>
            {words.secrets(choice.secrets.join("; "))} {choice.kind === "consent" ? words.consent : ""}
          </p>
        </>
      )}
      {adding.kind === "failed" && <p role="alert">{adding.message}</p>}
      <div className={styles.wrap}>
        <Button type="submit" appearance="primary" disabled={!canBegin || adding.kind === "beginning"}>
          {words.goOn}
        </Button>
        <Button
          onClick={() => {
            connections.leaveAdding();
            onClose();
          }}
        >
          {words.leave}
        </Button>
      </div>
    </form>
  );
}

/** What a system gives, and that the pane itself signs in to it where that is so. */
function Gives({ choice }: { readonly choice: SystemChoice }): ReactElement {
  const { texts } = usePane();
  const { side, add } = texts.connected;
  return (
    <p>
      {add.gives(`${side[choice.side]}: ${choice.gives.join("; ")}`)}{" "}
      {choice.kind === "pane" ? add.byPane : ""}
    </p>
  );
}

interface SettingProps {
  readonly setting: SystemChoice["settings"][number];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function SettingField({ setting, value, onChange }: SettingProps): ReactElement {
  const { texts } = usePane();
  const words = texts.connected.add;
  const { label, options, isFitting } = setting;
  const isWrong = value !== "" && !isFitting(value.trim());
  return (
    <Field
      label={label}
      validationState={isWrong ? "error" : "none"}
      validationMessage={isWrong ? words.misfit : ""}
    >
      {options === undefined ? (
        <Input
          value={value}
          onChange={(_, typed) => {
            onChange(typed.value);
          }}
        />
      ) : (
        <Select
          value={value}
          onChange={(_, chosen) => {
            onChange(chosen.value);
          }}
        >
          <option value="">{words.choice}</option>
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </Select>
      )}
    </Field>
  );
}
