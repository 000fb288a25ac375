import type { App } from "../../app.ts";
import { dayOf } from "../../kernel/local-day.ts";
import { kopecks } from "../../kernel/money.ts";
import { points } from "../../kernel/points.ts";
import { readInBatches } from "../../runtime/cursor.ts";
import { join, type Sql, sql } from "../../runtime/sql.ts";
import { branchesOf } from "./branches.ts";
import type { Fate, FinanceFilter, Operation, OperationKind } from "./model.ts";

type OperationRow = {
  readonly kind: OperationKind;
  readonly id: string;
  readonly at: Date;
  readonly bookingId: string | null;
  readonly bookingNumber: number | null;
  readonly clientId: string;
  readonly clientName: string;
  readonly serviceName: string | null;
  readonly specialistName: string | null;
  readonly amount: number;
  readonly gross: number;
  readonly fee: number | null;
  readonly points: number;
  readonly fate: Fate;
  readonly returned: number;
  readonly detail: string | null;
  readonly note: string | null;
};

/** The names that belong to operations, whatever table they come from. */
const named = (operations: Sql, order: Sql): Sql => sql`
  SELECT operation.kind, operation.id, operation.at, operation.booking_id, booking.number AS booking_number,
         operation.client_id, client.name AS client_name, service.name AS service_name,
         specialist.name AS specialist_name, operation.amount, operation.gross, operation.fee, operation.points,
         operation.fate, operation.returned, operation.detail, operation.note
  FROM (${operations}) AS operation
  JOIN clients client ON client.id = operation.client_id
  LEFT JOIN bookings booking ON booking.id = operation.booking_id
  LEFT JOIN services service ON service.id = booking.service_id
  LEFT JOIN specialists specialist ON specialist.id = booking.specialist_id
  ${order}`;

const united = (branches: readonly Sql[]): Sql =>
  join(
    branches.map((branch) => sql`(${branch})`),
    " UNION ALL ",
  );

function toOperation({ zone }: FinanceFilter): (row: OperationRow) => Operation {
  const day = dayKeeper(zone);
  return (row) => ({
    ...row,
    day: day(row.at),
    bookingId: row.bookingId ?? undefined,
    bookingNumber: row.bookingNumber ?? undefined,
    serviceName: row.serviceName ?? undefined,
    specialistName: row.specialistName ?? undefined,
    amount: kopecks(row.amount),
    gross: kopecks(row.gross),
    fee: row.fee === null ? undefined : kopecks(row.fee),
    net: row.fee === null ? undefined : kopecks(row.gross - row.fee),
    points: points(row.points),
    returned: kopecks(Number(row.returned)),
    detail: row.detail ?? undefined,
    note: row.note ?? undefined,
  });
}

const HOUR_MS = 3_600_000;

/** Operations come in order: the day is asked for anew when a quarter of an hour is over; no zone changes its day in one. */
function dayKeeper(zone: string): (at: Date) => Operation["day"] {
  let last: { readonly quarter: number; readonly day: Operation["day"] } | undefined;
  return (at) => {
    const quarter = Math.floor(at.getTime() / (HOUR_MS / 4));
    if (last?.quarter !== quarter) last = { quarter, day: dayOf(at, zone) };
    return last.day;
  };
}

/** No list of people goes beyond this page by page; an export has no such end. */
export const OPERATIONS_OFFSET_MAX = 100_000;

/**
 * Lists the operations of a period, newest first: payments, refunds, what is kept, points, one row each.
 *
 * What comes and goes at the same moment keeps an order of its own from page to page.
 *
 * @param page `offset` at most `OPERATIONS_OFFSET_MAX`
 * @source PY-5 PY-7 EP-5
 */
export async function listOperations(
  app: Pick<App, "db">,
  filter: FinanceFilter,
  page: { readonly rowsMax: number; readonly offset?: number },
): Promise<readonly Operation[]> {
  const offset = Math.min(page.offset ?? 0, OPERATIONS_OFFSET_MAX);
  const branches = branchesOf(filter, { rowsMax: page.rowsMax + offset, withFate: true });
  if (branches.length === 0) return [];
  const wanted = sql`SELECT * FROM (${united(branches)}) AS found ORDER BY at DESC, kind, id DESC LIMIT ${page.rowsMax} OFFSET ${offset}`;
  const rows = await app.db.many<OperationRow>(
    named(wanted, sql`ORDER BY operation.at DESC, operation.kind, operation.id DESC`),
  );
  return rows.map(toOperation(filter));
}

/**
 * Reads all operations of a period, oldest first, some hundreds at a time: as they were at one moment, however long
 * their reader takes. Whoever stops reading lets the connection go.
 *
 * @source PY-5
 */
export async function* streamOperations(
  app: Pick<App, "db">,
  filter: FinanceFilter,
): AsyncGenerator<readonly Operation[]> {
  const branches = branchesOf(filter, { withFate: true });
  if (branches.length === 0) return;
  const order = sql`ORDER BY operation.at, operation.kind, operation.id`;
  const read = toOperation(filter);
  for await (const rows of readInBatches<OperationRow>(app.db, named(united(branches), order)))
    yield rows.map(read);
}
