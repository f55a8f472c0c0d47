/**
 * Runs work when asked, one at a time: asking while it runs makes it run once more afterwards, however often it was asked.
 * A failure ends it until it is asked again.
 */
export function coalesced(work: () => Promise<void>): () => void {
  let isRunning = false;
  let isAsked = false;
  const loop = async (): Promise<void> => {
    isRunning = true;
    try {
      while (isAsked) {
        isAsked = false;
        await work();
      }
    } catch {
      isAsked = false;
    } finally {
      isRunning = false;
    }
  };
  return () => {
    isAsked = true;
    if (!isRunning) void loop();
  };
}
