import { MessageBar, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import type { ReactElement } from "react";
import type { Problem } from "../run";
import { usePane } from "./pane";

/** What happened, why and what to do, and what was kept. */
export function ProblemBar({ problem }: { readonly problem: Problem }): ReactElement {
  const { texts } = usePane();
  return (
    <div role="alert">
      <MessageBar intent="error" layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{texts.step[problem.step]}</MessageBarTitle>
          {problem.message} {texts.kept[problem.kept]}
        </MessageBarBody>
      </MessageBar>
    </div>
  );
}
