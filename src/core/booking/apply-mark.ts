import type { App } from "../app.ts";
import { minutesAfter } from "../kernel/instant.ts";
import { NO_POINTS } from "../kernel/points.ts";
import { chargePenalty, earnPoints, penaltyFor, rewardInviter } from "../loyalty/index.ts";
import { enqueueMessage } from "../notifications/index.ts";
import { promiseClosingReceipts } from "../payments/index.ts";
import { blockAfterNoShow, type Client, insertBlock } from "../people/index.ts";
import { sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import { judgeEarning } from "./judge-earning.ts";
import type { Booking } from "./model.ts";
import type { MarkEffect } from "./tell-marked.ts";

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
}: MarkedVisit): Promise<MarkEffect> {
  const { id: bookingId, clientId } = booking;
  const earning = await judgeEarning(tx, booking);
  const common = { clientId, bookingId, number, staffId };
  await requestReview(app, tx, { bookingId, clientId, number }, now);
  await earnPoints(tx, { ...common, entryId: app.newId(), kind: "accrual", points: earning.visit }, now);
  if (earning.rebook > 0 && earning.follows) {
    await tx.run(
      sql`UPDATE bookings SET rebook_of_id = ${earning.follows.id}::uuid WHERE id = ${bookingId}::uuid`,
    );
    await earnPoints(tx, { ...common, entryId: app.newId(), kind: "rebook", points: earning.rebook }, now);
  }
  await promiseClosingReceipts(app, tx, { bookingId }, now);
  const effect = {
    earned: earning.visit,
    rebook: earning.rebook,
    penalty: NO_POINTS,
    blockedUntil: undefined,
  };
  if (client.invitedById === undefined) return effect;
  const isFirstCompletedVisit = !(await hasOtherCompletedVisit(tx, booking));
  const reward = {
    entryId: app.newId(),
    inviterId: client.invitedById,
    friendId: clientId,
    bookingId,
    staffId,
  };
  const points = await rewardInviter(tx, { ...reward, isFirstCompletedVisit }, now);
  if (points > 0) {
    const key = `friend_came:${bookingId}:${number}`;
    const message = { id: app.newId(), key, to: { clientId: client.invitedById }, dueAt: now };
    const payload = { friendId: clientId, points };
    await enqueueMessage(tx, { ...message, kind: "friend_came", payload }, now);
  }
  return effect;
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

async function hasOtherCompletedVisit(tx: Tx, { id, clientId }: Booking): Promise<boolean> {
  const row = await tx.first(sql`
    SELECT 1 FROM bookings WHERE client_id = ${clientId}::uuid AND state = 'completed' AND id <> ${id}::uuid LIMIT 1`);
  return row !== undefined;
}

/** What not coming costs: the penalty, and after a second one near it a block (CX-3, CX-4). */
export async function applyNoShow(visit: MarkedVisit): Promise<MarkEffect> {
  const { app, tx, booking, number, staffId, now } = visit;
  const { id: bookingId, clientId, price, penaltyPercent } = booking;
  const penalty = await penaltyFor(tx, { clientId, price, percent: penaltyPercent });
  await chargePenalty(
    tx,
    { entryId: app.newId(), clientId, bookingId, points: penalty, number, staffId },
    now,
  );
  return { earned: NO_POINTS, rebook: NO_POINTS, penalty, blockedUntil: await blockIfRepeated(visit) };
}

/** Why, as the client and staff read it. */
const REPEATED_NO_SHOW = "повторная неявка";

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
  await insertBlock(tx, { ...block, reason: REPEATED_NO_SHOW }, now);
  return endsAt;
}
