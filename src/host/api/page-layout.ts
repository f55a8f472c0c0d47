import type { Worksheet } from "@zurmokeeper/exceljs";
import { localAddress, type Area } from "../area";
import { HostError } from "../errors";
import type { ApiType } from "./type";

const ORIENTATIONS: ReadonlyMap<unknown, "landscape" | "portrait"> = new Map([
  ["Landscape", "landscape"],
  ["Portrait", "portrait"],
]);

/** How a sheet is printed: orientation, fitting to pages, print area. */
export const PAGE_LAYOUT: ApiType<{ readonly sheet: Worksheet }> = {
  name: "PageLayout",
  set: {
    orientation: ({ sheet }, value) => {
      const orientation = ORIENTATIONS.get(value);
      if (orientation === undefined)
        throw new HostError("InvalidArgument", `"${String(value)}" is no orientation.`);
      sheet.pageSetup.orientation = orientation;
    },
    zoom: ({ sheet }, value) => {
      const zoom = value as Readonly<Record<string, number | undefined>>;
      sheet.pageSetup.fitToPage = true;
      sheet.pageSetup.fitToWidth = zoom.horizontalFitToPages ?? 0;
      // Zero lets the sheet take as many pages as it needs in that direction.
      sheet.pageSetup.fitToHeight = zoom.verticalFitToPages ?? 0;
    },
  },
  call: {
    setPrintArea: ({ sheet }, range) => {
      const address = localAddress((range as { readonly area: Area }).area);
      const [first = "", last = first] = address.split(":");
      // The document library fixes the columns only.
      sheet.pageSetup.printArea = `${first}:${last}`.replace(/\d+/g, "$$$&");
      return null;
    },
  },
};
