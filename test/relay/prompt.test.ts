import { PassThrough } from "node:stream";
import { createPrompt } from "../../src/relay/prompt";

/** A terminal as a person sits at one: what is typed, and what stands on the screen. */
function terminal() {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const output = new PassThrough();
  let screen = "";
  output.on("data", (chunk: Buffer) => (screen += chunk.toString("utf8")));
  const prompt = createPrompt(input as unknown as NodeJS.ReadStream, output as unknown as NodeJS.WriteStream);
  return { prompt, type: (text: string) => input.write(text), screen: () => screen };
}

describe("a secret typed at the terminal", () => {
  it("is on no screen, and does not come back with the key for the line before", async () => {
    const { prompt, type, screen } = terminal();
    const secret = prompt.askSecret("Client secret: ");
    type("my-own-secret\r");
    expect(await secret).toBe("my-own-secret");
    const name = prompt.ask("Name: ");
    type("\u001b[A\u001b[AOur PSA\r");
    expect(await name).toBe("Our PSA");
    prompt.close();
    expect(screen()).toContain("Our PSA");
    expect(screen()).not.toContain("my-own-secret");
  });

  it("is waited for no longer when the terminal is closed, and nothing is added", async () => {
    const { prompt } = terminal();
    const secret = prompt.askSecret("Client secret: ");
    prompt.close();
    await expect(secret).rejects.toThrow("Nothing was added.");
  });
});
