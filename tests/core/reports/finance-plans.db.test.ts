import { expect, it } from "vitest";
import { growCatalog, growClients, growPast, settleDown } from "../../../bench/support/growth.ts";
import { plansOf } from "../../../bench/support/plans.ts";
import { listenIn } from "../../../bench/support/statements.ts";
import { dayOf, plusDays } from "../../../src/core/kernel/local-day.ts";
import { listOperations, MONEY_KINDS, totalOperations } from "../../../src/core/reports/index.ts";
import { systemClock } from "../../../src/core/runtime/clock.ts";
import { testDatabase } from "../../support/database.ts";

const GROWING = new Set(["bookings", "clients", "payments", "refunds", "point_entries"]);
const zone = "Europe/Moscow";

const db = await testDatabase();
const listening = listenIn(db);
const { serviceId } = await growCatalog(db, 5);
await growClients(db, { count: 20_000, firstTelegramId: 1_001, points: 1_000 });
await growPast(db, { serviceId, count: 20_000, withMoney: true });
await settleDown(db);
/** A year ago, when nothing but the visits of those days happened. */
const to = plusDays(dayOf(systemClock.now(), zone), -365);
const week = { from: plusDays(to, -7), to, zone };

/** What reads a growing table from end to end, of the statements that a piece of work sends. */
async function wholeReads(work: () => Promise<unknown>): Promise<readonly string[]> {
  const { statements } = await listening.record(work);
  const via = await db.pool.connect();
  try {
    const nodes = [];
    for (const statement of statements) nodes.push(...(await plansOf(via, statement)));
    expect(nodes.length).toBeGreaterThan(1);
    return nodes
      .filter(({ kind, table }) => kind === "Seq Scan" && GROWING.has(table))
      .map(({ table }) => table);
  } finally {
    via.release();
  }
}

it("reads a week among years by its moments: the list, whatever it is narrowed to", async () => {
  const page = { rowsMax: 25 };
  expect(
    await wholeReads(async () => {
      await listOperations({ db }, week, page);
      await listOperations({ db }, { ...week, kinds: MONEY_KINDS }, { ...page, offset: 50 });
      await listOperations({ db }, { ...week, kinds: ["refund"] }, page);
    }),
  ).toEqual([]);
});

it("reads a week among years by its moments: the totals of days and kinds", async () => {
  expect(
    await wholeReads(async () => {
      await totalOperations({ db }, week, "day");
      await totalOperations({ db }, week, "kind");
    }),
  ).toEqual([]);
});

it("would be noticed without the index of moments", async () => {
  await db.pool.query("DROP INDEX payments_moment");
  const whole = await wholeReads(() => listOperations({ db }, week, { rowsMax: 25 }));
  expect(whole).toContain("payments");
});
