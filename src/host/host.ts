import type { Workbook } from "@zurmokeeper/exceljs";
import type { Book } from "./api/book";
import { findSheet, idOfSheet } from "./api/book";
import { keepIds } from "./api/conditional-formats";
import { workbookObject } from "./api/workbook";
import { eachCell, parseArea, type Area } from "./area";
import { calculate, Calculation } from "./calc";
import { cellOf, enterValue, valueOf, type ApiValue } from "./cells";
import { HostError } from "./errors";
import { copyOf } from "./fork";
import { deleteRows, deleteSheet, insertRows, renameSheet } from "./structure";
import { changeOf, processRequest, type Change, type References, type RequestBody } from "./wire";
import { copyWorkbook, emptyWorkbook, loadWorkbook, saveWorkbook } from "./xlsx";

/** What one run cost; these are the figures that decide speed in Excel. */
export interface Counters {
  requests: number;
  bytesIn: number;
  bytesOut: number;
  /** Size of the largest request, and of the largest response. */
  largestIn: number;
  largestOut: number;
  cellsRead: number;
  cellsWritten: number;
}

/** Excel on the web refuses larger requests and responses. */
const MOST_BYTES = 5 * 1024 * 1024;

type FailureTime = "before" | "after";

/** What a person did, as Excel tells an add-in that listens: the cells by sheet and address. */
export type HostEvent =
  | { readonly kind: "selectionChanged"; readonly worksheetId: string; readonly address: string }
  | {
      readonly kind: "changed";
      readonly worksheetId: string;
      readonly address: string;
      readonly changeType: "RangeEdited" | "RowInserted" | "RowDeleted";
      readonly source: "Local";
      readonly triggerSource: "Unknown";
    };

/** A workbook that answers Microsoft's Excel client as Excel would. `startCalculation` must have run. */
export class EmbeddedHost {
  readonly counters: Counters = {
    requests: 0,
    bytesIn: 0,
    bytesOut: 0,
    largestIn: 0,
    largestOut: 0,
    cellsRead: 0,
    cellsWritten: 0,
  };
  /** Called with what a person did, when the add-in listens for it. */
  onEvent: ((event: HostEvent) => void) | null = null;
  /** Called after a request that changed or selected something, so that a page can show what became of the workbook. */
  onChanged: ((change: Exclude<Change, "nothing">) => void) | null = null;
  /** Called before a request is answered, with its number from 1 on: what another person does in between. */
  beforeRequest: ((number: number) => void) | null = null;
  /** While false, formulas keep what they showed last, as with Excel's manual calculation. */
  isCalculating = true;
  private readonly book: Book;
  private readonly references: References = new Map();
  private readonly failures = new Map<number, { readonly time: FailureTime; readonly code: string }>();

  private constructor(workbook: Workbook) {
    const [first] = workbook.worksheets;
    if (first === undefined) throw new HostError("InvalidArgument", "The workbook has no sheet.");
    this.book = {
      workbook,
      activeSheet: first.name,
      selection: { sheet: first, area: parseArea("A1") },
      isEditing: false,
      listensTo: new Set(),
      cellsRead: 0,
      cellsWritten: 0,
      isDirty: true,
      recalculate: () => {
        this.recalculate();
      },
    };
  }

  static async open(bytes: Uint8Array): Promise<EmbeddedHost> {
    return new EmbeddedHost(await loadWorkbook(bytes));
  }

  static create(): EmbeddedHost {
    return new EmbeddedHost(emptyWorkbook());
  }

  /** A host on a copy of the document as it stands, for the same client: what it holds on to is known there too. */
  fork(): EmbeddedHost {
    const copies = new Map<object, object>();
    const fork = new EmbeddedHost(copyWorkbook(this.book.workbook, copies));
    keepIds(this.book.workbook, copies);
    fork.isCalculating = this.isCalculating;
    copies.set(this.book, fork.book);
    const { activeSheet, selection, isEditing, isDirty } = this.book;
    Object.assign(fork.book, { activeSheet, isEditing, isDirty, selection: copyOf(selection, copies) });
    for (const kind of this.book.listensTo) fork.book.listensTo.add(kind);
    for (const [name, object] of this.references)
      fork.references.set(name, object.of(copyOf(object.self, copies)));
    return fork;
  }

  /** The document as .xlsx, with calculated results. */
  async save(): Promise<Uint8Array> {
    this.recalculate();
    return saveWorkbook(this.book.workbook);
  }

  /** The document itself, for tests and pages that prepare or inspect it. */
  get workbook(): Workbook {
    return this.book.workbook;
  }

  /** While true, every request fails as it does when the user types in a cell. */
  set isEditing(isEditing: boolean) {
    this.book.isEditing = isEditing;
  }

  /** Makes a coming request fail: the next one is number 1. "after" fails it although it took effect, with any of Excel's codes. */
  failRequest(number: number, time: FailureTime, code = "GeneralException"): void {
    this.failures.set(this.counters.requests + number, { time, code });
  }

  /** Enters a value in a cell as a person does. @param address such as `Invoice!F12` */
  editCell(sheet: string, address: string, value: ApiValue): void {
    const { firstRow, firstColumn } = parseArea(address);
    enterValue(cellOf(this.sheet(sheet), firstRow, firstColumn), value);
    this.book.isDirty = true;
    this.tellChange(sheet, address, "RangeEdited");
  }

