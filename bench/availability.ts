import type { App } from "../src/core/app.ts";
import { dayMarks, listFreeStarts } from "../src/core/booking/index.ts";
import { dayOf, plusDays } from "../src/core/kernel/local-day.ts";
import { sql } from "../src/core/runtime/sql.ts";
import { bookAhead, growCatalog, growClients, growPast, growSlots, settleDown } from "./support/growth.ts";
import {
  type Bench,
  callTogether,
  elapsedMs,
  type Measured,
  quantile,
  rounded,
  spread,
} from "./support/measuring.ts";
import { plansOf } from "./support/plans.ts";
import { granted, openApp, warmUp } from "./support/product.ts";
import { listenIn } from "./support/statements.ts";

const P95_MS_MAX = 15;
const GROWTH_MAX = 1.2;
const SPECIALISTS = 20;
const ZONE = "Europe/Moscow";
const BIG_TABLES = ["slots", "bookings"];

/** The calendar of a service that everybody does: marks of two weeks, and the starts of one of its days. */
type Look = { readonly app: App; readonly serviceId: string };

const looks = {
  marks: async ({ app, serviceId }: Look) => granted(await dayMarks(app, { serviceId })),
  day: async ({ app, serviceId }: Look, index: number) => {
    const day = plusDays(dayOf(app.clock.now(), ZONE), 1 + (index % 12));
    return granted(await listFreeStarts(app, { serviceId, day }));
  },
} as const;

type Size = { readonly days: number; readonly past: readonly number[]; readonly calls: number };

const SMALL: Size = { days: 30, past: [2_000, 20_000], calls: 50 };
/** 20 specialists × 32 slots × 469 days are 300 160. */
const FULL: Size = { days: 469, past: [100_000, 1_000_000], calls: 400 };
const HUGE: Size = { ...FULL, past: [...FULL.past, 10_000_000] };

/** Free starts among 300 000 slots, and what becomes of them while bookings grow tenfold and more. */
export const bench: Bench = async function* ({ databases, isSmall, isHuge }) {
  const size = isSmall ? SMALL : isHuge ? HUGE : FULL;
  const database = await databases.make();
  const app = openApp(database);
  const listening = listenIn(app.db);
  const { serviceId } = await growCatalog(app.db, SPECIALISTS);
  await growClients(app.db, { count: 10_000, firstTelegramId: 1_001 });
  await growSlots(app.db, { fromDay: 60 - size.days, days: size.days, perDay: 32, minutes: 15 });
  await bookAhead(app.db, { serviceId, slots: 4 });
  const look = { app, serviceId };

  const found: Found[] = [];
  let before = 0;
  for (const past of size.past) {
    await growPast(app.db, { serviceId, count: past - before, withMoney: false });
    before = past;
    await settleDown(app.db);
    await warmUp(app.db);
    found.push({ ...(await measure(look, size.calls)), ...(await countRows(app)) });
    const [first] = found;
    const last = found.at(-1);
    if (first === undefined || last === undefined) continue;
    yield found.length === 1 ? speed(first, await readingsOf(look, listening)) : growth(first, last);
  }
  await app.db.close();
  await databases.drop(database);
};

type Found = {
  readonly alone: Latencies;
  readonly fourTogether: Latencies;
  readonly bookings: number;
  readonly slots: number;
};
type Latencies = Readonly<Record<"marks" | "day", readonly number[]>>;

async function measure(look: Look, calls: number): Promise<Pick<Found, "alone" | "fourTogether">> {
  await latencies(look, 4, Math.ceil(calls / 4));
  return { alone: await latencies(look, 1, calls), fourTogether: await latencies(look, 4, calls) };
}

/** Each caller looks at the calendar, then at a day, as a client does. */
async function latencies(look: Look, callers: number, calls: number): Promise<Latencies> {
  const marks: number[] = [];
  const day: number[] = [];
  await callTogether(
    callers,
    Array.from({ length: calls }, (_, index) => index),
    async (index) => {
      marks.push(await elapsedMs(() => looks.marks(look)));
      day.push(await elapsedMs(() => looks.day(look, index)));
    },
  );
  return { marks, day };
}

async function countRows({ db }: App): Promise<{ readonly bookings: number; readonly slots: number }> {
  const row = await db.first<{ bookings: number; slots: number }>(sql`
    SELECT (SELECT count(*) FROM bookings) AS bookings, (SELECT count(*) FROM slots) AS slots`);
  return row ?? { bookings: 0, slots: 0 };
}

const inWords = (all: Latencies) => ({ marks: spread(all.marks), day: spread(all.day) });
const worstP95 = ({ marks, day }: Latencies): number => Math.max(quantile(marks, 0.95), quantile(day, 0.95));

function speed(found: Found, plans: readonly string[]): Measured {
  const p95Ms = rounded(worstP95(found.alone));
  return {
    name: "availability",
    target: `marks of 14 days, and one day's starts, of ${SPECIALISTS} specialists: p95 ≤ ${P95_MS_MAX} ms each`,
    isMet: p95Ms <= P95_MS_MAX && !plans.some((plan) => /Seq Scan/.test(plan)),
    p95Ms,
    slots: found.slots,
    bookings: found.bookings,
    alone: inWords(found.alone),
    fourTogether: inWords(found.fourTogether),
    plans,
  };
}

function growth(first: Found, last: Found): Measured {
  const ratios = (["marks", "day"] as const).map((name) => {
    return quantile(last.alone[name], 0.5) / quantile(first.alone[name], 0.5);
  });
  const ratio = rounded(Math.max(...ratios));
  return {
    name: "availability.growth",
    target: `≤ ${GROWTH_MAX} × from ${first.bookings} to ${last.bookings} bookings, of the medians`,
    ratio,
    isMet: ratio <= GROWTH_MAX,
    slots: last.slots,
    before: inWords(first.alone),
    after: inWords(last.alone),
    afterFourTogether: inWords(last.fourTogether),
  };
}

/** How PostgreSQL reads the big tables for the two looks. */
async function readingsOf(look: Look, listening: ReturnType<typeof listenIn>): Promise<readonly string[]> {
  const { statements } = await listening.record(async () => {
    await looks.marks(look);
    await looks.day(look, 0);
  });
  const via = await look.app.db.pool.connect();
  const readings: string[] = [];
  for (const statement of statements) {
    const nodes = (await plansOf(via, statement)).filter(({ table }) => BIG_TABLES.includes(table));
    readings.push(
      ...nodes.map(({ kind, table, index }) => `${kind} of ${table}${index === "" ? "" : ` by ${index}`}`),
    );
  }
  via.release();
  return [...new Set(readings)];
}
