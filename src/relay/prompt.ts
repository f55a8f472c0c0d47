import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { fitsField, type AccessField } from "../connectors";

/** Asks a person at the terminal. */
export interface Prompt {
  ask(question: string): Promise<string>;
  /** Shows nothing of what is typed. */
  askSecret(question: string): Promise<string>;
  close(): void;
}

/** A prompt on a terminal or a pipe. */
export function createPrompt(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Prompt {
  let isSilent = false;
  const shown = new Writable({
    write(chunk: Buffer | string, _, done) {
      if (!isSilent) output.write(chunk);
      done();
    },
  });
  const terminal = createInterface({
    input,
    output: shown,
    terminal: input.isTTY,
    // The key for the line before would show a secret at the next question.
    historySize: 0,
  });
  // Lines of a pipe come all at once, before they are asked for.
  const come: string[] = [];
  const asked: ((line: string | null) => void)[] = [];
  let hasEnded = false;
  terminal.on("line", (line) => {
    const next = asked.shift();
    if (next === undefined) come.push(line);
    else next(line);
  });
  terminal.on("close", () => {
    hasEnded = true;
    for (const next of asked.splice(0)) next(null);
  });
  const nextLine = (): Promise<string> => {
    const line = come.shift();
    if (line !== undefined) return Promise.resolve(line);
    const ended = new Error("The input ended before everything was answered. Nothing was added.");
    if (hasEnded) return Promise.reject(ended);
    return new Promise((resolve, reject) => {
      asked.push((answer) => {
        if (answer === null) reject(ended);
        else resolve(answer);
      });
    });
  };
  return {
    ask(question) {
      output.write(question);
      return nextLine();
    },
    async askSecret(question) {
      output.write(question);
      isSilent = true;
      try {
        return await nextLine();
      } finally {
        isSilent = false;
        output.write("\n");
      }
    },
    close: () => {
      terminal.close();
    },
  };
}

/** Asks for the fields of a system, again where an answer does not fit. */
export async function askFields(
  fields: readonly AccessField[],
  prompt: Prompt,
  say: (text: string) => void,
): Promise<Readonly<Record<string, string>>> {
  const answers: Record<string, string> = {};
  for (const field of fields) {
    const choice = field.options === undefined ? "" : ` [${field.options.join(", ")}]`;
    for (;;) {
      const question = `${field.label}${choice}: `;
      const answer = (await (field.isSecret ? prompt.askSecret(question) : prompt.ask(question))).trim();
      if (fitsField(field, answer)) {
        answers[field.name] = answer;
        break;
      }
      say(misfitOf(field, answer));
    }
  }
  return answers;
}

/** Why an answer is asked for again; it is not repeated, because it may be a secret. */
function misfitOf({ options, isSecret }: AccessField, answer: string): string {
  if (answer === "") return "This is needed.";
  if (options !== undefined) return `Choose one of: ${options.join(", ")}.`;
  return isSecret
    ? "This does not fit: enter it as one line."
    : "This does not fit. Look at the example and enter it again.";
}
