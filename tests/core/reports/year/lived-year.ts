import {
  cancelBooking,
  completeForgottenVisits,
  expireHolds,
  findBooking,
  joinPhone,
  markVisit,
  openTip,
  rateVisit,
  reconcilePayments,
  recordOnSpot,
  refundBooking,
  rescheduleBooking,
  sendDueRefunds,
} from "../../../../src/core/booking/index.ts";
import { closeSlot, makeHot, makeRegular } from "../../../../src/core/calendar/index.ts";
import { OPERATOR } from "../../../../src/core/kernel/actor.ts";
import { HOUR_MS } from "../../../../src/core/kernel/instant.ts";
import { kopecks } from "../../../../src/core/kernel/money.ts";
import { adjustPoints } from "../../../../src/core/loyalty/index.ts";
import { deliverDue } from "../../../../src/core/notifications/index.ts";
import { enterClient } from "../../../../src/core/people/index.ts";
import { sql } from "../../../../src/core/runtime/sql.ts";
import { payAtBank } from "../../../support/bank.ts";
import { granted } from "../../../support/make.ts";
import { providerIdOfTip } from "../../../support/till.ts";
import { book, settle } from "./booking-ways.ts";
import { freeSlots, goTo, openYear, type Year } from "./year-salon.ts";

const DAY_MS = 24 * HOUR_MS;
export const YEAR_DAYS = 366;
const actor = OPERATOR;
const reason = "так вышло";

/**
 * A year of a small salon by the use cases alone, the same for the same seed: people come by themselves, by a friend's
 * link or are entered by staff and found to be one; they book usual, hot, online and night windows, pay by card, by SBP,
 * at the desk, with points, or let a hold run out; cancel in time and late, are cancelled, move, do not come, are marked
 * wrongly and marked again; tips, refunds whole and in part, gifts and corrections of points, reviews, messages that
 * arrive and that do not. Some of it happens around midnight, at the ends of months and in the nights of the clock change.
 */
export async function liveThroughYear(app: Year["app"], seed: number): Promise<void> {
  const year = await openYear(app, seed);
  const begin = app.clock.now().getTime();
  for (let day = 1; day <= YEAR_DAYS; day += 1) {
    const at = (hours: number) => goTo(year, new Date(begin + day * DAY_MS + hours * HOUR_MS));
    await at(-2);
    await closeYesterday(year);
    if (day % 3 === 0) await deliverDue(app);
    await changeWindows(year);
    await at(1);
    for (let time = year.chance.between(1, 3); time > 0; time -= 1) await book(year);
    await changeMinds(year);
    // About an hour before midnight, winter or summer, or half an hour past it.
    await at(year.chance.pick([12.6, 13.4, 14.5]));
    await moveMoney(year);
  }
  await goTo(year, new Date(begin + (YEAR_DAYS + 1) * DAY_MS));
  await closeYesterday(year);
}

/** What was to take place has taken place, or has not; the bank and the jobs have had their night. */
async function closeYesterday(year: Year): Promise<void> {
  const { app, chance } = year;
  await expireHolds(app);
  await app.db.run(
    sql`UPDATE payments SET next_check_at = ${app.clock.now()} WHERE next_check_at IS NOT NULL`,
  );
  await reconcilePayments(app);
  await sendDueRefunds(app);
  const over = await app.db.many<{ id: string; clientId: string }>(sql`
    SELECT id, client_id FROM bookings WHERE state = 'confirmed' AND ends_at < ${app.clock.now()} ORDER BY number`);
  for (const visit of over) {
    // Who is forgotten is marked by the job.
    if (!chance.once(12)) await closeVisit(year, { bookingId: visit.id, clientId: visit.clientId });
  }
  await completeForgottenVisits(app);
}

type Visit = { readonly bookingId: string; readonly clientId: string };

async function closeVisit({ app, chance }: Year, { bookingId, clientId }: Visit): Promise<void> {
  const came = !chance.once(8);
  const mark = came ? "completed" : "no_show";
  granted(await markVisit(app, { bookingId, mark, actor }));
  const owed = (await findBooking(app.db, bookingId))?.owedOnSpot ?? 0;
  if (came && owed > 0) {
    const method = chance.pick(["cash", "terminal", "transfer"] as const);
    const amount = kopecks(chance.once(6) ? Math.floor(owed / 3) : owed);
    granted(await recordOnSpot(app, { paymentId: app.newId(), bookingId, amount, method, actor }));
  }
  if (chance.once(15))
    granted(
      await markVisit(app, { bookingId, mark: came ? "no_show" : "completed", actor, reason: "ошибка" }),
    );
  if (came && chance.once(3)) await rateVisit(app, { bookingId, clientId, rating: chance.between(1, 5) });
}

