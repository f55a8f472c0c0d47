import { eachCell, localAddress } from "../area";
import { cellOf } from "../cells";
import { HostError } from "../errors";
import { apiObject, type ApiObject, type ApiType } from "./type";
import { needWritable, type RangeSelf } from "./book";

const VALIDATION: ApiType<RangeSelf> = {
  name: "DataValidation",
  set: {
    rule: ({ sheet, area }, rule) => {
      needWritable(sheet);
      const list = (rule as { list?: { source?: unknown } }).list;
      if (typeof list?.source !== "string")
        throw new HostError(
          "ApiNotFound",
          "The embedded host knows list validation with a text source only.",
        );
      const source = list.source.startsWith("=") ? list.source.slice(1) : `"${list.source}"`;
      if (source.length > 257)
        throw new HostError("InvalidArgument", "A list of values is longer than 255 characters.");
      eachCell(area, (row, column) => {
        cellOf(sheet, row, column).dataValidation = { type: "list", allowBlank: true, formulae: [source] };
      });
    },
  },
  call: {
    clear: ({ sheet, area }) => {
      needWritable(sheet);
      const { model } = (sheet as unknown as { dataValidations: { model: Record<string, unknown> } })
        .dataValidations;
      eachCell(area, (row, column) => {
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- exceljs keeps validations by address
        delete model[localAddress({ firstRow: row, lastRow: row, firstColumn: column, lastColumn: column })];
      });
    },
  },
};

/** The data validation of a range. */
export function validationObject(range: RangeSelf): ApiObject {
  return apiObject(VALIDATION, range);
}
