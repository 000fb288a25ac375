import type { App } from "../app.ts";
import { elapsedMs, SECOND_MS } from "../kernel/instant.ts";
import { migrationStatus } from "../runtime/migrate.ts";
import { sql } from "../runtime/sql.ts";
import { type OutboxBacklog, readInbox, readOutbox, readTicks } from "./doctor/backlog.ts";
import { bookingsWithoutClosing } from "./doctor/missing-receipts.ts";
import { readScheduled, type Timetabled } from "./doctor/scheduled.ts";
import type { WaitingMoney } from "./model.ts";
import type { Measure, Sample } from "./rules/exposition.ts";
import { listWaitingMoney } from "./waiting-money.ts";

type Ground = Pick<App, "db" | "clock">;

const ROWS_MAX = 100_000;
/** Younger than that somebody is just paying. */
const WAITING_MINUTES = 60;

/** Messages by what waits for them: few groups, whatever kinds there come to be. */
const GROUPS = ["booking", "person", "staff", "reminder", "review", "broadcast"] as const;
const GROUP_OF: Readonly<Record<number, (typeof GROUPS)[number]>> = {
  10: "booking",
  15: "person",
  20: "staff",
  30: "reminder",
  40: "review",
  50: "broadcast",
};

const gauge = (name: string, help: string, ...samples: readonly Sample[]): Measure => ({
  name: `okoshko_${name}`,
  help,
  type: "gauge",
  samples,
});

/**
 * What a monitor asks for again and again: read by index, of nobody in particular, with labels of a few values each.
 *
 * Numbers of the business's rows are by its clock, those of the jobs by the database's.
 */
export async function cheapMeasures(app: Ground): Promise<readonly Measure[]> {
  const now = app.clock.now();
  const { applied, pending, problems } = await migrationStatus(app.db);
  const inbox = await readInbox(app.db, now);
  return [
    gauge("migrations_applied", "Migrations that the database has.", { value: applied.length }),
    gauge("migrations_pending", "Migrations that the database lacks.", { value: pending.length }),
    gauge("migration_problems", "Why the schema is not this program's.", { value: problems.length }),
    gauge("inbox_waiting", "Updates from Telegram that are not handled yet.", { value: inbox.waiting }),
    gauge("inbox_oldest_seconds", "How long the oldest of them has waited.", {
      value: inbox.oldestAt === null ? 0 : secondsSince(inbox.oldestAt, now),
    }),
    gauge("inbox_failed_day", "Updates of the last day that were given up.", { value: inbox.failed }),
    ...outboxMeasures(await readOutbox(app.db, now)),
    ...(await jobMeasures(app)),
    ...(await scheduleMeasures(app.db, now)),
    ...moneyMeasures(await listWaitingMoney(app, { rowsMax: ROWS_MAX, minutesMin: WAITING_MINUTES })),
  ];
}

/** What reads many rows, beside the books: asked for every few minutes, never by a monitor. */
export async function dearMeasures(app: Ground): Promise<readonly Measure[]> {
  const checkedAt = app.clock.now();
  const states = await app.db.many<{ state: string; count: number }>(
    sql`SELECT state, count(*) AS count FROM outbox WHERE state <> 'queued' GROUP BY state ORDER BY state`,
  );
  return [
    gauge(
      "closing_receipts_missing",
      "Prepaid visits that took place and have no closing receipt promised.",
      {
        value: (await bookingsWithoutClosing(app.db, checkedAt)).length,
      },
    ),
    gauge(
      "ledger_checked_timestamp_seconds",
      "When that, and the books, were looked at last, by the business's clock.",
      {
        value: Math.floor(checkedAt.getTime() / SECOND_MS),
      },
    ),
    {
      name: "okoshko_messages_total",
      help: "Messages that are done with, by what became of them; counted every few minutes.",
      type: "counter",
      samples: ["sent", "skipped", "failed"].map((state) => ({
        labels: { state },
        value: states.find((one) => one.state === state)?.count ?? 0,
      })),
    },
  ];
}

