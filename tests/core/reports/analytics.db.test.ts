import { describe, expect, it } from "vitest";
import { OPERATOR } from "../../../src/core/kernel/actor.ts";
import { dayOf, localDay } from "../../../src/core/kernel/local-day.ts";
import {
  gatherAnalytics,
  gatherCohorts,
  gatherMorning,
  gatherReminderEffect,
  type Period,
  totalOperations,
} from "../../../src/core/reports/index.ts";
import { previousDays } from "../../../src/core/reports/rules/period.ts";
import { sql } from "../../../src/core/runtime/sql.ts";
import { changeSetting } from "../../../src/core/settings/index.ts";
import { type TestApp, testApp, testAppWithBank } from "../../support/app.ts";
import { alignClocks } from "../../support/bank.ts";
import { granted } from "../../support/make.ts";
import { cohortsByHand, countByHand } from "./figures-by-hand.ts";
import { liveThroughTwoDays } from "./honest-history.ts";
import { liveThroughWeeks } from "./random-history.ts";

const messenger = { deliver: async () => ({ outcome: "sent", telegramMessageId: 1 }) as const };
const weeks = await testApp({ messenger });
await liveThroughWeeks(weeks, { seed: 11, days: 45 });
const bank = await testAppWithBank();
await alignClocks(bank);
await liveThroughTwoDays(bank);

const period = (from: string, to: string): Period => ({ from: localDay(from), to: localDay(to) });
const ZONES = ["Europe/Moscow", "Asia/Kolkata", "America/Sao_Paulo"] as const;
const PERIODS = [
  period("2026-11-24", "2026-12-23"),
  period("2026-12-01", "2026-12-01"),
  period("2026-12-05", "2026-12-18"),
  period("2026-11-23", "2027-01-31"),
  // Of a month that is over against the month before, which is shorter; and of half of it.
  period("2026-12-01", "2026-12-31"),
  period("2026-12-01", "2026-12-20"),
  period("2020-01-01", "2020-01-31"),
];

const moveTo = async (app: TestApp, zone: string) =>
  granted(await changeSetting(app, { key: "business.timeZone", typed: zone, actor: OPERATOR }));

async function expectSame(app: TestApp, asked: Period, zone: string): Promise<void> {
  const told = await gatherAnalytics(app, asked);
  const [now, before] = [
    await countByHand(app, asked, zone),
    await countByHand(app, previousDays(asked), zone),
  ];
  expect(told.totals).toEqual(now.totals);
  expect(told.totalsBefore).toEqual(before.totals);
  expect(told.pointsOwed).toBe(now.pointsOwed);
  const hours = told.hours.map(({ weekday, hour, offeredMinutes: offered, bookedMinutes: booked }) => [
    `${weekday} ${hour}`,
    { offered, booked },
  ]);
  expect(Object.fromEntries(hours)).toEqual(now.hours);
  expect(await gatherReminderEffect(app, asked)).toEqual(now.reminders);
}

describe.each(ZONES)("the figures of weeks lived at random, in %s", (zone) => {
  it("are what counting row by row gives, for any period and the one before it (UN-4)", async () => {
    await moveTo(weeks, zone);
    for (const asked of PERIODS) await expectSame(weeks, asked, zone);
  });

  it("of each day add up to those of the period, and so do those of each specialist", async () => {
    await moveTo(weeks, zone);
    const { days, specialists, totals, daysBefore, totalsBefore } = await gatherAnalytics(
      weeks,
      period("2026-12-01", "2026-12-20"),
    );
    for (const name of [
      "visits",
      "noShows",
      "lateCancels",
      "priceKopecks",
      "bookedMinutes",
      "offeredMinutes",
    ] as const) {
      expect(days.reduce((sum, one) => sum + one[name], 0)).toBe(totals[name]);
      expect(specialists.reduce((sum, one) => sum + one[name], 0)).toBe(totals[name]);
      expect(daysBefore.reduce((sum, one) => sum + one[name], 0)).toBe(totalsBefore[name]);
    }
    expect(days.reduce((sum, one) => sum + one.revenueKopecks, 0)).toBe(totals.revenueKopecks);
    for (const { day, ...figures } of days) {
      const { totals: own } = await countByHand(weeks, { from: day, to: day }, zone);
      expect(own).toMatchObject(figures);
    }
  });

  it("know who came for the first time in which month, and who came again (cohorts)", async () => {
    await moveTo(weeks, zone);
    const cells = await cohortsByHand(weeks, zone);
    const told = await gatherCohorts(weeks);
    const named = told.flatMap(({ month, clients, returned }, place) =>
      [clients, ...returned].map(
        (count, after) => [`${month.slice(0, 7)} ${told[place + after]?.month.slice(0, 7)}`, count] as const,
      ),
    );
    expect(Object.fromEntries(named.filter(([, count]) => count > 0))).toEqual(cells);
    expect(Object.keys(cells).length).toBeGreaterThan(1);
  });
});

