import type { App } from "../src/core/app.ts";
import { daysAfter } from "../src/core/kernel/instant.ts";
import { dayOf, plusDays, startOfDay } from "../src/core/kernel/local-day.ts";
import { calendarRevision, readCalendar } from "../src/core/reports/index.ts";
import { sql } from "../src/core/runtime/sql.ts";
import { bookAhead, growCatalog, growClients, growPast, growSlots, settleDown } from "./support/growth.ts";
import { type Bench, elapsedMs, quantile, rounded, spread } from "./support/measuring.ts";
import { openApp, warmUp } from "./support/product.ts";

const P95_MS_MAX = 60;
const SPECIALISTS = 20;
const ZONE = "Europe/Moscow";
/** 20 specialists × 32 slots × 469 days are 300 160. */
const FULL = { days: 469, clients: 100_000, past: 1_000_000, calls: 200 };
const SMALL = { days: 30, clients: 1_000, past: 10_000, calls: 30 };

/** What staff look at: a day, a week, six weeks, of everybody and of one; and what the page asks every other second. */
export const bench: Bench = async function* ({ databases, isSmall }) {
  const size = isSmall ? SMALL : FULL;
  const database = await databases.make();
  const app = openApp(database);
  const { serviceId } = await growCatalog(app.db, SPECIALISTS);
  await growClients(app.db, { count: size.clients, firstTelegramId: 1_001 });
  await growSlots(app.db, { fromDay: 60 - size.days, days: size.days, perDay: 32, minutes: 15 });
  await bookAhead(app.db, { serviceId, slots: 4 });
  await growPast(app.db, { serviceId, count: size.past, withMoney: false });
  await payNearby(app);
  await settleDown(app.db);
  await warmUp(app.db);

  const [only] = (await app.db.many<{ id: string }>(sql`SELECT id FROM specialists LIMIT 1`)).map(
    ({ id }) => id,
  );
  const now = app.clock.now();
  const from = (index: number) => startOfDay(plusDays(dayOf(now, ZONE), (index % 28) - 14), ZONE);
  const span = (index: number, days: number) => ({ from: from(index), to: daysAfter(from(index), days) });
  const looks: Readonly<Record<string, (index: number) => Promise<unknown>>> = {
    day: (index) => readCalendar(app.db, { ...span(index, 1), now }),
    week: (index) => readCalendar(app.db, { ...span(index, 7), now }),
    sixWeeksOfOne: (index) => readCalendar(app.db, { ...span(index, 42), specialistIds: [only ?? ""], now }),
    sixWeeks: (index) => readCalendar(app.db, { ...span(index, 42), now }),
    revisionOfDay: (index) => calendarRevision(app.db, span(index, 1)),
    revisionOfWeek: (index) => calendarRevision(app.db, span(index, 7)),
  };
  const found: Record<string, readonly number[]> = {};
  for (const [name, look] of Object.entries(looks)) {
    const latencies: number[] = [];
    for (let index = 0; index < size.calls; index += 1) latencies.push(await elapsedMs(() => look(index)));
    found[name] = latencies.slice(Math.floor(size.calls / 10));
  }
  const week = await readCalendar(app.db, { ...span(14, 7), now });
  const p95Ms = rounded(quantile(found.week ?? [], 0.95));
  yield {
    name: "calendar",
    target: `a week of ${SPECIALISTS} specialists, its slots and bookings with their money: p95 ≤ ${P95_MS_MAX} ms`,
    isMet: p95Ms <= P95_MS_MAX,
    p95Ms,
    drawn: { slots: week.slots.length, bookings: week.bookings.length },
    ...Object.fromEntries(Object.entries(found).map(([name, latencies]) => [name, spread(latencies)])),
  };
  await app.db.close();
  await databases.drop(database);
};

/** Half of the bookings around today are paid by card. */
async function payNearby({ db }: App): Promise<void> {
  await db.run(sql`
    INSERT INTO payments (id, booking_id, client_id, is_two_stage, state, amount_kopecks, captured_kopecks, create_key, ended_at, created_at)
    SELECT gen_random_uuid(), id, client_id, true, 'captured', price_kopecks, price_kopecks, 'bench:' || id, now(), created_at
    FROM bookings
    WHERE starts_at BETWEEN now() - interval '30 days' AND now() + interval '60 days' AND number % 2 = 0 AND price_kopecks > 0`);
}
