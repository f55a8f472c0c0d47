import { main } from "./main";

const status = await main(process.argv.slice(2), {
  print: (text) => {
    process.stdout.write(`${text}\n`);
  },
  warn: (text) => {
    process.stderr.write(`${text}\n`);
  },
  now: () => new Date().toISOString(),
});
// Microsoft's client library leaves a timer running that nothing can stop.
process.exit(status);
