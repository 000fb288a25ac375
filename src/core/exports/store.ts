import type { RefusalDetail } from "../kernel/outcome.ts";
import { type Queryable, type RowOf, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Export, ExportTerms } from "./model.ts";

const COLUMNS = sql`id, number, cron, span, contents, dialect, folder, to_telegram AS is_to_telegram, owed_since`;

const toExport = (row: RowOf<Export>): Export => ({ ...row, folder: row.folder ?? undefined });

export async function listAll(via: Queryable): Promise<readonly Export[]> {
  return (await via.many<RowOf<Export>>(sql`SELECT ${COLUMNS} FROM exports ORDER BY number`)).map(toExport);
}

export async function findById(via: Queryable, id: string): Promise<Export | undefined> {
  const row = await via.first<RowOf<Export>>(sql`SELECT ${COLUMNS} FROM exports WHERE id = ${id}::uuid`);
  return row && toExport(row);
}

/** For change: others wait until the transaction is over. */
export async function lockByNumber(tx: Tx, number: number): Promise<Export | undefined> {
  const row = await tx.first<RowOf<Export>>(
    sql`SELECT ${COLUMNS} FROM exports WHERE number = ${number} FOR UPDATE`,
  );
  return row && toExport(row);
}

/** False: there is one with this id. */
export async function insertExport(
  tx: Tx,
  { id, ...terms }: ExportTerms & { readonly id: string },
  now: Date,
): Promise<boolean> {
  const { cron, span, contents, dialect, folder, isToTelegram } = terms;
  const added = await tx.run(sql`
    INSERT INTO exports (id, cron, span, contents, dialect, folder, to_telegram, owed_since, created_at)
    VALUES (${id}::uuid, ${cron}, ${span}, ${contents}, ${dialect}, ${folder ?? null}, ${isToTelegram}, ${now}, ${now})
    ON CONFLICT (id) DO NOTHING`);
  return added > 0;
}

export async function writeTerms(tx: Tx, changed: Export): Promise<void> {
  const { id, cron, span, contents, dialect, folder, isToTelegram, owedSince } = changed;
  await tx.run(sql`
    UPDATE exports
    SET cron = ${cron}, span = ${span}, contents = ${contents}, dialect = ${dialect}, folder = ${folder ?? null},
        to_telegram = ${isToTelegram}, owed_since = ${owedSince}
    WHERE id = ${id}::uuid`);
}

/** Due times up to this one have their files; false: they had them already, or there is no such export any more. */
export async function markDone(tx: Tx, id: string, dueAt: Date): Promise<boolean> {
  const touched = await tx.run(
    sql`UPDATE exports SET owed_since = ${dueAt} WHERE id = ${id}::uuid AND owed_since < ${dueAt}`,
  );
  return touched > 0;
}

export const deleteExport = (tx: Tx, id: string): Promise<number> =>
  tx.run(sql`DELETE FROM exports WHERE id = ${id}::uuid`);

/** What of an export the trail and refusals tell. */
export const detailOf = ({ number }: Pick<Export, "number">): RefusalDetail => ({ given: number });
