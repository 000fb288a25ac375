import { randomUUID } from "node:crypto";
import type { App } from "../../src/core/app.ts";
import type { Outcome } from "../../src/core/kernel/outcome.ts";
import { systemClock } from "../../src/core/runtime/clock.ts";
import { type Database, openDatabase } from "../../src/core/runtime/database.ts";
import { createLog } from "../../src/core/runtime/log.ts";
import type { BenchDatabase } from "./measuring.ts";

/** As many as `src/main.ts` opens. */
export const CONNECTIONS_MAX = 16;

/** The product's inside on a database, as `src/main.ts` puts it together; nothing is paid online. */
export function openApp({ connectionString }: BenchDatabase): App {
  return {
    db: openDatabase({ connectionString }, { connectionsMax: CONNECTIONS_MAX }),
    clock: systemClock,
    newId: randomUUID,
    log: createLog({ level: "error", destination: process.stderr }),
    payments: undefined,
    messenger: undefined,
    returnUrl: (number) => `https://t.me/okoshko_bot?start=pay_${number}`,
  };
}

/** Opens every connection of the pool, as they are in a product at work. */
export async function warmUp(db: Database): Promise<void> {
  const clients = await Promise.all(Array.from({ length: CONNECTIONS_MAX }, () => db.pool.connect()));
  for (const client of clients) client.release();
}

/** The value of an outcome that has to be one: what a bench does is never refused. */
export function granted<T>(outcome: Outcome<T, string>): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.refusal} ${JSON.stringify(outcome.detail)}`);
  return outcome.value;
}
