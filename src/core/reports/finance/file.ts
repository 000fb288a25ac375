import type { App } from "../../app.ts";
import { plusDays, startOfDay } from "../../kernel/local-day.ts";
import { csvChunks } from "../csv.ts";
import type { CsvDialect } from "../rules/csv-cell.ts";
import { lineColumns, OPERATION_COLUMNS } from "./columns.ts";
import type { FinanceFilter, Operation, TotalsBy } from "./model.ts";
import { streamOperations } from "./operations.ts";
import { totalOperations } from "./totals.ts";

export type FinanceFile = {
  readonly by: TotalsBy | undefined;
  readonly dialect: CsvDialect;
  readonly onProgress?: ((share: number) => void) | undefined;
  readonly onRows?: ((rows: number) => void) | undefined;
};

/**
 * The books of a period as a CSV file, made while it is read: every operation, or sums of them by something.
 *
 * @param by undefined: operations
 * @param onProgress how much of the operations is made, from 0 to 1, as far as their times tell
 * @param onRows hears how many rows each piece has, the head not counted
 */
export function financeCsv(
  app: Pick<App, "db">,
  filter: FinanceFilter,
  { by, dialect, onProgress, onRows }: FinanceFile,
): AsyncIterable<string> {
  const style = { dialect, zone: filter.zone };
  if (by === undefined) {
    const operations = streamOperations(app, filter);
    const batches = onProgress === undefined ? operations : watched(operations, filter, onProgress);
    return csvChunks(OPERATION_COLUMNS, counted(batches, onRows), style);
  }
  return csvChunks(lineColumns(by), counted(linesOf(app, filter, by), onRows), style);
}

async function* counted<Row>(
  batches: AsyncIterable<readonly Row[]>,
  onRows: FinanceFile["onRows"],
): AsyncGenerator<readonly Row[]> {
  for await (const rows of batches) {
    onRows?.(rows.length);
    yield rows;
  }
}

/** They come in the order of time: how far along the period the last one is, counted from the first. */
async function* watched(
  batches: AsyncIterable<readonly Operation[]>,
  { to, zone }: FinanceFilter,
  onProgress: (share: number) => void,
): AsyncGenerator<readonly Operation[]> {
  const end = startOfDay(plusDays(to, 1), zone).getTime();
  let begin: number | undefined;
  for await (const rows of batches) {
    yield rows;
    const last = rows.at(-1)?.at.getTime();
    begin ??= rows[0]?.at.getTime();
    if (last !== undefined && begin !== undefined && end > begin) onProgress((last - begin) / (end - begin));
  }
}

async function* linesOf(app: Pick<App, "db">, filter: FinanceFilter, by: TotalsBy) {
  yield (await totalOperations(app, filter, by)).lines;
}
