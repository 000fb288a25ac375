import type { Points } from "../kernel/points.ts";
import { points } from "../kernel/points.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Balance, PointEntry, PointKind } from "./model.ts";

export type BalanceView = {
  /** A booking whose own held points count as free. */
  readonly exceptBookingId?: string | null;
  /** A booking that is to be replaced: its redemption counts as given back (CX-7). */
  readonly takenOverId?: string | null;
};

/**
 * What a client has, has set aside, and last spent; what one booking holds may be left out of it.
 *
 * Of points held instead of those that a replaced booking has spent only what goes beyond them is set aside: the rest
 * is not in the balance any more.
 *
 * @source PT-3 CX-7
 */
export async function findBalance(
  via: Queryable,
  clientId: string,
  { exceptBookingId = null, takenOverId = null }: BalanceView = {},
): Promise<Balance> {
  const row = await via.first<{ balance: number; held: number; lastRedemptionAt: Date | null }>(sql`
    SELECT client.points_balance + coalesce((SELECT points FROM point_holds
               WHERE client_id = client.id AND state = 'posted' AND booking_id = ${takenOverId}::uuid), 0) AS balance,
           coalesce((SELECT sum(greatest(own.points - coalesce(taken.points, 0), 0)) FROM point_holds own
                     LEFT JOIN point_holds taken ON taken.booking_id = own.takes_over_id AND taken.state = 'posted'
                     WHERE own.client_id = client.id AND own.state = 'held'
                       AND own.booking_id IS DISTINCT FROM ${exceptBookingId}::uuid), 0)::int AS held,
           (SELECT max(held_at) FROM point_holds WHERE client_id = client.id AND state IN ('held', 'posted')
               AND booking_id IS DISTINCT FROM ${exceptBookingId}::uuid
               AND booking_id IS DISTINCT FROM ${takenOverId}::uuid) AS last_redemption_at
    FROM clients client WHERE client.id = ${clientId}::uuid`);
  const balance = points(row?.balance ?? 0);
  const held = points(row?.held ?? 0);
  return {
    balance,
    held,
    available: points(balance - held),
    lastRedemptionAt: row?.lastRedemptionAt ?? undefined,
  };
}

export type NewPointEntry = {
  readonly id: string;
  readonly clientId: string;
  readonly points: Points;
  readonly kind: PointKind;
  readonly bookingId?: string | undefined;
  readonly friendId?: string | undefined;
  /** Which mark of the visit it belongs to, from 1. */
  readonly number?: number | undefined;
  readonly staffId?: string | null | undefined;
  readonly reason?: string | undefined;
};

/** Adds an entry; the database moves the balance with it (EP-5). */
export async function appendEntry(tx: Tx, entry: NewPointEntry, now: Date): Promise<void> {
  await tx.run(sql`
    INSERT INTO point_entries (id, client_id, points, kind, booking_id, friend_id, number, staff_id, reason, created_at)
    VALUES (${entry.id}::uuid, ${entry.clientId}::uuid, ${entry.points}, ${entry.kind}, ${entry.bookingId ?? null}::uuid,
            ${entry.friendId ?? null}::uuid, ${entry.number ?? 1}, ${entry.staffId ?? null}::uuid, ${entry.reason ?? null}, ${now})`);
}

export async function findEntry(
  via: Queryable,
  entryId: string,
): Promise<{ clientId: string; points: number } | undefined> {
  return via.first(sql`SELECT client_id, points FROM point_entries WHERE id = ${entryId}::uuid`);
}

/** A client's entries, newest first, each with the balance after it. */
export async function listPointEntries(
  via: Queryable,
  filter: { readonly clientId: string; readonly rowsMax: number; readonly offset: number },
): Promise<readonly PointEntry[]> {
  const rows = await via.many<{
    id: string;
    points: number;
    kind: PointKind;
    bookingNumber: number | null;
    serviceName: string | null;
    startsAt: Date | null;
    state: string | null;
    friendName: string | null;
    staffName: string | null;
    reason: string | null;
    createdAt: Date;
    balanceAfter: number;
  }>(sql`
    SELECT entry.id, entry.points, entry.kind, booking.number AS booking_number, entry.reason, entry.created_at,
           sum(entry.points) OVER (ORDER BY entry.sequence)::int AS balance_after,
           service.name AS service_name, booking.starts_at, booking.state,
           (SELECT name FROM clients WHERE id = entry.friend_id AND erased_at IS NULL) AS friend_name,
           (SELECT name FROM staff WHERE id = entry.staff_id) AS staff_name
    FROM point_entries entry LEFT JOIN bookings booking ON booking.id = entry.booking_id
    LEFT JOIN services service ON service.id = booking.service_id
    WHERE entry.client_id = ${filter.clientId}::uuid
    ORDER BY entry.sequence DESC LIMIT ${filter.rowsMax} OFFSET ${filter.offset}`);
  return rows.map(({ serviceName, startsAt, state, ...row }) => ({
    ...row,
    visit:
      serviceName === null || startsAt === null || state === null
        ? undefined
        : { serviceName, startsAt, state },
    friendName: row.friendName ?? undefined,
    staffName: row.staffName ?? undefined,
    points: points(row.points),
    bookingNumber: row.bookingNumber ?? undefined,
    reason: row.reason ?? undefined,
    balanceAfter: points(row.balanceAfter),
  }));
}
