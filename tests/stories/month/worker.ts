import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import { createApi, createMessenger } from "../../../src/bot/index.ts";
import type { App } from "../../../src/core/app.ts";
import type { Messenger } from "../../../src/core/notifications/index.ts";
import { openDatabase } from "../../../src/core/runtime/database.ts";
import { findInstallation } from "../../../src/core/runtime/installation.ts";
import { createLog } from "../../../src/core/runtime/log.ts";
import { backgroundJobs } from "../../../src/jobs.ts";
import { testClock } from "../../support/clock.ts";
import { NO_PACE } from "../../support/pace.ts";
import { readWorkerEnv } from "./worker-env.ts";

/*
 * A process that does the product's background work, one round whenever it is told to, by the clock that stands in the
 * database. It is killed without warning, so what it knows of its attempts it writes to a file at once.
 */
const { databaseUrl, apiRoot, token, journal, beginsMs } = readWorkerEnv(process.env);
const db = openDatabase({ connectionString: databaseUrl }, { connectionsMax: 6 });
const clock = testClock(new Date(beginsMs));
const log = createLog({ level: "silent" });
const ground = { db, clock, log, newId: randomUUID, payments: undefined };
const telegram = createMessenger(ground, createApi({ token, apiRoot }));

const note = (...words: readonly string[]): void =>
  appendFileSync(journal, `${words.join(" ")} ${process.pid}\n`);
const messenger: Messenger = {
  deliver: async (message) => {
    note("begin", message.id);
    const delivery = await telegram.deliver(message);
    note(delivery.outcome, message.id);
    return delivery;
  },
};
const app: App = { ...ground, messenger, returnUrl: () => "https://t.me/okoshko_bot" };

// The month goes by in a minute.
const jobs = backgroundJobs(app, NO_PACE);

async function round(): Promise<void> {
  const installation = await findInstallation(db);
  clock.set(new Date(beginsMs + (installation?.clockOffsetMs ?? 0)));
  for (const job of jobs) await job.run();
}

process.on("message", (number: number) => {
  round().then(
    () => process.send?.({ done: number }),
    (error: unknown) => process.send?.({ done: number, failure: String(error) }),
  );
});
process.on("disconnect", () => process.exit(1));
process.send?.({ ready: true });
