import type { ClientPage, EvidenceRow, ShareAnswer, ShareRequest } from "../engine";
import type { TableBlock } from "./discrepancies";
import { clientCells, layOutForPrint, writeClientCells } from "./client-sheet";
import type { ExcelGateway } from "./gateway";
import type { ShareSheet, ShareTable } from "./names";
import { writeTable } from "./own-tables";
import { readWorkbook } from "./read";
import { needFreeTable, prepareShareSheet } from "./share-sheet";
import { changeBlock, evidenceBlock, evidenceLinks } from "./share-tables";
import { attempt } from "./support";

/**
 * Writes a sheet that a person asked for, anew each time, and shows it. Only the add-in's own sheet of that kind changes;
 * removing annotations takes it away.
 * @throws WorkbookProblem
 */
export async function writeShared(gateway: ExcelGateway, request: ShareRequest): Promise<ShareAnswer> {
  switch (request.kind) {
    case "change list":
      return {
        sheet: await writeOnSheet(gateway, "changes", "tblChangeList", changeBlock(request.list)),
        remarks: [],
      };
    case "evidence":
      return writeEvidence(gateway, request.rows);
    case "client page":
      return writeClientPage(gateway, request.page);
  }
}

async function writeOnSheet(
  gateway: ExcelGateway,
  role: ShareSheet,
  table: ShareTable,
  block: TableBlock,
): Promise<string> {
  const read = await readWorkbook(gateway);
  needFreeTable(read, role, table);
  return gateway.run(async (context) => {
    const name = await prepareShareSheet(context, read, role);
    await writeTable(context, table, { name }, block, undefined, 0);
    context.workbook.worksheets.getItem(name).activate();
    await context.sync();
    return name;
  });
}

/** Each link takes some 700 bytes. */
const LINKS_PER_REQUEST = 800;

async function writeEvidence(gateway: ExcelGateway, rows: readonly EvidenceRow[]): Promise<ShareAnswer> {
  const sheet = await writeOnSheet(gateway, "evidence", "tblEvidence", evidenceBlock(rows));
  const links = evidenceLinks(rows);
  if (links.length === 0) return { sheet, remarks: [] };
  const isLinked = await attempt(gateway, "1.7", async (context) => {
    const worksheet = context.workbook.worksheets.getItem(sheet);
    for (const [i, { row, column, address }] of links.entries()) {
      // eslint-disable-next-line office-addins/no-context-sync-in-loop -- one request would be too large
      if (i > 0 && i % LINKS_PER_REQUEST === 0) await context.sync();
      const cell = worksheet.getRangeByIndexes(row + 1, column, 1, 1);
      cell.hyperlink = { documentReference: address, textToDisplay: address };
    }
    await context.sync();
  });
  return { sheet, remarks: isLinked ? [] : ["no links"] };
}

async function writeClientPage(gateway: ExcelGateway, page: ClientPage): Promise<ShareAnswer> {
  const read = await readWorkbook(gateway);
  const cells = clientCells(page);
  const sheet = await gateway.run(async (context) => {
    const name = await prepareShareSheet(context, read, "client");
    const worksheet = context.workbook.worksheets.getItem(name);
    writeClientCells(worksheet, cells);
    worksheet.activate();
    await context.sync();
    return name;
  });
  const isPrintable = await attempt(gateway, "1.9", async (context) => {
    layOutForPrint(context.workbook.worksheets.getItem(sheet), cells);
    await context.sync();
  });
  return { sheet, remarks: isPrintable ? [] : ["no page layout"] };
}
