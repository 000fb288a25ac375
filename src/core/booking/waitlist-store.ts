import type { LocalDay } from "../kernel/local-day.ts";
import { empty, type Queryable, type Sql, sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { OfferAnswer, Wish } from "./rules/waitlist.ts";

/** waiting → offered → waiting again, or over: `served` by a visit, `left`, `expired` when its days are over. */
export type WaitState = "waiting" | "offered" | "served" | "left" | "expired";

/** Why nobody waits any more, in a word. */
export type WaitEnd =
  | "offer_taken"
  | "booked"
  | "by_client"
  | "by_staff"
  | "unanswered"
  | "days_passed"
  | "erased"
  | "merged";

/** One wish that a client waits for (MS-9). */
export type WaitlistEntry = Wish & {
  readonly id: string;
  readonly clientId: string;
  readonly serviceId: string;
  readonly state: WaitState;
  readonly endedReason: WaitEnd | undefined;
  /** What staff wrote to the client when they ended it. */
  readonly note: string | undefined;
  readonly offers: number;
  /** Of the latest offers, those in a row that were left without an answer. */
  readonly missed: number;
  readonly createdAt: Date;
  readonly endedAt: Date | undefined;
};

/** As people see it: with names, and the hold that is offered now. */
export type WaitlistView = WaitlistEntry & {
  readonly clientName: string;
  readonly serviceName: string;
  readonly specialistName: string | undefined;
  readonly offeredBookingId: string | undefined;
  /** The offer that was taken. */
  readonly takenBookingId: string | undefined;
};

type EntryRow = {
  id: string;
  clientId: string;
  serviceId: string;
  specialistId: string | null;
  days: LocalDay[];
  fromMinute: number;
  toMinute: number;
  state: WaitState;
  endedReason: WaitEnd | null;
  note: string | null;
  offers: number;
  missed: number;
  createdAt: Date;
  endedAt: Date | null;
};

const COLUMNS = sql`entry.id, entry.client_id, entry.service_id, entry.specialist_id, entry.days::text[] AS days,
  entry.from_minute, entry.to_minute, entry.state, entry.ended_reason, entry.note, entry.offers, entry.missed,
  entry.created_at, entry.ended_at`;

const toEntry = (row: EntryRow): WaitlistEntry => ({
  id: row.id,
  clientId: row.clientId,
  serviceId: row.serviceId,
  specialistId: row.specialistId ?? undefined,
  days: row.days,
  fromMinute: row.fromMinute,
  toMinute: row.toMinute,
  state: row.state,
  endedReason: row.endedReason ?? undefined,
  note: row.note ?? undefined,
  offers: row.offers,
  missed: row.missed,
  createdAt: row.createdAt,
  endedAt: row.endedAt ?? undefined,
});

type ViewRow = EntryRow & {
  clientName: string;
  serviceName: string;
  specialistName: string | null;
  offeredBookingId: string | null;
  takenBookingId: string | null;
};

const toView = (row: ViewRow): WaitlistView => ({
  ...toEntry(row),
  clientName: row.clientName,
  serviceName: row.serviceName,
  specialistName: row.specialistName ?? undefined,
  offeredBookingId: row.offeredBookingId ?? undefined,
  takenBookingId: row.takenBookingId ?? undefined,
});

const VIEW = sql`
  SELECT ${COLUMNS}, client.name AS client_name, service.name AS service_name, specialist.name AS specialist_name,
         offer.booking_id AS offered_booking_id,
         (SELECT booking_id FROM waitlist_offers WHERE entry_id = entry.id AND answer = 'taken' LIMIT 1) AS taken_booking_id
  FROM waitlist_entries entry
  JOIN clients client ON client.id = entry.client_id
  JOIN services service ON service.id = entry.service_id
  LEFT JOIN specialists specialist ON specialist.id = entry.specialist_id
  LEFT JOIN waitlist_offers offer ON offer.entry_id = entry.id AND offer.answer IS NULL`;

export async function findWaitlistEntry(via: Queryable, entryId: string): Promise<WaitlistView | undefined> {
  const row = await via.first<ViewRow>(sql`${VIEW} WHERE entry.id = ${entryId}::uuid`);
  return row && toView(row);
}

/** Those who still wait. */
export const OPEN_WAIT_STATES: readonly WaitState[] = ["waiting", "offered"];

/** The waitlist in its order, longest waiting first. */
export async function listWaitlist(
  via: Queryable,
  filter: {
    readonly clientId?: string | undefined;
    readonly serviceId?: string | undefined;
    readonly states?: readonly WaitState[] | undefined;
    /** `latest`: of one client the wishes of today are looked at first. */
    readonly order?: "latest" | undefined;
    readonly rowsMax: number;
    readonly offset?: number | undefined;
  },
): Promise<readonly WaitlistView[]> {
  const conditions: Sql[] = [sql`true`];
  if (filter.clientId) conditions.push(sql`entry.client_id = ${filter.clientId}::uuid`);
  if (filter.serviceId) conditions.push(sql`entry.service_id = ${filter.serviceId}::uuid`);
  if (filter.states) conditions.push(sql`entry.state = ANY(${filter.states}::text[])`);
  const where = conditions.reduce((all, one) => (all === empty ? one : sql`${all} AND ${one}`), empty);
  const order =
    filter.order === "latest" ? sql`entry.created_at DESC, entry.id` : sql`entry.created_at, entry.id`;
  const rows = await via.many<ViewRow>(sql`
    ${VIEW} WHERE ${where} ORDER BY ${order} LIMIT ${filter.rowsMax} OFFSET ${filter.offset ?? 0}`);
  return rows.map(toView);
}

/** The entry alone, held still until the transaction ends. Its client is locked before it. */
export async function lockWaitlistEntry(tx: Tx, entryId: string): Promise<WaitlistEntry | undefined> {
  const row = await tx.first<EntryRow>(
    sql`SELECT ${COLUMNS} FROM waitlist_entries entry WHERE id = ${entryId}::uuid FOR NO KEY UPDATE`,
  );
  return row && toEntry(row);
}

/** What a locked client waits for, of one service or of all. */
export async function openEntriesOf(
  via: Queryable,
  { clientId, serviceId }: { readonly clientId: string; readonly serviceId?: string | undefined },
): Promise<readonly WaitlistEntry[]> {
  const rows = await via.many<EntryRow>(sql`
    SELECT ${COLUMNS} FROM waitlist_entries entry
    WHERE client_id = ${clientId}::uuid AND state IN ('waiting', 'offered')
      AND (${serviceId ?? null}::uuid IS NULL OR service_id = ${serviceId ?? null}::uuid)
    ORDER BY created_at, id`);
  return rows.map(toEntry);
}

export async function insertWaitlistEntry(
  tx: Tx,
  entry: Omit<WaitlistEntry, "state" | "endedReason" | "note" | "offers" | "missed" | "endedAt" | "days"> & {
    readonly days: readonly [LocalDay, ...LocalDay[]];
  },
): Promise<void> {
  const { days } = entry;
  await tx.run(sql`
    INSERT INTO waitlist_entries (id, client_id, service_id, specialist_id, days, from_day, to_day, from_minute, to_minute, created_at)
    VALUES (${entry.id}::uuid, ${entry.clientId}::uuid, ${entry.serviceId}::uuid, ${entry.specialistId ?? null}::uuid,
      ${days}::date[], ${days[0]}::date, ${days.at(-1)}::date, ${entry.fromMinute}, ${entry.toMinute}, ${entry.createdAt})`);
}

/** Goes on waiting, in the old place. */
export async function waitAgain(tx: Tx, entryId: string, missed: number): Promise<void> {
  await tx.run(sql`
    UPDATE waitlist_entries SET state = 'waiting', missed = ${missed} WHERE id = ${entryId}::uuid`);
}

export async function endWaiting(
  tx: Tx,
  entryId: string,
  end: {
    readonly state: "served" | "left" | "expired";
    readonly reason: WaitEnd;
    readonly note?: string | undefined;
    readonly missed?: number | undefined;
  },
  now: Date,
): Promise<void> {
  await tx.run(sql`
    UPDATE waitlist_entries SET state = ${end.state}, ended_reason = ${end.reason}, note = ${end.note ?? null},
      missed = coalesce(${end.missed ?? null}::int, missed), ended_at = ${now}
    WHERE id = ${entryId}::uuid AND state IN ('waiting', 'offered')`);
}

/** Writes down that a hold is offered to an entry; what was offered to it before is refused by the database. */
export async function insertOffer(
  tx: Tx,
  offer: { readonly bookingId: string; readonly entryId: string; readonly slotId: string },
  now: Date,
): Promise<void> {
  await tx.run(sql`
    INSERT INTO waitlist_offers (booking_id, entry_id, slot_id, offered_at)
    VALUES (${offer.bookingId}::uuid, ${offer.entryId}::uuid, ${offer.slotId}::uuid, ${now})`);
  await tx.run(sql`
    UPDATE waitlist_entries SET state = 'offered', offers = offers + 1 WHERE id = ${offer.entryId}::uuid`);
}

/** Writes down the answer to an offer that has none yet, and says whose it was. */
export async function answerOffer(
  tx: Tx,
  bookingId: string,
  answer: OfferAnswer,
  now: Date,
): Promise<string | undefined> {
  const row = await tx.first<{ entryId: string }>(sql`
    UPDATE waitlist_offers SET answer = ${answer}, answered_at = ${now}
    WHERE booking_id = ${bookingId}::uuid AND answer IS NULL RETURNING entry_id`);
  return row?.entryId;
}

/** For whom a hold was offered, if it came from the waitlist. */
export async function findOffered(via: Queryable, bookingId: string): Promise<WaitlistView | undefined> {
  const row = await via.first<ViewRow>(sql`
    ${VIEW} WHERE entry.id = (SELECT entry_id FROM waitlist_offers WHERE booking_id = ${bookingId}::uuid)`);
  return row && toView(row);
}

/** Hands over what one waits for to the client they turned out to be; what both wait for is waited for once (PE-4). */
export async function moveWaiting(
  tx: Tx,
  { fromId, intoId }: { readonly fromId: string; readonly intoId: string },
  now: Date,
): Promise<void> {
  await tx.run(sql`
    UPDATE waitlist_entries theirs SET state = 'left', ended_reason = 'merged', ended_at = ${now}
    FROM waitlist_entries own
    WHERE theirs.client_id = ${fromId}::uuid AND own.client_id = ${intoId}::uuid
      AND theirs.state IN ('waiting', 'offered') AND own.state IN ('waiting', 'offered')
      AND own.service_id = theirs.service_id AND own.specialist_id IS NOT DISTINCT FROM theirs.specialist_id
      AND own.days = theirs.days AND own.from_minute = theirs.from_minute AND own.to_minute = theirs.to_minute`);
  await tx.run(sql`
    UPDATE waitlist_entries SET client_id = ${intoId}::uuid WHERE client_id = ${fromId}::uuid`);
}

/** Nobody waits for one who was erased, and nothing of what staff wrote to them stays (PE-2). */
export async function eraseWaiting(tx: Tx, clientId: string, now: Date): Promise<void> {
  await tx.run(sql`
    UPDATE waitlist_entries SET state = 'left', ended_reason = 'erased', ended_at = ${now}
    WHERE client_id = ${clientId}::uuid AND state IN ('waiting', 'offered')`);
  await tx.run(sql`
    UPDATE waitlist_entries SET note = NULL WHERE client_id = ${clientId}::uuid AND note IS NOT NULL`);
}
