import { main } from "../../src/cli/main";

/** The command with these arguments, at one moment: its exit status and what it printed and warned of. */
export async function run(...args: readonly string[]) {
  const printed: string[] = [];
  const warned: string[] = [];
  const status = await main(args, {
    print: (text) => void printed.push(text),
    warn: (text) => void warned.push(text),
    now: () => "2026-06-02T08:00:00Z",
  });
  return { status, printed: printed.join("\n"), warned: warned.join("\n") };
}
