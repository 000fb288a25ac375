import type { App } from "../app.ts";
import { secondsAfter } from "../kernel/instant.ts";
import { type Kopecks, kopecks } from "../kernel/money.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { loadSettings } from "../settings/index.ts";
import { type Broadcast, WAY_OUT } from "./model.ts";
import { quietWait } from "./quiet-wait.ts";
import { secondsLeft } from "./rules/progress.ts";
import { needsConsent } from "./rules/sending.ts";
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
  /** They took their consent to marketing back by its button. */
  readonly optedOut: number;
  readonly booked: number;
  readonly money: Kopecks;
};

export type DescribedBroadcast = {
  readonly broadcast: Broadcast;
  readonly figures: BroadcastFigures;
  /** It waits, or will at its moment, for the end of the quiet hours (MS-5). */
  readonly quietUntil: Date | undefined;
  /** The switch of all marketing holds it back (MS-7). */
  readonly isSwitchedOff: boolean;
};

/** The present rate is that of the last minute, from the first message that went out in it since the last start. */
const RATE_SECONDS = 60;
const RESULT_DAYS = 7;

/**
 * How far a broadcast is, and what came of it.
 *
 * *Pressed*: clients who tapped one of its buttons that lead into the bot (a tap on a link stays with Telegram).
 * *Booked*: their bookings made after the tap and within 7 days of delivery that stand or took place; a move is no new
 * booking, and one that was called off or not come to counts no more. *Money*: what was captured and taken on the spot
 * for what they booked so, moved visits followed, less what went back or still has to; tips aside. So what a late
 * cancellation kept is in it. *Opted out*: who withdrew by the way out under it within 7 days of delivery.
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
  const [settings, counts, visits, optedOut] = await Promise.all([
    loadSettings(app.db),
    countRecipients(app.db, broadcastId, secondsAfter(now, -RATE_SECONDS)),
    countVisits(app.db, broadcastId),
    countOptedOut(app.db, broadcastId),
  ]);
  const { endedLately, sendingSince, ...rest } = counts;
  const quietUntil = quietWait(broadcast, {
    quiet: settings.quietHours,
    zone: settings["business.timeZone"],
    now,
  });
  const goes = broadcast.state === "running" && broadcast.plannedAt !== undefined && quietUntil === undefined;
  const overSeconds = Math.max(1, (now.getTime() - (sendingSince ?? now).getTime()) / 1_000);
  return done({
    broadcast,
    quietUntil,
    isSwitchedOff: needsConsent(broadcast.kind) && !settings["marketing.enabled"],
    figures: {
      ...rest,
      ...visits,
      optedOut,
      recipients: broadcast.recipients,
      secondsLeft: goes ? secondsLeft({ left: rest.left, endedLately, overSeconds }) : undefined,
    },
  });
}

type Counts = Omit<BroadcastFigures, "recipients" | "secondsLeft" | "optedOut" | "booked" | "money"> & {
  readonly endedLately: number;
  readonly sendingSince: Date | undefined;
};

async function countRecipients(via: Queryable, broadcastId: string, since: Date): Promise<Counts> {
  const rows = await via.many<{
    outcome: "delivered" | "blocked" | "failed" | "skipped" | null;
    reason: string | null;
    count: number;
    pressed: number;
    lately: number;
    sendingSince: Date | null;
  }>(sql`
    WITH going AS (
      SELECT greatest(${since}, (SELECT max(created_at) FROM audit
                                 WHERE subject_kind = 'broadcast' AND subject_id = ${broadcastId}
                                   AND action IN ('start_broadcast', 'resume_broadcast'))) AS since)
    SELECT outcome, reason, count(*)::int AS count, count(pressed_at)::int AS pressed,
           (count(*) FILTER (WHERE ended_at >= going.since))::int AS lately,
           min(ended_at) FILTER (WHERE ended_at >= going.since) AS sending_since
    FROM broadcast_recipients, going WHERE broadcast_id = ${broadcastId}::uuid GROUP BY outcome, reason`);
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
    sendingSince: earliest(rows.flatMap(({ sendingSince }) => sendingSince ?? [])),
  };
}

const earliest = (moments: readonly Date[]): Date | undefined =>
  moments.reduce<Date | undefined>(
    (first, one) => (first === undefined || one < first ? one : first),
    undefined,
  );

async function countOptedOut(via: Queryable, broadcastId: string): Promise<number> {
  const row = await via.first<{ optedOut: number }>(sql`
    SELECT count(*)::int AS opted_out
    FROM broadcast_recipients recipient JOIN clients client ON client.id = recipient.client_id
    WHERE recipient.broadcast_id = ${broadcastId}::uuid AND recipient.outcome = 'delivered'
      AND EXISTS (
        SELECT FROM consents consent
        WHERE consent.client_id IN (client.id, client.merged_into_id) AND consent.kind = 'marketing'
          AND consent.action = 'withdrawn' AND consent.pressed = ${WAY_OUT}
          AND consent.created_at >= recipient.ended_at
          AND consent.created_at < recipient.ended_at + make_interval(hours => ${RESULT_DAYS * 24}))`);
  return row?.optedOut ?? 0;
}

async function countVisits(
  via: Queryable,
  broadcastId: string,
): Promise<{ readonly booked: number; readonly money: Kopecks }> {
  // A refund that the gateway would not send is owed until it is promised again; what was taken on the spot for a
  // cancelled visit waits to be handed back.
  const row = await via.first<{ booked: number; money: number }>(sql`
    WITH RECURSIVE visits AS (
      SELECT DISTINCT booking.id, booking.id AS first_id, booking.state
      FROM broadcast_recipients recipient JOIN clients client ON client.id = recipient.client_id
      JOIN bookings booking ON booking.client_id = coalesce(client.merged_into_id, client.id)
      WHERE recipient.broadcast_id = ${broadcastId}::uuid AND recipient.pressed_at IS NOT NULL
        AND booking.created_at >= recipient.pressed_at
        AND booking.created_at < recipient.ended_at + make_interval(hours => ${RESULT_DAYS * 24})
        AND booking.confirmed_at IS NOT NULL AND booking.replaces_id IS NULL
      UNION SELECT booking.id, visits.first_id, booking.state
      FROM visits JOIN bookings booking ON booking.replaces_id = visits.id),
    taken AS (
      SELECT payment.captured_kopecks - least(payment.captured_kopecks, coalesce((
               SELECT sum(refund.amount_kopecks) FROM refunds refund
               WHERE refund.payment_id = payment.id
                 AND (refund.state <> 'canceled' OR NOT EXISTS (
                   SELECT FROM refunds again
                   WHERE again.payment_id = payment.id AND again.created_at >= refund.ended_at))), 0)) AS kopecks
      FROM payments payment JOIN visits ON visits.id = payment.booking_id
      WHERE payment.kind <> 'tip' AND NOT (payment.kind = 'on_spot' AND visits.state = 'cancelled'))
    SELECT (SELECT count(DISTINCT first_id) FROM visits WHERE state IN ('confirmed', 'completed'))::int AS booked,
           (SELECT coalesce(sum(kopecks), 0) FROM taken)::int8 AS money`);
  return { booked: row?.booked ?? 0, money: kopecks(row?.money ?? 0) };
}
