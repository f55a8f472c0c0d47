import { useEffect, useLayoutEffect, useRef } from "react";

/** IronCalc's element for the keys that go to the selected cell. */
const KEYS_OF_GRID = ".ic-workbook-container";

/**
 * Lets the grid take the focus only while the person works in it. It asks for the focus whenever it draws itself, also
 * when what it draws follows from what the person does in the pane.
 * @param container What holds the grid; `null` while there is none.
 * @param number Another number for another grid in it.
 */
export function useFocusByPersonOnly(container: HTMLElement | null, number: number): void {
  const isWorkingHere = useRef(false);
  useEffect(() => {
    if (container === null) return undefined;
    const note = ({ target }: Event): void => {
      isWorkingHere.current = target instanceof Node && container.contains(target);
    };
    document.addEventListener("pointerdown", note, true);
    document.addEventListener("keydown", note, true);
    return () => {
      document.removeEventListener("pointerdown", note, true);
      document.removeEventListener("keydown", note, true);
    };
  }, [container]);
  useLayoutEffect(() => {
    const element = container?.querySelector<HTMLElement>(KEYS_OF_GRID);
    if (element === null || element === undefined) return;
    element.focus = (options) => {
      if (isWorkingHere.current) HTMLElement.prototype.focus.call(element, options);
    };
  }, [container, number]);
}
