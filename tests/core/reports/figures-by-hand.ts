import type { App } from "../../../src/core/app.ts";
import { dayOf, minuteOfDay, weekdayOf, type Zone } from "../../../src/core/kernel/local-day.ts";
import type { Period } from "../../../src/core/reports/index.ts";
import { sql } from "../../../src/core/runtime/sql.ts";

/*
 * The figures of a period counted the slow way: every row is read, and each is looked at by itself. Nothing of how the
 * product counts is used, but its calendar.
 */

type Rows = Awaited<ReturnType<typeof readAll>>;

async function readAll({ db }: Pick<App, "db">) {
  const [bookings, slots, payments, refunds, entries, clients, reviews, outbox] = await Promise.all([
    db.many<{
      id: string;
      clientId: string;
      specialistId: string;
      state: string;
      startsAt: Date;
      endsAt: Date;
      endedReason: string | null;
      replacesId: string | null;
      slotKind: string;
      priceKopecks: number;
      discountKopecks: number;
      promisedAt: Date | null;
    }>(sql`SELECT * FROM bookings`),
    db.many<{ specialistId: string; startsAt: Date; endsAt: Date; state: string; kind: string }>(
      sql`SELECT * FROM slots`,
    ),
    db.many<{ id: string; kind: string; state: string; capturedKopecks: number; endedAt: Date | null }>(
      sql`SELECT * FROM payments`,
    ),
    db.many<{ paymentId: string; state: string; amountKopecks: number; endedAt: Date | null }>(
      sql`SELECT * FROM refunds`,
    ),
    db.many<{ kind: string; points: number; createdAt: Date }>(sql`SELECT * FROM point_entries`),
    db.many<{
      id: string;
      invitedById: string | null;
      mergedIntoId: string | null;
      createdAt: Date;
      pointsBalance: number;
    }>(sql`SELECT * FROM clients`),
    db.many<{ specialistId: string; rating: number; createdAt: Date }>(sql`SELECT * FROM reviews`),
    db.many<{ bookingId: string | null; kind: string; state: string }>(sql`SELECT * FROM outbox`),
  ]);
  return { bookings, slots, payments, refunds, entries, clients, reviews, outbox };
}

const minutes = ({ startsAt, endsAt }: { readonly startsAt: Date; readonly endsAt: Date }): number =>
  (endsAt.getTime() - startsAt.getTime()) / 60_000;
const sum = <T>(items: readonly T[], of: (item: T) => number): number => {
  let total = 0;
  for (const item of items) total += of(item);
  return total;
};
const mean = (items: readonly number[]) =>
  items.length === 0 ? undefined : sum(items, (one) => one) / items.length;

const isTaken = ({ state, replacesId }: Rows["bookings"][number]): boolean =>
  ["confirmed", "completed", "no_show"].includes(state) ||
  (["held", "confirming"].includes(state) && replacesId === null);