it("the weeks have something of everything, or the above proves nothing", async () => {
  await moveTo(weeks, "Europe/Moscow");
  const { totals } = await gatherAnalytics(weeks, period("2026-12-05", "2027-01-31"));
  const { hot, ...figures } = totals;
  const none = Object.entries({ ...figures, ...hot }).filter(([, figure]) => !(Number(figure) > 0));
  // Nobody pays online here: the other history does.
  expect(none.map(([name]) => name)).toEqual(["tipsKopecks", "redeemed"]);
});

describe("the money of two days, paid in every way there is", () => {
  it.each(ZONES)(
    "is counted to the kopeck on the day on which it moved, in %s (PY-5, PY-7)",
    async (zone) => {
      await moveTo(bank, zone);
      for (const asked of [
        period("2026-11-23", "2026-11-23"),
        period("2026-11-23", "2026-11-26"),
        period("2026-11-24", "2026-11-25"),
      ])
        await expectSame(bank, asked, zone);
    },
  );

  it("is there, and some of it went back; points were spent", async () => {
    await moveTo(bank, "Europe/Moscow");
    const { totals } = await gatherAnalytics(bank, period("2026-11-23", "2026-11-26"));
    expect(totals.revenueKopecks).toBeGreaterThan(0);
    expect(totals.redeemed).toBeGreaterThan(0);
    const { refunds } = (await bank.db.first<{ refunds: number }>(
      sql`SELECT count(*)::int AS refunds FROM refunds WHERE state = 'succeeded'`,
    )) ?? { refunds: 0 };
    expect(refunds).toBeGreaterThan(3);
  });

  it("a tip is no revenue, and given back no loss of it", async () => {
    const asked = period("2026-11-23", "2026-11-26");
    const before = (await gatherAnalytics(bank, asked)).totals;
    await bank.db.run(sql`
      WITH tip AS (
        INSERT INTO payments (id, booking_id, client_id, kind, is_two_stage, state, amount_kopecks, captured_kopecks, create_key, ended_at, created_at)
        SELECT gen_random_uuid(), id, client_id, 'tip', false, 'captured', 50000, 50000, 'tip:' || id, ended_at, ended_at
        FROM bookings WHERE state = 'completed' ORDER BY number LIMIT 1 RETURNING id, booking_id, ended_at)
      INSERT INTO refunds (id, payment_id, booking_id, amount_kopecks, state, reason, key, ended_at, created_at)
      SELECT gen_random_uuid(), id, booking_id, 20000, 'succeeded', 'by_staff', 'tip-back', ended_at, ended_at FROM tip`);
    const { totals } = await gatherAnalytics(bank, asked);
    expect(totals).toEqual({ ...before, tipsKopecks: before.tipsKopecks + 30_000 });
    await expectSame(bank, asked, "Europe/Moscow");
  });
});

