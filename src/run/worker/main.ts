import { reconcile, surveySources } from "../../engine";
import type { WorkerRequest } from "./protocol";
import { answerRequest } from "./serve";

// The script of the engine's worker: one request, one answer.
self.onmessage = ({ data }: MessageEvent<WorkerRequest>) => {
  answerRequest(
    {
      recognise: surveySources,
      reconcile: (snapshot, { layouts, period, now }) =>
        reconcile(snapshot, { layouts, now, ...(period === null ? {} : { period }) }),
    },
    data,
    (message) => {
      self.postMessage(message);
    },
  );
};
