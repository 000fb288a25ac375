import type { App } from "../app.ts";
import { secondsAfter } from "../kernel/instant.ts";
import { type Kopecks, kopecks } from "../kernel/money.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import type { Broadcast } from "./model.ts";
import { secondsLeft } from "./rules/progress.ts";
import { findBroadcast } from "./store.ts";

export type BroadcastFigures = {
  readonly recipients: number;
  readonly delivered: number;
  /** They blocked the bot, or are gone. */
  readonly blocked: number;
  readonly failed: number;
  readonly skipped: number;
  /** Of the skipped and the failed, how many by which reason. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Neither sent nor given up yet; of a cancelled one, those who will not get it. */
  readonly left: number;
  /** Undefined while nothing goes out. */
  readonly secondsLeft: number | undefined;
  readonly pressed: number;
  readonly booked: number;
  readonly money: Kopecks;
};

export type DescribedBroadcast = { readonly broadcast: Broadcast; readonly figures: BroadcastFigures };

/** The present rate is that of the last minute. */
const RATE_SECONDS = 60;
const BOOKED_WITHIN_DAYS = 7;

/**
 * How far a broadcast is, and what came of it.
 *
 * *Pressed*: clients who tapped one of its buttons that lead into the bot (a tap on a link stays with Telegram).
 * *Booked*: their bookings made after the tap and within 7 days of delivery that were confirmed, whatever became of them;
 * a move is no new booking. *Money*: what was captured and taken on the spot for these visits, moved ones followed, less
 * what went back; tips aside.
 *
 * @source MS-3
 */
export async function describeBroadcast(
  app: Pick<App, "db" | "clock">,
  broadcastId: string,
): Promise<Outcome<DescribedBroadcast, "unknown_broadcast">> {
  const broadcast = await findBroadcast(app.db, broadcastId);
  if (!broadcast) return refuse("unknown_broadcast");
  const now = app.clock.now();
  const [counts, visits] = await Promise.all([
    countRecipients(app.db, broadcastId, secondsAfter(now, -RATE_SECONDS)),
    countVisits(app.db, broadcastId),
  ]);
  const { endedLately, ...rest } = counts;
  const runs = broadcast.state === "running" && broadcast.plannedAt !== undefined;
  const sinceStart = (now.getTime() - (broadcast.plannedAt ?? now).getTime()) / 1_000;
  const overSeconds = Math.min(RATE_SECONDS, sinceStart);
  return done({
    broadcast,
    figures: {
      ...rest,
      ...visits,
      recipients: broadcast.recipients,
      secondsLeft: runs ? secondsLeft({ left: rest.left, endedLately, overSeconds }) : undefined,
    },
  });
}

type Counts = Omit<BroadcastFigures, "recipients" | "secondsLeft" | "booked" | "money"> & {
  readonly endedLately: number;
};

async function countRecipients(via: Queryable, broadcastId: string, since: Date): Promise<Counts> {
  const rows = await via.many<{
    outcome: "delivered" | "blocked" | "failed" | "skipped" | null;
    reason: string | null;
    count: number;
    pressed: number;
    lately: number;
  }>(sql`
    SELECT outcome, reason, count(*)::int AS count, count(pressed_at)::int AS pressed,
           (count(*) FILTER (WHERE ended_at > ${since}))::int AS lately
    FROM broadcast_recipients WHERE broadcast_id = ${broadcastId}::uuid GROUP BY outcome, reason`);
  const of = (outcome: string | null) =>
    rows.filter((row) => row.outcome === outcome).reduce((sum, row) => sum + row.count, 0);
  const explained = rows.filter(({ outcome }) => outcome === "skipped" || outcome === "failed");
  return {
    delivered: of("delivered"),
    blocked: of("blocked"),
    failed: of("failed"),
    skipped: of("skipped"),
    left: of(null),
    reasons: Object.fromEntries(explained.map(({ reason, count }) => [reason ?? "", count])),
    pressed: rows.reduce((sum, row) => sum + row.pressed, 0),
    endedLately: rows.reduce((sum, row) => sum + row.lately, 0),
  };
}

async function countVisits(
  via: Queryable,
  broadcastId: string,
): Promise<{ readonly booked: number; readonly money: Kopecks }> {
  const row = await via.first<{ booked: number; money: number }>(sql`
    WITH RECURSIVE booked AS (
      SELECT DISTINCT booking.id
      FROM broadcast_recipients recipient JOIN clients client ON client.id = recipient.client_id
      JOIN bookings booking ON booking.client_id = coalesce(client.merged_into_id, client.id)
      WHERE recipient.broadcast_id = ${broadcastId}::uuid AND recipient.pressed_at IS NOT NULL
        AND booking.created_at >= recipient.pressed_at
        AND booking.created_at < recipient.ended_at + make_interval(hours => ${BOOKED_WITHIN_DAYS * 24})
        AND booking.confirmed_at IS NOT NULL AND booking.replaces_id IS NULL),
    visits AS (
      SELECT id FROM booked
      UNION SELECT booking.id FROM visits JOIN bookings booking ON booking.replaces_id = visits.id),
    taken AS (
      SELECT coalesce(sum(captured_kopecks), 0) AS kopecks FROM payments JOIN visits ON visits.id = payments.booking_id
      WHERE kind <> 'tip'),
    returned AS (
      SELECT coalesce(sum(refund.amount_kopecks), 0) AS kopecks
      FROM refunds refund JOIN payments payment ON payment.id = refund.payment_id JOIN visits ON visits.id = refund.booking_id
      WHERE refund.state <> 'canceled' AND payment.kind <> 'tip')
    SELECT (SELECT count(*) FROM booked)::int AS booked, (taken.kopecks - returned.kopecks)::int8 AS money FROM taken, returned`);
  return { booked: row?.booked ?? 0, money: kopecks(row?.money ?? 0) };
}
