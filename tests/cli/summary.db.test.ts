import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { localDay } from "../../src/core/kernel/local-day.ts";
import { gatherAnalytics, SUMMARIES, SUMMARY_NAMES } from "../../src/core/reports/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { countByHand } from "../core/reports/figures-by-hand.ts";
import { liveThroughWeeks } from "../core/reports/random-history.ts";
import { testApp } from "../support/app.ts";
import { commandLine } from "./command-line.ts";

const messenger = { deliver: async () => ({ outcome: "sent", telegramMessageId: 1 }) as const };
const app = await testApp({ messenger });
await liveThroughWeeks(app, { seed: 17, days: 25 });
const run = commandLine(app);
const folder = await mkdtemp(path.join(tmpdir(), "okoshko-summary-"));
afterAll(() => rm(folder, { recursive: true }));

const ZONE = "Europe/Moscow";
const PERIOD = { from: localDay("2026-11-25"), to: localDay("2026-12-31") };
const DAYS = ["--from", PERIOD.from, "--to", PERIOD.to];
const ask = (name: string, ...flags: readonly string[]) => run(["report", name, ...DAYS, ...flags]);
const CASES = SUMMARY_NAMES.flatMap((name) => SUMMARIES[name].parts.map((by) => [name, by] as const));
const { totals, specialists, days, pointsOwed } = await gatherAnalytics(app, PERIOD);
const byHand = await countByHand(app, PERIOD, ZONE);
const sumOf = async (name: string): Promise<unknown> => (await ask(name, "--json")).json().sum;

/** What adds up over the parts of a period: averages and shares do not, and of clients each counts in every part. */
const ADDITIVE = new Set(["count", "kopecks", "points", "minutes"]);
const CLIENTS = new Set(["clients", "returningClients"]);

