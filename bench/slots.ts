import type { App } from "../src/core/app.ts";
import { generateSlots } from "../src/core/calendar/index.ts";
import { listSpecialists } from "../src/core/catalog/index.ts";
import { OPERATOR } from "../src/core/kernel/actor.ts";
import { dayOf, type LocalDay, plusDays, type Weekday } from "../src/core/kernel/local-day.ts";
import { sql } from "../src/core/runtime/sql.ts";
import { growCatalog, settleDown } from "./support/growth.ts";
import { type Bench, type BenchDatabase, elapsedMs, inPairs, middleOf } from "./support/measuring.ts";
import { granted, openApp } from "./support/product.ts";

const RATIO_MIN = 0.6;
const SPECIALISTS = 20;
const ZONE = "Europe/Moscow";
const LENGTH_MINUTES = 15;
const PER_DAY = 40;
const EVERY_DAY: ReadonlySet<Weekday> = new Set([1, 2, 3, 4, 5, 6, 7]);

/** Days of slots for each specialist, and at which minute of a day they begin. */
type Plan = { readonly from: LocalDay; readonly days: number; readonly fromMinute: number };

/**
 * Slots for twenty specialists, the first half of the days overlapping what stands there already: half of that at the
 * same minutes, half five minutes off. Against one INSERT … SELECT of the same slots into the same tables.
 */
export const bench: Bench = async function* ({ databases, isSmall }) {
  const days = isSmall ? 10 : 250;
  const prepared = await databases.make();
  const app = openApp(prepared);
  await growCatalog(app.db, SPECIALISTS);
  const first = plusDays(dayOf(app.clock.now(), ZONE), 1);
  const plan = { from: first, days, fromMinute: 10 * 60 };
  await generate(app, { ...plan, days: Math.floor(days / 4) });
  const off = {
    from: plusDays(first, Math.floor(days / 4)),
    days: Math.ceil(days / 2) - Math.floor(days / 4),
  };
  await generate(app, { ...off, fromMinute: plan.fromMinute + 5 });
  await settleDown(app.db);
  await app.db.close();

  const counts: Record<string, readonly number[]> = { product: [], baseline: [], again: [] };
  const note = (who: string, made: number): void => {
    counts[who] = [...(counts[who] ?? []), made];
  };
  const rate = async (work: (app: App) => Promise<number>, who: string): Promise<number> => {
    const database = await databases.make({ like: prepared });
    return withApp(database, async (one) => {
      await one.db.first(sql`SELECT`);
      const ms = await elapsedMs(async () => note(who, await work(one)));
      if (who === "product") note("again", await generate(one, plan));
      return (days * PER_DAY * SPECIALISTS * 1000) / ms;
    }).finally(() => databases.drop(database));
  };
  const pairs = await inPairs(isSmall ? 2 : 3, {
    product: () => rate((one) => generate(one, plan), "product"),
    baseline: () => rate((one) => insertSelect(one, plan), "baseline"),
  });
  const { ratio, ratios, ...slotsPerSecond } = middleOf(pairs);
  const isSame = new Set([...(counts.product ?? []), ...(counts.baseline ?? [])]).size === 1;
  yield {
    name: "slots",
    target: `${days * PER_DAY * SPECIALISTS} slots, half overlapping older ones: ≥ ${RATIO_MIN} of one INSERT … SELECT; twice the same is no change`,
    ratio,
    isMet: ratio >= RATIO_MIN && isSame && (counts.again ?? []).every((made) => made === 0),
    slotsPerSecond,
    ratios,
    made: counts,
  };
};

async function withApp<T>(database: BenchDatabase, work: (app: App) => Promise<T>): Promise<T> {
  const app = openApp(database);
  try {
    return await work(app);
  } finally {
    await app.db.close();
  }
}

/** How many the product made. */
async function generate(app: App, { from, days, fromMinute }: Plan): Promise<number> {
  let made = 0;
  for (const { id: specialistId } of await listSpecialists(app.db)) {
    const hours = { from: fromMinute, to: fromMinute + PER_DAY * LENGTH_MINUTES };
    const pattern = {
      ...{ from, to: plusDays(from, days - 1), weekdays: EVERY_DAY, hours, breaks: [] },
      lengthMinutes: LENGTH_MINUTES,
    };
    made += granted(
      await generateSlots(app, { specialistId, pattern, kind: "regular", actor: OPERATOR }),
    ).made;
  }
  return made;
}

/** The same slots without a rule: Moscow's clock stands still all year, so arithmetic is enough. */
const insertSelect = (app: App, { from, days, fromMinute }: Plan): Promise<number> =>
  app.db.run(sql`
    INSERT INTO slots (specialist_id, kind, created_at, starts_at, ends_at)
    SELECT specialist.id, 'regular', now(), at, at + make_interval(mins => ${LENGTH_MINUTES}::int)
    FROM specialists specialist, generate_series(0, ${days - 1}::int) day, generate_series(0, ${PER_DAY - 1}::int) place,
      LATERAL (SELECT (${from}::date + day)::timestamp AT TIME ZONE ${ZONE}
               + make_interval(mins => ${fromMinute}::int + place * ${LENGTH_MINUTES}::int) AS at)
    ORDER BY specialist.position, at
    ON CONFLICT DO NOTHING`);