export async function countByHand(app: Pick<App, "db">, { from, to }: Period, zone: Zone) {
  const rows = await readAll(app);
  const isIn = (at: Date | null): boolean => at !== null && dayOf(at, zone) >= from && dayOf(at, zone) <= to;
  const bookings = rows.bookings.filter(({ startsAt }) => isIn(startsAt));
  const slots = rows.slots.filter(({ startsAt, state }) => isIn(startsAt) && state === "open");
  const done = bookings.filter(({ state }) => state === "completed");
  const hotDone = done.filter(({ slotKind }) => slotKind === "hot");
  const hotSlots = slots.filter(({ kind }) => kind === "hot");
  const reviews = rows.reviews.filter(({ createdAt }) => isIn(createdAt));
  const money = (isTip: boolean): number => {
    const ids = new Set(rows.payments.filter(({ kind }) => (kind === "tip") === isTip).map(({ id }) => id));
    const came = rows.payments.filter(
      ({ id, state, endedAt }) => ids.has(id) && state === "captured" && isIn(endedAt),
    );
    const went = rows.refunds.filter(
      ({ paymentId, state, endedAt }) => ids.has(paymentId) && state === "succeeded" && isIn(endedAt),
    );
    return sum(came, (one) => one.capturedKopecks) - sum(went, (one) => one.amountKopecks);
  };
  const entries = rows.entries.filter(({ createdAt }) => isIn(createdAt));
  const pointsOf = (...kinds: readonly string[]): number =>
    sum(
      entries.filter(({ kind }) => kinds.some((name) => kind === name || kind.startsWith(`${name}_re`))),
      (one) => one.points,
    );
  const people = new Set(done.map(({ clientId }) => clientId));
  const hadBefore = (clientId: string) =>
    rows.bookings.some(
      (one) => one.clientId === clientId && one.state === "completed" && dayOf(one.startsAt, zone) < from,
    );
  const fresh = [...people].filter((clientId) => !hadBefore(clientId));
  const invited = new Set(rows.clients.filter(({ invitedById }) => invitedById !== null).map(({ id }) => id));
  return {
    totals: {
      visits: done.length,
      noShows: bookings.filter(({ state }) => state === "no_show").length,
      lateCancels: bookings.filter(
        ({ state, endedReason }) => state === "cancelled" && endedReason === "client_late",
      ).length,
      priceKopecks: sum(done, (one) => one.priceKopecks),
      bookedMinutes: sum(bookings.filter(isTaken), minutes),
      offeredMinutes: sum(slots, minutes),
      revenueKopecks: money(false),
      tipsKopecks: money(true),
      newClients: fresh.length,
      returningClients: people.size - fresh.length,
      friendsCame: fresh.filter((clientId) => invited.has(clientId)).length,
      issued: pointsOf("accrual", "rebook", "referral", "refund_reversal", "adjustment"),
      redeemed: 0 - pointsOf("redemption"),
      penalties: 0 - pointsOf("penalty"),
      invited: rows.clients.filter(
        ({ invitedById, mergedIntoId, createdAt }) =>
          invitedById !== null && mergedIntoId === null && isIn(createdAt),
      ).length,
      rewards:
        entries.filter(({ kind }) => kind === "referral").length -
        entries.filter(({ kind }) => kind === "referral_reversal").length,
      rewardPoints: pointsOf("referral"),
      reviews: reviews.length,
      averageRating: mean(reviews.map(({ rating }) => rating)),
      hot: {
        offered: hotSlots.length,
        offeredMinutes: sum(hotSlots, minutes),
        bookedMinutes: sum(
          bookings.filter((one) => isTaken(one) && one.slotKind === "hot"),
          minutes,
        ),
        visits: hotDone.length,
        savedKopecks: sum(hotDone, (one) => one.priceKopecks),
        discountKopecks: sum(hotDone, (one) => one.discountKopecks),
      },
    },
    pointsOwed: sum(rows.clients, ({ pointsBalance }) => Math.max(0, pointsBalance)),
    hours: byHour({ slots, taken: bookings.filter(isTaken) }, zone),
    reminders: reminders(rows, bookings),
  };
}

/** Minute by minute: which hour of the week each of them lies in. */
function byHour(
  all: { readonly slots: Rows["slots"]; readonly taken: Rows["bookings"] },
  zone: Zone,
): Readonly<Record<string, { readonly offered: number; readonly booked: number }>> {
  const hours: Record<string, { offered: number; booked: number }> = {};
  const walk = (
    items: readonly { readonly startsAt: Date; readonly endsAt: Date }[],
    name: "offered" | "booked",
  ) => {
    for (const { startsAt, endsAt } of items)
      for (let at = startsAt.getTime(); at < endsAt.getTime(); at += 60_000) {
        const moment = new Date(at);
        const key = `${weekdayOf(dayOf(moment, zone))} ${Math.floor(minuteOfDay(moment, zone) / 60)}`;
        hours[key] ??= { offered: 0, booked: 0 };
        hours[key][name] += 1;
      }
  };
  walk(all.slots, "offered");
  walk(all.taken, "booked");
  return hours;
}

function reminders({ outbox }: Rows, bookings: Rows["bookings"]) {
  const over = bookings.filter(({ state }) => state === "completed" || state === "no_show");
  const sent = new Set(
    outbox
      .filter(({ kind, state }) => kind === "reminder" && state === "sent")
      .map(({ bookingId }) => bookingId),
  );
  const group = (fits: (one: Rows["bookings"][number]) => boolean) => ({
    visits: over.filter(fits).length,
    noShows: over.filter((one) => fits(one) && one.state === "no_show").length,
  });
  return {
    promised: group(({ promisedAt }) => promisedAt !== null),
    unpromised: group(({ promisedAt }) => promisedAt === null),
    reminded: group(({ id }) => sent.has(id)),
    unreminded: group(({ id }) => !sent.has(id)),
  };
}

/** Who first came in which month, and in which months each came, visit by visit. */
export async function cohortsByHand(
  app: Pick<App, "db">,
  zone: Zone,
): Promise<Readonly<Record<string, number>>> {
  const { bookings } = await readAll(app);
  const monthOf = (at: Date): string => dayOf(at, zone).slice(0, 7);
  const done = bookings
    .filter(({ state }) => state === "completed")
    .toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  const first = new Map<string, string>();
  const seen = new Set<string>();
  const cells: Record<string, number> = {};
  for (const { clientId, startsAt } of done) {
    const month = monthOf(startsAt);
    if (!first.has(clientId)) first.set(clientId, month);
    if (seen.has(`${clientId} ${month}`)) continue;
    seen.add(`${clientId} ${month}`);
    const key = `${first.get(clientId)} ${month}`;
    cells[key] = (cells[key] ?? 0) + 1;
  }
  return cells;
}