it("money is the same on the page of operations: one definition of revenue and of tips (PY-5)", async () => {
  for (const app of [weeks, bank])
    for (const zone of ZONES) {
      await moveTo(app, zone);
      for (const asked of [...PERIODS, period("2026-11-23", "2026-11-26")]) {
        const { totals, totalsBefore } = await gatherAnalytics(app, asked);
        const figures = ({ revenueKopecks, tipsKopecks }: typeof totals) => ({
          revenue: revenueKopecks,
          tips: tipsKopecks,
        });
        expect((await totalOperations(app, { ...asked, zone })).sum).toMatchObject(figures(totals));
        expect((await totalOperations(app, { ...previousDays(asked), zone })).sum).toMatchObject(
          figures(totalsBefore),
        );
      }
    }
});

describe("the first visit that the database keeps of each client", () => {
  it.each([
    ["random weeks", weeks],
    ["two days", bank],
  ])("is the earliest completed one, whatever was marked, corrected and moved: %s (CX-8)", async (_, app) => {
    const wrong = await app.db.many(sql`
      SELECT clients.id FROM clients
      WHERE first_visit_at IS DISTINCT FROM (SELECT min(starts_at) FROM bookings WHERE client_id = clients.id AND state = 'completed')`);
    expect(wrong).toEqual([]);
    const row = await app.db.first<{ known: number }>(
      sql`SELECT count(first_visit_at)::int AS known FROM clients`,
    );
    expect(row?.known).toBeGreaterThan(0);
  });

  it("would be noticed to be wrong", async () => {
    await weeks.db.run(sql`UPDATE clients SET first_visit_at = first_visit_at + interval '100 days'`);
    const asked = period("2026-11-23", "2027-01-31");
    const told = (await gatherAnalytics(weeks, asked)).totals.newClients;
    expect(told).not.toBe((await countByHand(weeks, asked, "Europe/Moscow")).totals.newClients);
    await weeks.db.run(sql`UPDATE clients SET first_visit_at = first_visit_at - interval '100 days'`);
  });
});

describe("the morning", () => {
  it("says of today and of the week ahead what the period's figures say", async () => {
    await moveTo(weeks, "Europe/Moscow");
    weeks.clock.set("2026-12-10T06:00:00Z");
    const morning = await gatherMorning(weeks, "all");
    expect(morning.today).toBe(dayOf(weeks.clock.now(), "Europe/Moscow"));
    const day = (await gatherAnalytics(weeks, period("2026-12-10", "2026-12-10"))).totals;
    const week = (await gatherAnalytics(weeks, period("2026-12-10", "2026-12-16"))).totals;
    expect(morning.fullness.today).toMatchObject({
      offeredMinutes: day.offeredMinutes,
      bookedMinutes: day.bookedMinutes,
    });
    expect(morning.fullness.week).toMatchObject({
      offeredMinutes: week.offeredMinutes,
      bookedMinutes: week.bookedMinutes,
    });
    const month = await gatherAnalytics(weeks, period("2026-11-11", "2026-12-10"));
    expect(morning.revenue).toEqual(
      month.days.map(({ day: at, revenueKopecks }) => ({ day: at, revenueKopecks })),
    );
  });

  it("shows a specialist their own, and no money (PE-3)", async () => {
    const masters = await weeks.db.many<{ id: string }>(sql`SELECT id FROM specialists`);
    const all = await gatherMorning(weeks, "all");
    const each = await Promise.all(masters.map(({ id }) => gatherMorning(weeks, { specialistId: id })));
    expect(each.map(({ revenue }) => revenue)).toEqual(masters.map(() => undefined));
    const together = (of: (one: typeof all) => number) => each.reduce((sum, one) => sum + of(one), 0);
    expect(together((one) => one.fullness.week.offeredMinutes)).toBe(all.fullness.week.offeredMinutes);
    expect(together((one) => one.fullness.week.bookedMinutes)).toBe(all.fullness.week.bookedMinutes);
    expect(together((one) => one.fullness.week.free)).toBe(all.fullness.week.free);
    expect(together((one) => one.unmarked)).toBe(all.unmarked);
    expect(all.unmarked).toBeGreaterThan(0);
  });
});
