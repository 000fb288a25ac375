import type { App } from "../../app.ts";
import { csvChunks } from "../csv.ts";
import type { CsvDialect } from "../rules/csv-cell.ts";
import { lineColumns, OPERATION_COLUMNS } from "./columns.ts";
import type { FinanceFilter, TotalsBy } from "./model.ts";
import { streamOperations } from "./operations.ts";
import { totalOperations } from "./totals.ts";

/**
 * The books of a period as a CSV file, made while it is read: every operation, or sums of them by something.
 *
 * @param by undefined: operations
 * @param onRows hears how many rows each piece has, the head not counted
 */
export function financeCsv(
  app: Pick<App, "db">,
  filter: FinanceFilter,
  { by, dialect, onRows }: FinanceFileTerms,
): AsyncIterable<string> {
  const style = { dialect, zone: filter.zone };
  if (by === undefined)
    return csvChunks(OPERATION_COLUMNS, counted(streamOperations(app, filter), onRows), style);
  return csvChunks(lineColumns(by), counted(linesOf(app, filter, by), onRows), style);
}

export type FinanceFileTerms = {
  readonly by: TotalsBy | undefined;
  readonly dialect: CsvDialect;
  readonly onRows?: (rows: number) => void;
};

async function* counted<Row>(
  batches: AsyncIterable<readonly Row[]>,
  onRows: ((rows: number) => void) | undefined,
): AsyncGenerator<readonly Row[]> {
  for await (const rows of batches) {
    onRows?.(rows.length);
    yield rows;
  }
}

async function* linesOf(app: Pick<App, "db">, filter: FinanceFilter, by: TotalsBy) {
  yield (await totalOperations(app, filter, by)).lines;
}
