import { askedHeaders, reconcile, surveySources, type UsageFile } from "../../engine";
import type { WorkbookSnapshot } from "../../engine/records";
import type { WorkerRequest } from "./protocol";
import { answerRequest } from "./serve";

// The script of the engine's worker: one request, one answer.
self.onmessage = ({ data }: MessageEvent<WorkerRequest>) => {
  void answerRequest(
    {
      recognise: surveySources,
      async reconcile(snapshot, { layouts, period, now, files = [] }, onRead) {
        const read = await readFiles(snapshot, files, onRead);
        const options = { layouts, now, files: read };
        return reconcile(snapshot, { ...options, ...(period === null ? {} : { period }) });
      },
    },
    data,
    (message) => {
      self.postMessage(message);
    },
  );
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
