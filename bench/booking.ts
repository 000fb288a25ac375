import { randomUUID } from "node:crypto";
import pg from "pg";
import type { App } from "../src/core/app.ts";
import { choosePoints, confirmHold, holdSlot } from "../src/core/booking/index.ts";
import { sql } from "../src/core/runtime/sql.ts";
import { growCatalog, growClients, growSlots, settleDown } from "./support/growth.ts";
import {
  type Bench,
  type BenchDatabase,
  callTogether,
  elapsedMs,
  inPairs,
  type Measured,
  middleOf,
  spread,
} from "./support/measuring.ts";
import { CONNECTIONS_MAX, granted, openApp, warmUp } from "./support/product.ts";
import { listenIn, type Statement } from "./support/statements.ts";

const CALLERS = 8;
const RATIO_MIN = 0.5;
const POINTS = 500;
const SPECIALISTS = 20;

/** One client and the start they want; each is used once. */
type Subject = {
  readonly bookingId: string;
  readonly serviceId: string;
  readonly clientId: string;
  readonly specialistId: string;
  readonly slotId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
};

type Way = {
  readonly name: string;
  readonly what: string;
  readonly go: (app: App, subject: Subject) => Promise<void>;
};

const hold: Way = {
  name: "booking.hold",
  what: "hold with price: one transaction",
  go: async (app, subject) => {
    granted(await holdSlot(app, subject));
  },
};

const whole: Way = {
  name: "booking",
  what: "hold with price, points set aside, confirmed: ledger entry and message; three transactions of the product",
  go: async (app, subject) => {
    granted(await holdSlot(app, subject));
    granted(await choosePoints(app, { ...subject, points: POINTS }));
    granted(await confirmHold(app, subject));
  },
};

/**
 * Bookings by eight callers, through the product and by the very statements that it sends, replayed by bare `pg` in one
 * transaction each.
 */
export const bench: Bench = async function* ({ databases, isSmall }) {
  const [rounds, perRound] = isSmall ? [2, 40] : [7, 600];
  for (const way of [hold, whole]) {
    const database = await databases.make();
    yield await compare(way, database, { rounds, perRound });
    await databases.drop(database);
  }
};

async function compare(
  way: Way,
  database: BenchDatabase,
  size: { readonly rounds: number; readonly perRound: number },
): Promise<Measured> {
  const app = openApp(database);
  const listening = listenIn(app.db);
  const subjects = await makeSubjects(app, (2 * size.rounds + 2) * size.perRound + 2);
  const next = (count: number): readonly Subject[] => subjects.splice(0, count);

  const [example] = next(1);
  if (example === undefined) throw new RangeError("a bench needs something to book");
  const recorded = await record(app, listening, way, example);
  const bare = new pg.Pool({ connectionString: database.connectionString, max: CONNECTIONS_MAX });
  const plain = openApp(database);
  await Promise.all([warmUp(plain.db), warmUp({ ...plain.db, pool: bare })]);

  const latencies: number[] = [];
  const product = async (): Promise<number> => {
    const some = next(size.perRound);
    const ms = await elapsedMs(async () => {
      latencies.push(...(await callTogether(CALLERS, some, (one) => way.go(plain, one))));
    });
    return (some.length / ms) * 1000;
  };
  const baseline = async (): Promise<number> => {
    const some = next(size.perRound).map((one) => replayed(recorded, example, one));
    const ms = await elapsedMs(() => callTogether(CALLERS, some, (one) => sendInOne(bare, one)));
    return (some.length / ms) * 1000;
  };
  await product();
  await baseline();
  latencies.length = 0;
  const { ratio, ratios, ...rates } = middleOf(await inPairs(size.rounds, { product, baseline }));
  const left = await leftBehind(app);
  await Promise.all([app.db.close(), plain.db.close(), bare.end()]);
  return {
    name: way.name,
    target: `≥ ${RATIO_MIN} of the same statements in one transaction by bare pg with named statements, ${CALLERS} callers`,
    ratio,
    isMet: ratio >= RATIO_MIN,
    what: way.what,
    bookingsPerSecond: rates,
    ratios,
    roundTrips: recorded.all,
    latency: spread(latencies),
    ...left,
  };
}

