import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import type { AccessField } from "../connectors";

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
  const lines = createInterface({ input, output: shown, terminal: input.isTTY });
  return {
    ask: (question) => lines.question(question),
    async askSecret(question) {
      output.write(question);
      isSilent = true;
      try {
        return await lines.question("");
      } finally {
        isSilent = false;
        output.write("\n");
      }
    },
    close: () => {
      lines.close();
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
      const fits =
        answer !== "" && (field.options?.includes(answer) ?? true) && (field.pattern?.test(answer) ?? true);
      if (fits) {
        answers[field.name] = answer;
        break;
      }
      say(answer === "" ? "This is needed." : "This does not fit. Look at the example and enter it again.");
    }
  }
  return answers;
}
