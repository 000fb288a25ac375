import { PgBoss } from "pg-boss";
import type { Database } from "./database.ts";
import { isOutage } from "./database-error.ts";
import type { Log } from "./log.ts";

/** Work that is looked for again and again; what is due is read from our own rows by the App's clock. */
export type Job = {
  /** kebab-case, the same in every process. */
  readonly name: string;
  readonly everySeconds: number;
  /** @param ending aborted when the process is asked to end: whatever can be left to the next tick is */
  readonly run: (ending?: AbortSignal) => Promise<unknown>;
};

export type Jobs = {
  /** Runs every job once, here and now. */
  runAll(): Promise<void>;
  /** Lets what is running finish, and takes nothing new. */
  stop(): Promise<void>;
};

const KEPT_SECONDS = 300;
const EXPIRE_SECONDS = 120;
const STOP_MS = 20_000;

/**
 * Runs the jobs, shared over all processes on the database: each tick is one row of pg-boss, taken by one of them.
 *
 * A process that dies takes one tick with it, not the next. Every job is safe to run twice, and at once.
 */
export async function startJobs(db: Database, jobs: readonly Job[], log: Log): Promise<Jobs> {
  const boss = new PgBoss({
    ...(db.connection as ConstructorParameters<typeof PgBoss>[0] & object),
    max: 4,
    schedule: false,
    useListenNotify: true,
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
  });
  boss.on("error", (error: unknown) =>
    log.warn({ err: error }, "the job engine had trouble with the database"),
  );
  await boss.start();

  const timers: NodeJS.Timeout[] = [];
  const ending = new AbortController();
  for (const job of jobs) {
    await prepareQueue(boss, job);
    await boss.work(job.name, { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2 }, () =>
      attempt(job, log, ending.signal),
    );
    timers.push(setInterval(() => void tick(boss, job, log), job.everySeconds * 1_000));
  }
  return {
    runAll: async () => {
      for (const job of jobs) await attempt(job, log, ending.signal);
    },
    stop: async () => {
      ending.abort();
      for (const timer of timers) clearInterval(timer);
      await boss.stop({ graceful: true, timeout: STOP_MS });
    },
  };
}

async function prepareQueue(boss: PgBoss, { name }: Job): Promise<void> {
  const options = {
    retryLimit: 0,
    expireInSeconds: EXPIRE_SECONDS,
    deleteAfterSeconds: KEPT_SECONDS,
    notify: true,
  };
  if (await boss.getQueue(name)) await boss.updateQueue(name, options);
  // At most one tick waits: a slow job does not gather a queue behind it.
  else await boss.createQueue(name, { policy: "short", ...options });
}

async function tick(boss: PgBoss, { name, everySeconds }: Job, log: Log): Promise<void> {
  try {
    await boss.send(name, null, { singletonSeconds: everySeconds });
  } catch (error) {
    log.debug({ err: error, job: name }, "a tick was missed");
  }
}

async function attempt(job: Job, log: Log, ending: AbortSignal): Promise<void> {
  try {
    await job.run(ending);
  } catch (error) {
    // While the database is away, every job fails every second: `/ready` says so, the log need not.
    if (isOutage(error)) log.debug({ err: error, job: job.name }, "a job could not reach the database");
    else log.error({ err: error, job: job.name }, "a job failed and will run again");
  }
}