/** Quiet windows become hot, hot ones usual again, some are closed. */
async function changeWindows({ app, chance }: Year): Promise<void> {
  const free = await freeSlots(app, { hours: 48, kind: "any" });
  const usual = chance.some(free.filter(({ kind }) => kind === "regular"));
  if (usual && chance.once(3)) await makeHot(app, { slotId: usual.id, actor });
  const hot = chance.some(free.filter(({ kind }) => kind === "hot"));
  if (hot && chance.once(10)) await makeRegular(app, { slotId: hot.id, actor });
  const other = chance.some(free);
  if (other && chance.once(6)) await closeSlot(app, { slotId: other.id, reason, actor });
}

/** One of those who are to come cancels, is cancelled or moves. */
async function changeMinds(year: Year): Promise<void> {
  const { app, chance } = year;
  const now = app.clock.now();
  const ahead = await app.db.many<{ id: string; clientId: string; serviceId: string }>(sql`
    SELECT id, client_id, service_id FROM bookings WHERE state = 'confirmed' AND starts_at > ${now} ORDER BY starts_at, number`);
  // The soonest is late to change its mind, most often.
  const one = chance.once(3) ? ahead.at(0) : chance.some(ahead);
  if (one === undefined) return;
  const { id: bookingId, clientId, serviceId } = one;
  const byClient = { kind: "client", clientId } as const;
  const byBusiness = { kind: "business", actor, reason } as const;
  const what = chance.below(10);
  if (what < 3) await cancelBooking(app, { bookingId, by: byClient });
  else if (what === 3) await cancelBooking(app, { bookingId, by: byBusiness });
  else if (what < 6) {
    const to = chance.some(await freeSlots(app, { hours: 96, kind: "any" }));
    if (to === undefined) return;
    const asked = { bookingId: app.newId(), replacesId: bookingId, serviceId, slotId: to.id };
    const moved = await rescheduleBooking(app, { ...asked, by: what === 4 ? byClient : byBusiness });
    if (moved.ok && moved.value.state === "held")
      await settle(year, { ...asked, clientId }, moved.value.payNow);
  }
}

/** Late in the evening: tips, money that goes back, points that staff give and take, one person found twice. */
async function moveMoney(year: Year): Promise<void> {
  const { app, chance } = year;
  const lately = await app.db.many<{ id: string; clientId: string; state: string }>(sql`
    SELECT id, client_id, state FROM bookings
    WHERE state IN ('completed', 'no_show') AND starts_at > ${app.clock.now()}::timestamptz - interval '5 days' ORDER BY number`);
  const one = chance.some(lately);
  if (one === undefined) return;
  const { id: bookingId, clientId } = one;
  if (one.state === "completed" && chance.once(4)) await tip(year, { bookingId, clientId });
  if (one.state === "completed" && chance.once(3))
    await rateVisit(app, { bookingId, clientId, rating: chance.between(3, 5) });
  if (chance.once(5)) {
    const amount = kopecks(chance.pick([10_001, 33_333, 50_000]));
    const of = chance.pick(["online", "on_spot"] as const);
    await refundBooking(app, { requestId: app.newId(), bookingId, of, amount, reason, actor });
  }
  if (chance.once(6)) {
    const points = chance.pick([50, 300, -20]);
    await adjustPoints(app, { entryId: app.newId(), clientId, points, mayOwe: true, reason, actor });
  }
  if (chance.once(25)) await findOnePerson(year);
}

async function tip({ app, chance }: Year, { bookingId, clientId }: Visit): Promise<void> {
  const tipId = app.newId();
  const amount = kopecks(chance.pick([10_000, 20_000, 12_345]));
  const opened = await openTip(app, { tipId, bookingId, clientId, amount, method: "bank_card" });
  if (!opened.ok || chance.once(4)) return;
  await payAtBank(app, await providerIdOfTip(app, tipId));
  await app.db.run(sql`UPDATE payments SET next_check_at = ${app.clock.now()} WHERE id = ${tipId}::uuid`);
  await reconcilePayments(app);
  if (!chance.once(5)) return;
  const back = { requestId: app.newId(), bookingId, of: "tip", amount: kopecks(5_000) } as const;
  await refundBooking(app, { ...back, reason, actor });
}

/** Staff knew them by their phone, the bot by their account (PE-4). */
async function findOnePerson({ app, chance, people }: Year): Promise<void> {
  const person = chance.pick(people);
  if (person.isJoined) return;
  person.isJoined = true;
  const phone = `+7900${String(1_000_000 + person.telegramId)}`;
  const entered = await enterClient(app, { name: "По звонку", phone, actor });
  if (!entered.ok) return;
  await adjustPoints(app, { entryId: app.newId(), clientId: entered.value.id, points: 70, reason, actor });
  const { id: clientId, telegramId } = person;
  await joinPhone(app, { clientId, phone, ownerTelegramId: telegramId, senderTelegramId: telegramId });
}