async function makeSubjects(app: App, count: number): Promise<Subject[]> {
  const { serviceId } = await growCatalog(app.db, SPECIALISTS);
  const clients = await growClients(app.db, { count, firstTelegramId: 1, points: 2 * POINTS });
  const perDay = 9;
  await growSlots(app.db, { fromDay: 1, days: Math.ceil(count / SPECIALISTS / perDay), perDay, minutes: 60 });
  await settleDown(app.db);
  const slots = await app.db.many<{ id: string; specialistId: string; startsAt: Date; endsAt: Date }>(sql`
    SELECT id, specialist_id, starts_at, ends_at FROM slots ORDER BY starts_at, specialist_id LIMIT ${count}`);
  return slots.map(({ id, ...slot }, index) => ({
    ...slot,
    bookingId: randomUUID(),
    serviceId,
    slotId: id,
    clientId: clients[index]?.id ?? "",
  }));
}

type Recorded = {
  readonly statements: readonly Statement[];
  /** Ids that the product drew on its way. */
  readonly drawn: readonly string[];
  /** How many statements the product sent, the ends of transactions among them. */
  readonly all: number;
};

const ENDS = new Set(["BEGIN", "COMMIT", "ROLLBACK"]);

async function record(
  app: App,
  listening: ReturnType<typeof listenIn>,
  way: Way,
  subject: Subject,
): Promise<Recorded> {
  const drawn: string[] = [];
  const newId = (): string => {
    const id = app.newId();
    drawn.push(id);
    return id;
  };
  const { statements } = await listening.record(() => way.go({ ...app, newId }, subject));
  return { statements: statements.filter(({ text }) => !ENDS.has(text)), drawn, all: statements.length };
}

/** The recorded statements for another client and another start. */
function replayed(recorded: Recorded, example: Subject, subject: Subject): readonly Statement[] {
  const ids = new Map<string, string>(recorded.drawn.map((id) => [id, randomUUID()]));
  for (const name of ["bookingId", "clientId", "specialistId", "slotId"] as const)
    ids.set(example[name], subject[name]);
  const moments = new Map([
    [example.startsAt.getTime(), subject.startsAt],
    [example.endsAt.getTime(), subject.endsAt],
  ]);
  const instead = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(instead);
    if (value instanceof Date) return moments.get(value.getTime()) ?? value;
    if (typeof value !== "string") return value;
    return [...ids].reduce((text, [from, to]) => text.replaceAll(from, to), value);
  };
  return recorded.statements.map(({ text, values }) => ({ text, values: values.map(instead) }));
}

const names = new Map<string, string>();
const nameOf = (text: string): string => {
  const name = names.get(text) ?? `s${names.size}`;
  names.set(text, name);
  return name;
};

async function sendInOne(pool: pg.Pool, statements: readonly Statement[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query({ name: "begin", text: "BEGIN" });
    for (const { text, values } of statements) {
      await client.query({ name: nameOf(text), text, values: [...values] });
    }
    await client.query({ name: "commit", text: "COMMIT" });
  } finally {
    client.release();
  }
}

/** What both left in the database: the same for every booking, or something was not done. */
async function leftBehind(app: App) {
  const row = await app.db.first<{
    bookings: number;
    claimed: number;
    redeemed: number;
    messages: number;
  }>(sql`
    SELECT (SELECT count(*) FROM bookings) AS bookings, (SELECT count(*) FROM slots WHERE booking_id IS NOT NULL) AS claimed,
      (SELECT count(*) FROM point_entries WHERE kind = 'redemption') AS redeemed, (SELECT count(*) FROM outbox) AS messages`);
  return { rows: row };
}