const secondsSince = (from: Date, to: Date): number =>
  Math.max(0, Math.floor(elapsedMs({ from, to }) / SECOND_MS));

function outboxMeasures(backlog: readonly OutboxBacklog[]): readonly Measure[] {
  const byGroup = (count: (one: OutboxBacklog) => number): readonly Sample[] =>
    GROUPS.map((group) => ({
      labels: { group },
      value: backlog
        .filter(({ priority }) => (GROUP_OF[priority] ?? "staff") === group)
        .reduce((sum, one) => sum + count(one), 0),
    }));
  return [
    gauge("outbox_due", "Messages that are due and not sent yet.", ...byGroup(({ due }) => due)),
    gauge("outbox_late", "Those of them that were due five minutes ago.", ...byGroup(({ late }) => late)),
    gauge(
      "outbox_retrying",
      "Messages tried in vain and to be tried again.",
      ...byGroup(({ retrying }) => retrying),
    ),
  ];
}

async function jobMeasures(app: Ground): Promise<readonly Measure[]> {
  const ticks = await readTicks(app.db);
  const now = ticks?.[0]?.now;
  if (ticks === undefined || now === undefined) return [];
  const oldest = (times: readonly (Date | null)[]): number =>
    Math.max(0, ...times.map((at) => (at === null ? 0 : secondsSince(at, now))));
  const ages = ticks.flatMap(({ newestAt }) => (newestAt === null ? [] : [secondsSince(newestAt, now)]));
  return [
    gauge(
      "jobs_last_tick_seconds",
      "How long ago the newest tick of the background work was made.",
      ...(ages.length === 0 ? [] : [{ value: Math.min(...ages) }]),
    ),
    gauge("jobs_late_seconds", "How long the oldest tick has waited for somebody to take it.", {
      value: oldest(ticks.map(({ waitingSince }) => waitingSince)),
    }),
    gauge("jobs_interrupted", "Ticks of the last minutes that were never finished.", {
      value: ticks.reduce((sum, { failed }) => sum + failed, 0),
    }),
  ];
}

async function scheduleMeasures(db: App["db"], now: Date): Promise<readonly Measure[]> {
  const { exports, backup } = await readScheduled(db, now);
  const byKind = (is: (one: Timetabled) => boolean): readonly Sample[] => [
    { labels: { kind: "backup" }, value: backup !== undefined && is(backup) ? 1 : 0 },
    { labels: { kind: "export" }, value: exports.filter(is).length },
  ];
  const newest = backup?.copies.newest;
  return [
    gauge(
      "schedules_late",
      "Exports and copies that were due half an hour ago and were not made.",
      ...byKind(({ lateSince }) => lateSince !== undefined),
    ),
    gauge(
      "schedules_failed",
      "Exports and copies whose last run failed.",
      ...byKind(({ failed }) => failed !== undefined),
    ),
    gauge("backup_stale", "1: by the timetable there should be a newer copy than there is.", {
      value: backup?.copies.staleSince === undefined ? 0 : 1,
    }),
    ...(newest === undefined
      ? []
      : [
          gauge("backup_newest_seconds", "How old the newest scheduled copy is.", {
            value: secondsSince(newest.at, now),
          }),
        ]),
  ];
}

const MONEY_KINDS: readonly WaitingMoney["kind"][] = [
  "payment",
  "refund",
  "refused_refund",
  "on_spot_refund",
  "overdue_hold",
];

function moneyMeasures(waiting: readonly WaitingMoney[]): readonly Measure[] {
  const byKind = (measure: (rows: readonly WaitingMoney[]) => number): readonly Sample[] =>
    MONEY_KINDS.map((kind) => ({
      labels: { kind },
      value: measure(waiting.filter((one) => one.kind === kind)),
    }));
  return [
    gauge(
      "money_waiting",
      "Payments, refunds and holds whose answer is open for more than an hour.",
      ...byKind((rows) => rows.length),
    ),
    gauge(
      "money_waiting_kopecks",
      "What they come to.",
      ...byKind((rows) => rows.reduce((sum, { amount }) => sum + amount, 0)),
    ),
  ];
}
