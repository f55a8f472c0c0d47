import type { CellPlace } from "../run";
import type { ExcelGateway } from "../workbook";
import type { WorkbookEvents } from "./excel-workbook";

type Remove = () => Promise<void>;

/** The open workbook's events. What fails to register is only missed: events are hints. */
export function createExcelEvents(gateway: ExcelGateway): WorkbookEvents {
  return {
    onSelection: (listener) =>
      listen(() =>
        gateway.run(async (context) => {
          const handler = context.workbook.worksheets.onSelectionChanged.add(async (event) => {
            const place = await placeOf(gateway, event);
            if (place !== null) listener(place);
          });
          await context.sync();
          return removerOf(handler);
        }),
      ),
    onChanged: (listener) =>
      listen(() =>
        gateway.run(async (context) => {
          const handler = context.workbook.worksheets.onChanged.add((event) => {
            // The add-in's own writes are known to the run already.
            if (event.triggerSource !== "ThisLocalAddin") listener();
            return Promise.resolve();
          });
          await context.sync();
          return removerOf(handler);
        }),
      ),
  };
}

/** Registers in the background, because a port listens at once; stopping waits for the registration. */
function listen(register: () => Promise<Remove>): () => void {
  const registered = register().catch(() => () => Promise.resolve());
  return () => void registered.then((remove) => remove()).catch(() => undefined);
}

/** A handler is removed in the context that added it. */
function removerOf<T>(handler: OfficeExtension.EventHandlerResult<T>): Remove {
  return () =>
    Excel.run(handler.context, async (context) => {
      handler.remove();
      await context.sync();
    });
}

async function placeOf(
  gateway: ExcelGateway,
  { worksheetId, address }: Excel.WorksheetSelectionChangedEventArgs,
): Promise<CellPlace | null> {
  // Several areas at once are not one place.
  if (address.includes(",")) return null;
  return gateway.run(async (context) => {
    const worksheet = context.workbook.worksheets.getItem(worksheetId).load("name");
    const range = worksheet.getRange(address).load("rowIndex,columnIndex");
    await context.sync();
    return { sheet: worksheet.name, row: range.rowIndex, column: range.columnIndex };
  });
}
