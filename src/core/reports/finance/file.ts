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
 */
export function financeCsv(
  app: Pick<App, "db">,
  filter: FinanceFilter,
  { by, dialect }: { readonly by: TotalsBy | undefined; readonly dialect: CsvDialect },
): AsyncIterable<string> {
  const style = { dialect, zone: filter.zone };
  if (by === undefined) return csvChunks(OPERATION_COLUMNS, streamOperations(app, filter), style);
  return csvChunks(lineColumns(by), linesOf(app, filter, by), style);
}

async function* linesOf(app: Pick<App, "db">, filter: FinanceFilter, by: TotalsBy) {
  yield (await totalOperations(app, filter, by)).lines;
}
