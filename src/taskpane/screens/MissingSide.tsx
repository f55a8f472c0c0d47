import { Button, MessageBar, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import type { ReactElement } from "react";
import type { SourceLayout, SourceRole } from "../../engine/records";
import { usePane, useUsageFiles } from "../pane";

/** The side of the comparison that was not found; `null` where both are there. */
export function useMissingSide(layouts: readonly SourceLayout[]): "billed" | "usage" | null {
  const { usageFiles } = usePane();
  const files = useUsageFiles(usageFiles);
  const has = (side: SourceRole): boolean => layouts.some(({ role }) => role === side);
  if (!has("billed")) return "billed";
  return has("usage") || files.length > 0 ? null : "usage";
}

/** Says which side is missing and what to do: with one side alone nothing can be compared. */
export function MissingSide({ side }: { readonly side: "billed" | "usage" }): ReactElement {
  const { run, texts } = usePane();
  const { what, remedy } = texts.missing[side];
  return (
    <div role="alert">
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{what}</MessageBarTitle>
          {remedy}
        </MessageBarBody>
      </MessageBar>
      <Button onClick={() => void run.open()}>{texts.missing.readAgain}</Button>
    </div>
  );
}
