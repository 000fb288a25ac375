import { setTimeout as sleep } from "node:timers/promises";
import { PgBoss } from "pg-boss";
import type { App } from "../src/core/app.ts";
import {
  cancelBroadcast,
  dryRunBroadcast,
  feedBroadcasts,
  findBroadcast,
  saveBroadcast,
  startBroadcast,
} from "../src/core/broadcasts/index.ts";
import { OPERATOR } from "../src/core/kernel/actor.ts";
import { enqueueMessages } from "../src/core/notifications/index.ts";
import { sql } from "../src/core/runtime/sql.ts";
import { write } from "../src/core/runtime/transaction.ts";
import { EVERYBODY } from "../src/core/segments/index.ts";
import { changeSetting } from "../src/core/settings/index.ts";
import { bookAhead, growCatalog, growSlots, settleDown } from "./support/growth.ts";
import { type JobsProcess, startJobsProcess } from "./support/jobs-process.ts";
import {
  type Bench,
  type BenchDatabase,
  elapsedMs,
  type Measured,
  quantile,
  rounded,
} from "./support/measuring.ts";
import { granted, openApp } from "./support/product.ts";
import { startTelegram, type Telegram, type Written } from "./support/telegram.ts";

const RATIO_MAX = 3;
const GROWTH_MIB_MAX = 64;
const PER_SECOND_MIN = 25;
const LATE_MS_MAX = 5_000;
const TAKEOVER_MS_MAX = 10_000;
const FIRST_PERSON = 1_001;
const JOBS_AT_ONCE = 20_000;
const MIB = 2 ** 20;
const TOO_MANY = 429;

type Size = {
  readonly clients: number;
  /** Those who have a chat in the emulator: the first to be written to, and those who are reminded. */
  readonly readers: number;
  readonly reminded: number;
  readonly seconds: number;
};

/**
 * A broadcast to a million clients: planned, against as many bare jobs of pg-boss; then sent by two processes with
 * `--role jobs` to Telegram's emulator with its limits, while reminders fall due; then the one that sends is killed.
 */
export const bench: Bench = async function* ({ databases, isSmall }) {
  const size: Size = isSmall
    ? { clients: 20_000, readers: 1_200, reminded: 40, seconds: 15 }
    : { clients: 1_000_000, readers: 4_000, reminded: 200, seconds: 90 };
  const [database, bare] = [await databases.make(), await databases.make()];
  const app = openApp(database);
  await prepare(app, size);
  const telegram = await startTelegram();
  const readers = await readersOf(app, size);
  await telegram.tell("appear", { users: readers });

  const broadcastId = await started(app);
  yield* measurePlanning(app, { broadcastId, size, baselineMs: await insertBareJobs(bare, size.clients) });
  yield* measureSending(app, { database, telegram, size });
  granted(await cancelBroadcast(app, { broadcastId, actor: OPERATOR }));
  await Promise.all([telegram.close(), app.db.close()]);
  await Promise.all([databases.drop(database), databases.drop(bare)]);
};

/** Clients who agreed to marketing, and visits far enough ahead to be reminded of. */
async function prepare(app: App, { clients, reminded }: Size): Promise<void> {
  const set = { "marketing.enabled": "да", quietHours: "00:00-00:00" } as const;
  for (const [key, typed] of Object.entries(set)) {
    granted(await changeSetting(app, { key: key as keyof typeof set, typed, actor: OPERATOR }));
  }
  const { serviceId } = await growCatalog(app.db, 10);
  // Those with visits come first, so that they alone have them.
  await growPeople(app, { from: FIRST_PERSON, count: reminded });
  await growSlots(app.db, { fromDay: 1, days: 14, perDay: 8, minutes: 60 });
  await bookAhead(app.db, { serviceId, slots: 1 });
  await growPeople(app, { from: FIRST_PERSON + reminded, count: clients - reminded });
  await settleDown(app.db);
}

async function growPeople(app: App, { from, count }: { readonly from: number; readonly count: number }) {
  const to = from + count - 1;
  await app.db.run(sql`
    INSERT INTO clients (telegram_id, name, referral_code, created_at)
    SELECT n, 'Клиент ' || n, 'bench' || n, now() FROM generate_series(${from}::bigint, ${to}::bigint) n`);
  await app.db.run(sql`
    INSERT INTO consents (id, client_id, kind, action, text_version, pressed, created_at)
    SELECT gen_random_uuid(), id, kind, 'given', '1', 'Да', now()
    FROM clients, (VALUES ('personal_data'), ('marketing')) AS given (kind)
    WHERE telegram_id BETWEEN ${from} AND ${to}`);
}