describe.each(CASES)("report %s --by %s", (name, by) => {
  const { figures, standing } = SUMMARIES[name];
  const figureValues = z.strictObject(
    Object.fromEntries(figures.map((one) => [one.name, z.number().nullable()])),
  );
  const answered = z.strictObject({
    ...{ from: z.literal(PERIOD.from), to: z.literal(PERIOD.to), by: z.literal(by), sum: figureValues },
    ...(standing.length === 0
      ? {}
      : { standing: z.strictObject(Object.fromEntries(standing.map((one) => [one.name, z.int()]))) }),
    items: z.array(
      figureValues.extend({
        ...{ key: z.string(), name: z.string() },
        ...{ from: z.iso.date().optional(), to: z.iso.date().optional() },
      }),
    ),
  });

  it("adds up, and says the same to people, to programs and in both kinds of files", async () => {
    const { items, sum } = answered.parse((await ask(name, "--by", by, "--json")).json());
    expect(items.length).toBeGreaterThan(0);
    for (const { name: figure, unit } of figures) {
      if (!ADDITIVE.has(unit) || CLIENTS.has(figure)) continue;
      expect([figure, items.reduce((total, item) => total + Number(item[figure] ?? 0), 0)]).toEqual([
        figure,
        sum[figure],
      ]);
    }
    const text = await ask(name, "--by", by);
    expect([text.exit, text.err]).toEqual([0, ""]);
    expect(Math.max(...text.out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);

    const file = path.join(folder, `${name}-${by}.csv`);
    expect((await ask(name, "--by", by, "--format", "csv", "--out", file)).out).toBe(`Готово: ${file}\n`);
    const [excel = "", ...rows] = (await readFile(file, "utf8")).trimEnd().split("\r\n");
    expect(excel.startsWith("\ufeff")).toBe(true);
    expect(rows).toHaveLength(items.length);
    const plain = (await ask(name, "--by", by, "--format", "csv", "--plain")).out.trimEnd().split("\n");
    const keys = (plain[0] ?? "").split(",").slice(-figures.length);
    expect(keys).toEqual(figures.map(({ key }) => key));
    const [first] = figures;
    if (first === undefined) return;
    const column = plain.slice(1).map((line) => Number(line.split(",").at(-figures.length)));
    expect(column).toEqual(items.map((item) => item[first.name]));
  });
});

describe("the figures are those of the panel, and of counting row by row", () => {
  it("of bookings, with every booking in one of them", async () => {
    const sum = z.record(z.string(), z.number()).parse(await sumOf("bookings"));
    const { visits, noShows, lateCancels, priceKopecks } = byHand.totals;
    expect(sum).toMatchObject({ visits, noShows, cancelledLate: lateCancels, priceKopecks });
    expect(totals).toMatchObject({ visits, noShows, lateCancels, priceKopecks });
    const { ahead, cancelled, moved, expired, bookings } = sum;
    expect(
      [ahead, visits, noShows, cancelled, moved, expired].reduce((all = 0, one = 0) => all + one, 0),
    ).toBe(bookings);
    const counted = await app.db.first<{ bookings: number }>(sql`
      SELECT count(*)::int AS bookings FROM bookings
      WHERE (starts_at AT TIME ZONE ${ZONE})::date BETWEEN ${PERIOD.from}::date AND ${PERIOD.to}::date`);
    expect(bookings).toBe(counted?.bookings);
  });

  it("of days and specialists", async () => {
    const ofDays = (await ask("bookings", "--json")).json().items;
    expect(ofDays.map(({ key, visits }) => [key, visits])).toEqual(
      days.map(({ day, visits }) => [day, visits]),
    );
    const told = (await ask("occupancy", "--by", "specialist", "--json")).json().items;
    expect(
      told.map(({ key, bookedMinutes, offeredMinutes }) => [key, bookedMinutes, offeredMinutes]),
    ).toEqual(
      specialists.map(({ id, bookedMinutes, offeredMinutes }) => [id, bookedMinutes, offeredMinutes]),
    );
  });

  it("of time, clients, points, friends, hot windows and reviews", async () => {
    const { hot, ...own } = byHand.totals;
    expect(await sumOf("occupancy")).toMatchObject({
      offeredMinutes: own.offeredMinutes,
      bookedMinutes: own.bookedMinutes,
    });
    expect(await sumOf("clients")).toEqual({
      ...{ clients: own.newClients + own.returningClients, newClients: own.newClients },
      ...{ returningClients: own.returningClients, friendsCame: own.friendsCame, visits: own.visits },
    });
    expect(await sumOf("loyalty")).toMatchObject({
      ...{ issuedPoints: own.issued, redeemedPoints: own.redeemed, penaltyPoints: own.penalties },
    });
    expect((await ask("loyalty", "--json")).json().standing).toEqual({ pointsOwed });
    expect(await sumOf("referral")).toEqual({
      ...{
        invited: own.invited,
        friendsCame: own.friendsCame,
        rewards: own.rewards,
        rewardPoints: own.rewardPoints,
      },
    });
    expect(await sumOf("hot-windows")).toMatchObject({
      ...{
        offered: hot.offered,
        visits: hot.visits,
        savedKopecks: hot.savedKopecks,
        discountKopecks: hot.discountKopecks,
      },
    });
    expect(await sumOf("reviews")).toEqual({
      reviews: own.reviews,
      averageRating: own.averageRating ?? null,
    });
  });

  it("of messages, by a count of the outbox", async () => {
    const counted = await app.db.first<{ messages: number; sent: number }>(sql`
      SELECT count(*)::int AS messages, (count(*) FILTER (WHERE state = 'sent'))::int AS sent FROM outbox
      WHERE (coalesce(planned_at, due_at) AT TIME ZONE ${ZONE})::date BETWEEN ${PERIOD.from}::date AND ${PERIOD.to}::date`);
    expect(await sumOf("messages")).toMatchObject(counted ?? {});
  });
});

it("takes a period by a word, and says what is wrong with one", async () => {
  app.clock.set("2026-12-16T09:00:00Z");
  const of = async (period: string) =>
    (await run(["report", "bookings", "--period", period, "--json"])).json();
  expect(await of("last-month")).toMatchObject({ from: "2026-11-01", to: "2026-11-30" });
  expect(await of("last-week")).toMatchObject({ from: "2026-12-07", to: "2026-12-13" });
  expect(await of("week")).toMatchObject({ from: "2026-12-14", to: "2026-12-16" });
  const wrong = async (...flags: readonly string[]) => {
    const { exit, err } = await run(["report", "bookings", ...flags]);
    return `${exit} ${err}`;
  };
  expect(await wrong("--period", "year")).toContain("2 --period: дано «year», ожидается одно из: today,");
  expect(await wrong("--period", "week", "--from", "2026-12-01")).toContain("вместе не бывают");
  expect(await wrong("--from", "2020-01-01", "--to", "2026-01-01")).toContain("ожидается не больше 366 дней");
  expect(await wrong("--by", "rating")).toContain(
    "2 --by: дано «rating», ожидается одно из: day, week, month, specialist",
  );
});
