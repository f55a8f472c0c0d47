/**
 * Lets the page draw and answer a person before long work goes on. A message rather than a timer, because browsers slow
 * timers down.
 */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