  /** Selects cells as a person does; the sheet comes to the front. */
  select(sheet: string, address: string): void {
    const worksheet = this.sheet(sheet);
    this.book.activeSheet = worksheet.name;
    this.book.selection = { sheet: worksheet, area: parseArea(address) };
    if (this.book.listensTo.has("selectionChanged"))
      this.onEvent?.({ kind: "selectionChanged", worksheetId: idOfSheet(worksheet), address });
  }

  /** The sheet in front, and the cells that are selected on it. */
  get selection(): { readonly sheet: string; readonly area: Area } {
    const { activeSheet, selection } = this.book;
    const isFront = selection.sheet.name === activeSheet;
    return { sheet: activeSheet, area: isFront ? selection.area : parseArea("A1") };
  }

  /** Inserts blank rows as a person does. @param before 1-based row that moves down */
  insertRows(sheet: string, before: number, count: number): void {
    insertRows(this.book, this.sheet(sheet), before - 1, count);
    this.book.isDirty = true;
    this.tellChange(sheet, `${before}:${before + count - 1}`, "RowInserted");
  }

  /** Deletes rows as a person does. @param first 1-based row */
  deleteRows(sheet: string, first: number, count: number): void {
    deleteRows(this.book, this.sheet(sheet), first - 1, count);
    this.book.isDirty = true;
    this.tellChange(sheet, `${first}:${first + count - 1}`, "RowDeleted");
  }

  /** Renames a sheet as a person does. */
  renameSheet(sheet: string, name: string): void {
    renameSheet(this.book.workbook, this.sheet(sheet), name);
    this.book.isDirty = true;
  }

  /** Deletes a sheet as a person does. */
  deleteSheet(sheet: string): void {
    deleteSheet(this.book.workbook, this.sheet(sheet));
    this.book.isDirty = true;
  }

  /** Adds a blank sheet at the end as a person does. */
  addSheet(name: string): void {
    this.book.workbook.addWorksheet(name);
    this.book.isDirty = true;
  }

  /** The names of all sheets, in their order. */
  sheetNames(): readonly string[] {
    return this.book.workbook.worksheets.map(({ name }) => name);
  }

  valueAt(sheet: string, address: string): ApiValue {
    this.recalculate();
    const { firstRow, firstColumn } = parseArea(address);
    return valueOf(cellOf(this.sheet(sheet), firstRow, firstColumn));
  }

  /** The values of a sheet's cells from A1 on, row by row. */
  valuesOf(sheet: string): readonly (readonly ApiValue[])[] {
    this.recalculate();
    const { rowCount, columnCount } = this.sheet(sheet);
    return Array.from({ length: rowCount }, (_, row) =>
      Array.from({ length: columnCount }, (_cell, column) => valueOf(cellOf(this.sheet(sheet), row, column))),
    );
  }

  /** Fill colours that conditional formats give the cells of an area now, row by row; `null` where none applies. */
  highlights(sheet: string, address: string): readonly (string | null)[] {
    const positions: [number, number][] = [];
    eachCell(parseArea(address), (row, column) => positions.push([row, column]));
    const calculation = new Calculation(this.book.workbook);
    const found = calculation.highlights(this.sheet(sheet), positions);
    calculation.free();
    return found;
  }

  /** Answers one request of the client: the body as JSON text or already parsed. */
  answer(body: string | RequestBody): string {
    const request: RequestBody = typeof body === "string" ? (JSON.parse(body) as RequestBody) : body;
    const size = (typeof body === "string" ? body : JSON.stringify(body)).length;
    this.beforeRequest?.(this.counters.requests + 1);
    this.counters.requests += 1;
    this.counters.bytesIn += size;
    this.counters.largestIn = Math.max(this.counters.largestIn, size);
    const failure = this.failures.get(this.counters.requests);
    const refuse = (code: string, message: string): string =>
      JSON.stringify({ Error: { Code: code, Message: message, Location: "", ActionIndex: 0 }, Results: [] });
    if (this.book.isEditing) return refuse("InvalidOperationInCellEditMode", "Excel is in cell-edit mode.");
    if (size > MOST_BYTES)
      return refuse("RequestPayloadSizeLimitExceeded", "The request is larger than 5 MB.");
    if (failure?.time === "before") return refuse(failure.code, "An internal error occurred.");
    const response = JSON.stringify(processRequest(request, workbookObject(this.book), this.references));
    const change = changeOf(request);
    if (change !== "nothing") this.onChanged?.(change);
    this.counters.cellsRead = this.book.cellsRead;
    this.counters.cellsWritten = this.book.cellsWritten;
    if (failure?.time === "after") return refuse(failure.code, "An internal error occurred.");
    if (response.length > MOST_BYTES)
      return refuse("ResponsePayloadSizeLimitExceeded", "The response is larger than 5 MB.");
    this.counters.bytesOut += response.length;
    this.counters.largestOut = Math.max(this.counters.largestOut, response.length);
    return response;
  }

  private tellChange(
    sheet: string,
    address: string,
    changeType: "RangeEdited" | "RowInserted" | "RowDeleted",
  ): void {
    if (!this.book.listensTo.has("changed")) return;
    const worksheetId = idOfSheet(this.sheet(sheet));
    this.onEvent?.({
      kind: "changed",
      worksheetId,
      address,
      changeType,
      source: "Local",
      triggerSource: "Unknown",
    });
  }

  private recalculate(): void {
    if (!this.book.isDirty || !this.isCalculating) return;
    calculate(this.book.workbook);
    this.book.isDirty = false;
  }

  private sheet(name: string): Workbook["worksheets"][number] {
    const sheet = findSheet(this.book, name);
    if (sheet === undefined) throw new HostError("ItemNotFound", `There is no sheet "${name}".`);
    return sheet;
  }
}
