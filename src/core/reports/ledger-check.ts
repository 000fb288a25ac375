import type { App } from "../app.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { write } from "../runtime/transaction.ts";
import { BOOKING_CHECKS } from "./checks/bookings.ts";
import { MONEY_CHECKS } from "./checks/money.ts";
import { POINT_CHECKS } from "./checks/points.ts";
import type { Check, Discrepancy } from "./model.ts";

/** Every check there is, in the order in which their findings are told. */
export const CHECKS: readonly Check[] = [...POINT_CHECKS, ...BOOKING_CHECKS, ...MONEY_CHECKS];

/** A promise that is broken everywhere is told by so many examples. */
const ROWS_MAX = 100;

/**
 * Holds every balance, hold of points, slot and ruble against what the bookings say; answers what does not agree, and
 * nothing when all is well.
 *
 * One moment of the database is looked at, and nothing is written: the database itself refuses it. What today's settings
 * decide cannot be judged afterwards and is left out: whether a reward was above the month's limit (EP-4), whether a
 * visit should have had a penalty and how much less than its share (CX-5), whether a client was blocked (CX-4), how many
 * points could be redeemed (PT-1, PT-2). What merely waits for an answer is `listWaitingMoney`'s.
 *
 * @source EP-5 PT-3 PY-5
 */
export async function ledgerCheck(app: Pick<App, "db">): Promise<readonly Discrepancy[]> {
  return write(app.db, async (tx) => {
    await tx.run(sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`);
    return findDiscrepancies(tx);
  });
}

/** The check itself, or a part of it, on what a connection sees. */
export async function findDiscrepancies(
  via: Queryable,
  checks: readonly Check[] = CHECKS,
): Promise<readonly Discrepancy[]> {
  const found: Discrepancy[] = [];
  for (const { name: check, title, subjectKind, statement } of checks) {
    // Materialized: a planner that expects findings would walk the books in order to have the first of them soon.
    const rows = await via.many<Omit<Discrepancy, "check" | "title" | "subjectKind">>(sql`
      WITH finding AS MATERIALIZED (${statement})
      SELECT * FROM finding ORDER BY subject_id, detail LIMIT ${ROWS_MAX}`);
    found.push(...rows.map((row) => ({ check, title, subjectKind, ...row })));
  }
  return found;
}
