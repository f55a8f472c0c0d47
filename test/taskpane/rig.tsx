import { act, cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { Run } from "../../src/run";
import { PaneRoot, type ThemeName } from "../../src/taskpane";

// jsdom lays nothing out; a list without a height shows no rows.
beforeAll(() => {
  Object.defineProperty(Element.prototype, "clientHeight", { configurable: true, value: 600 });
  Object.defineProperty(Element.prototype, "clientWidth", { configurable: true, value: 270 });
});
// Fluent draws in the frames after a press; a test that ends before them would leave updates behind.
afterEach(async () => {
  await frames();
  cleanup();
});

/** Waits until the page has drawn what was changed. */
export async function frames(): Promise<void> {
  await act(async () => {
    for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
}

/** The pane over a run, and how a person presses what it shows. */
export function showPane(
  run: Run,
  { theme = "light", locale = "en-US" }: { readonly theme?: ThemeName; readonly locale?: string } = {},
) {
  const themes = { get: () => theme, subscribe: () => () => undefined };
  const { container } = render(<PaneRoot run={run} theme={themes} locale={locale} />);
  const user = userEvent.setup();
  const press = async (name: RegExp | string, role = "button") => {
    await user.click(await screen.findByRole(role, { name }));
    await frames();
  };
  return { container, user, press };
}