/** The first in the order of sending, and those who have visits. */
async function readersOf(app: App, { readers, reminded }: Size): Promise<readonly number[]> {
  const rows = await app.db.many<{ telegramId: number }>(sql`
    (SELECT telegram_id FROM clients ORDER BY id LIMIT ${readers})
    UNION SELECT telegram_id FROM clients WHERE telegram_id < ${FIRST_PERSON + reminded}`);
  return rows.map(({ telegramId }) => telegramId);
}

async function started(app: App): Promise<string> {
  const broadcastId = app.newId();
  const text = "<b>{имя}</b>, у вас {баллы}. Ждём вас в {салон}!";
  granted(
    await saveBroadcast(app, {
      broadcastId,
      content: { kind: "marketing", title: "Мера", text, buttons: [], advertiser: "", erid: "" },
      audience: { definition: EVERYBODY },
      picture: "none",
      actor: OPERATOR,
    }),
  );
  return broadcastId;
}

async function insertBareJobs({ connectionString }: BenchDatabase, count: number): Promise<number> {
  const boss = new PgBoss({ connectionString, schedule: false, supervise: false });
  await boss.start();
  await boss.createQueue("bare");
  const jobs = Array.from({ length: JOBS_AT_ONCE }, () => ({}));
  const tookMs = await elapsedMs(async () => {
    for (let done = 0; done < count; done += JOBS_AT_ONCE) await boss.insert("bare", jobs);
  });
  await boss.stop({ graceful: false });
  return tookMs;
}

async function* measurePlanning(
  app: App,
  { broadcastId, size, baselineMs }: { broadcastId: string; size: Size; baselineMs: number },
): AsyncGenerator<Measured> {
  const dryRunMs = await elapsedMs(async () => granted(await dryRunBroadcast(app, broadcastId)));
  const startMs = await elapsedMs(async () =>
    granted(await startBroadcast(app, { broadcastId, actor: OPERATOR })),
  );
  const before = process.memoryUsage().rss;
  let peak = before;
  const watching = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 100);
  const planMs = await elapsedMs(async () => {
    while ((await findBroadcast(app.db, broadcastId))?.plannedAt === undefined) await feedBroadcasts(app);
  });
  clearInterval(watching);
  const { recipients } = (await findBroadcast(app.db, broadcastId)) ?? { recipients: 0 };
  const ratio = rounded(planMs / baselineMs);
  const growthMiB = Math.round((peak - before) / MIB);
  yield {
    name: "broadcast.plan",
    target: `≤ ${RATIO_MAX} × pg-boss inserting as many bare jobs; memory grows by ≤ ${GROWTH_MIB_MAX} MiB`,
    ratio,
    isMet: ratio <= RATIO_MAX && growthMiB <= GROWTH_MIB_MAX && recipients === size.clients,
    recipients,
    planMs: rounded(planMs),
    baselineMs: rounded(baselineMs),
    dryRunMs: rounded(dryRunMs),
    startMs: rounded(startMs),
    growthMiB,
  };
}

type Sending = { readonly database: BenchDatabase; readonly telegram: Telegram; readonly size: Size };

async function* measureSending(app: App, { database, telegram, size }: Sending): AsyncGenerator<Measured> {
  const names = ["bench-jobs-a", "bench-jobs-b"];
  const processes = await Promise.all(names.map((name) => startJobsProcess(name, { database, telegram })));
  try {
    await untilSending(telegram);
    const due = await remind(app, size);
    await sleep(size.seconds * 1_000);
    yield steady(await telegram.tell("written", null), due);

    const dying = await senderAmong(app, processes);
    const killedAtMs = Date.now();
    await dying.kill();
    await sleep(20_000);
    const written = await telegram.tell("written", null);
    yield { ...takeover(written, { killedAtMs, endedAtMs: Date.now() }), killed: dying.name };
  } finally {
    await Promise.all(processes.map((one) => one.stop()));
  }
}

/** The first moments are the processes' own, not the sending's. */
async function untilSending(telegram: Telegram): Promise<void> {
  for (let seen = 0; seen < 50; await sleep(250)) seen += (await telegram.tell("written", null)).length;
}

