import type { Run } from "../run";

/** What the ribbon commands use of Office. */
export interface RibbonOffice {
  readonly actions: {
    readonly associate: (name: string, action: (event: { readonly completed: () => void }) => void) => void;
  };
  readonly addin: { readonly showAsTaskpane: () => Promise<void> };
}

/**
 * The buttons of the ribbon that do more than open the pane; the manifest names them. They run in the pane's own runtime,
 * so that the pane shows what they do and what went wrong.
 */
export function addRibbonCommands(run: Run, { actions, addin }: RibbonOffice): void {
  const command = (name: string, work: () => Promise<void>): void => {
    actions.associate(name, (event) => {
      void addin
        .showAsTaskpane()
        .then(work)
        // The button stays pressed until it is told that the command ended, however it ended.
        .finally(() => {
          event.completed();
        });
    });
  };
  command("reconcile", async () => {
    if (run.getState().status === "idle") await run.open();
    await run.reconcile();
  });
  command("removeAnnotations", () => run.removeAnnotations());
}
