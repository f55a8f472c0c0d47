import type { PageMessage } from "../host/protocol";
import { serveHost } from "../host/serve";
import type { HostCalls } from "../host/browser";
import { pictureOf, type GridPicture } from "./grid-picture";

/** What the workbench asks of the host's worker. */
export type WorkbenchCalls = HostCalls & { readonly picture: () => GridPicture };

// The script of the host's worker: one workbook each.
const answer = serveHost(
  {
    post: (message, transfer) => {
      self.postMessage(message, { transfer: [...transfer] as ArrayBuffer[] });
    },
  },
  (host) => ({ picture: () => pictureOf(host) }),
);
self.onmessage = ({ data }: MessageEvent<PageMessage>) => {
  answer(data);
};
