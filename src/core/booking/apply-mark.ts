import type { App } from "../app.ts";
import { minutesAfter } from "../kernel/instant.ts";
import { chargePenalty, earnedPoints, earnPoints, penaltyFor, rewardInviter } from "../loyalty/index.ts";
import { enqueueMessage } from "../notifications/index.ts";
import { promiseClosingReceipts } from "../payments/index.ts";
import { blockAfterNoShow, type Client, insertBlock } from "../people/index.ts";
import { sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import type { Booking } from "./model.ts";

/** A visit being marked, within a transaction that has locked its client. */
export type MarkedVisit = {
  readonly app: App;
  readonly tx: Tx;
  readonly booking: Booking;
  readonly client: Client;
  readonly number: number;
  readonly staffId: string | null;
  readonly now: Date;
};

/** What a visit brings: points for it, more for a quick rebooking, the inviter's reward for a first one (EP-1, EP-2, EP-4); its closing receipts (PY-6). */
export async function applyCompletion({
  app,
  tx,
  booking,
  client,
  number,
  staffId,
  now,
}: MarkedVisit): Promise<void> {
  const { id: bookingId, clientId } = booking;
  const previous = await previousVisit(tx, booking);
  const facts = { price: booking.price, points: booking.points, bookedAt: booking.createdAt };
  const previousFree = previous?.isRewarded ? undefined : previous;
  const earning = earnedPoints({ ...facts, previousVisit: previousFree }, booking);
  const common = { clientId, bookingId, number, staffId };
  await requestReview(app, tx, { bookingId, clientId, number }, now);
  await earnPoints(tx, { ...common, entryId: app.newId(), kind: "accrual", points: earning.visit }, now);
  if (earning.rebook > 0 && previousFree) {
    await tx.run(
      sql`UPDATE bookings SET rebook_of_id = ${previousFree.id}::uuid WHERE id = ${bookingId}::uuid`,
    );
    await earnPoints(tx, { ...common, entryId: app.newId(), kind: "rebook", points: earning.rebook }, now);
  }
  await promiseClosingReceipts(app, tx, { bookingId }, now);
  if (client.invitedById === undefined) return;
  const isFirstCompletedVisit = !(await hasOtherCompletedVisit(tx, booking));
  const reward = {
    entryId: app.newId(),
    inviterId: client.invitedById,
    friendId: clientId,
    bookingId,
    staffId,
  };
  await rewardInviter(tx, { ...reward, isFirstCompletedVisit }, now);
}

/** After the visit the client is asked how it was, once per mark; the sender waits for the end of quiet hours (MS-2). */
async function requestReview(
  app: App,
  tx: Tx,
  visit: { readonly bookingId: string; readonly clientId: string; readonly number: number },
  now: Date,
): Promise<void> {
  const { bookingId, clientId, number } = visit;
  const dueAt = minutesAfter(now, (await loadSettings(tx))["review.delayMinutes"]);
  const key = `review_requested:${bookingId}:${number}`;
  const message = { id: app.newId(), key, to: { clientId }, bookingId, dueAt };
  await enqueueMessage(tx, { ...message, kind: "review_requested" }, now);
}

/** The client's latest completed visit before this one, and whether another booking was rewarded for following it. */
async function previousVisit(tx: Tx, booking: Booking) {
  return tx.first<{ id: string; beganAt: Date; endedAt: Date; isRewarded: boolean }>(sql`
    SELECT visit.id, visit.starts_at AS began_at, visit.ends_at AS ended_at,
           EXISTS (SELECT 1 FROM bookings rewarded
                   WHERE rewarded.rebook_of_id = visit.id AND rewarded.id <> ${booking.id}::uuid) AS is_rewarded
    FROM bookings visit
    WHERE visit.client_id = ${booking.clientId}::uuid AND visit.state = 'completed' AND visit.id <> ${booking.id}::uuid
      AND visit.starts_at < ${booking.startsAt}
    ORDER BY visit.starts_at DESC LIMIT 1`);
}

async function hasOtherCompletedVisit(tx: Tx, { id, clientId }: Booking): Promise<boolean> {
  const row = await tx.first(sql`
    SELECT 1 FROM bookings WHERE client_id = ${clientId}::uuid AND state = 'completed' AND id <> ${id}::uuid LIMIT 1`);
  return row !== undefined;
}

/** What not coming costs: the penalty, and after a second one near it a block; the client is told both (CX-3, CX-4). */
export async function applyNoShow(visit: MarkedVisit): Promise<void> {
  const { app, tx, booking, number, staffId, now } = visit;
  const { id: bookingId, clientId, price, penaltyPercent } = booking;
  const penalty = await penaltyFor(tx, { clientId, price, percent: penaltyPercent });
  await chargePenalty(
    tx,
    { entryId: app.newId(), clientId, bookingId, points: penalty, number, staffId },
    now,
  );
  const blockedUntil = await blockIfRepeated(visit);
  const payload = { penalty, blockedUntilMs: blockedUntil?.getTime() ?? null };
  const key = `no_show_marked:${bookingId}:${number}`;
  const message = { id: app.newId(), key, to: { clientId }, bookingId, payload, dueAt: now };
  await enqueueMessage(tx, { ...message, kind: "no_show_marked" }, now);
}

async function blockIfRepeated({
  app,
  tx,
  booking,
  client,
  staffId,
  now,
}: MarkedVisit): Promise<Date | undefined> {
  const settings = await loadSettings(tx);
  const others = await tx.many<{ startsAt: Date }>(sql`
    SELECT starts_at FROM bookings
    WHERE client_id = ${client.id}::uuid AND state = 'no_show' AND id <> ${booking.id}::uuid`);
  const endsAt = blockAfterNoShow(
    {
      otherNoShowsStartedAt: others.map((other) => other.startsAt),
      visitStartsAt: booking.startsAt,
      markedAt: now,
      isVip: client.isVip,
    },
    { periodDays: settings["noShow.periodDays"], blockDays: settings["noShow.blockDays"] },
  );
  if (endsAt === undefined) return undefined;
  const block = {
    id: app.newId(),
    clientId: client.id,
    kind: "no_show",
    endsAt,
    bookingId: booking.id,
    staffId,
  } as const;
  await insertBlock(tx, { ...block, reason: "две неявки подряд за короткое время" }, now);
  return endsAt;
}