/** Reminders fall due one after another, all the while; answers when each of them does, by its receiver. */
async function remind(app: App, { seconds }: Size): Promise<ReadonlyMap<number, number>> {
  const visits = await app.db.many<{ bookingId: string; clientId: string; telegramId: number }>(sql`
    SELECT DISTINCT ON (client.id) booking.id AS booking_id, client.id AS client_id, client.telegram_id
    FROM bookings booking JOIN clients client ON client.id = booking.client_id
    WHERE booking.state = 'confirmed' AND booking.starts_at > now() + interval '25 hours'`);
  const now = app.clock.now();
  const everyMs = (seconds * 1_000 * 0.9) / visits.length;
  const due = visits.map((visit, index) => ({ ...visit, dueAt: new Date(now.getTime() + index * everyMs) }));
  await write(app.db, (tx) =>
    enqueueMessages(
      tx,
      due.map(({ bookingId, clientId, dueAt }) => ({
        id: app.newId(),
        key: `bench_reminder:${bookingId}`,
        kind: "reminder",
        to: { clientId },
        bookingId,
        payload: { hours: 24 },
        dueAt,
      })),
      now,
    ),
  );
  return new Map(due.map(({ telegramId, dueAt }) => [telegramId, dueAt.getTime()]));
}

function steady(written: readonly Written[], due: ReadonlyMap<number, number>): Measured {
  const good = written.filter(({ status }) => status === 200);
  const firstMs = good[0]?.atMs ?? 0;
  const lastMs = good.at(-1)?.atMs ?? 0;
  const perSecond = rounded(((good.length - 1) / (lastMs - firstMs)) * 1_000);
  const tooMany = written.filter(({ status }) => status === TOO_MANY).length;
  const latesMs = [...due].map(([user, dueMs]) => {
    const arrived = good.find((one) => one.user === user && one.atMs >= dueMs);
    return arrived === undefined ? Number.POSITIVE_INFINITY : arrived.atMs - dueMs;
  });
  const latestMs = Math.max(...latesMs);
  return {
    name: "broadcast.send",
    target: `≥ ${PER_SECOND_MIN} messages a second without a 429; reminders meanwhile late by ≤ ${LATE_MS_MAX} ms`,
    isMet: perSecond >= PER_SECOND_MIN && tooMany === 0 && latestMs <= LATE_MS_MAX,
    perSecond,
    sent: good.length,
    tooMany,
    otherAnswers: written.length - good.length - tooMany,
    reminders: latesMs.length,
    remindersLateMs: { p50: rounded(quantile(latesMs, 0.5)), max: rounded(latestMs) },
  };
}

/** The process that holds the sender's lock; between two of its ticks nobody does. */
async function senderAmong(app: App, processes: readonly JobsProcess[]): Promise<JobsProcess> {
  for (let look = 0; look < 1_000; look += 1) {
    const name = await senderOf(app);
    const sender = processes.find((one) => one.name === name);
    if (sender !== undefined) return sender;
    await sleep(10);
  }
  throw new Error("nobody sends");
}

async function senderOf(app: App): Promise<string | undefined> {
  const row = await app.db.first<{ name: string }>(sql`
    SELECT activity.application_name AS name
    FROM pg_locks held JOIN pg_stat_activity activity ON activity.pid = held.pid
    WHERE held.locktype = 'advisory' AND held.granted
      AND held.classid::bigint << 32 | held.objid::bigint = hashtextextended('role:message-sender', 0)`);
  return row?.name;
}

/** The silence that lasted to the end counts as well: when nobody takes over, there is no other. */
function takeover(
  written: readonly Written[],
  { killedAtMs, endedAtMs }: { readonly killedAtMs: number; readonly endedAtMs: number },
): Measured {
  const after = written.map(({ atMs }) => atMs).filter((atMs) => atMs > killedAtMs);
  const moments = [killedAtMs, ...after, endedAtMs];
  const gaps = moments.slice(1).map((atMs, index) => atMs - (moments[index] ?? atMs));
  const silenceMs = Math.max(...gaps);
  return {
    name: "broadcast.takeover",
    target: `after kill -9 of the sender another sends within ${TAKEOVER_MS_MAX} ms`,
    isMet: silenceMs <= TAKEOVER_MS_MAX,
    silenceMs: rounded(silenceMs),
    sentIn20s: after.length,
  };
}
