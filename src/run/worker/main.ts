import { askedHeaders, reconcile, surveySources, type UsageFile } from "../../engine";
import type { WorkbookSnapshot } from "../../engine/records";
import type { WorkerRequest } from "./protocol";
import { serveEngine } from "./serve";

// The script of the engine's worker.
const answer = serveEngine(
  {
    recognise: surveySources,
    async reconcile(snapshot, { layouts, period, now, files = [] }, onRead) {
      const read = await readFiles(snapshot, files, onRead);
      const options = { layouts, now, files: read };
      return reconcile(snapshot, { ...options, ...(period === null ? {} : { period }) });
    },
  },
  (message) => {
    self.postMessage(message);
  },
);
self.onmessage = ({ data }: MessageEvent<WorkerRequest>) => {
  void answer(data);
};

/** Reads usage files one after the other; their readers are loaded only where there are files. */
async function readFiles(
  { tables }: WorkbookSnapshot,
  files: readonly File[],
  onRead: (done: number, total: number) => void,
): Promise<readonly UsageFile[]> {
  if (files.length === 0) return [];
  const { readUsageBlob } = await import("../files/read-usage-file");
  const headers = askedHeaders(tables);
  const read: UsageFile[] = [];
  for (const file of files) {
    onRead(read.length, files.length);
    read.push(await readUsageBlob(file, file.name, headers));
  }
  return read;
}
