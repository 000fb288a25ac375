import type { Messenger } from "./notifications/messenger.ts";
import type { PaymentProvider } from "./payments/provider.ts";
import type { Clock } from "./runtime/clock.ts";
import type { Database } from "./runtime/database.ts";
import type { Log } from "./runtime/log.ts";

/** All that a use case may reach. It is built once, in a main.ts, and passed. */
export type App = {
  readonly db: Database;
  readonly clock: Clock;
  /** A new uuid. */
  readonly newId: () => string;
  readonly log: Log;
  /** The card gateway; undefined while online payment is off (PY-2). */
  readonly payments: PaymentProvider | undefined;
  /** How messages reach people; undefined in a process that sends none (the command line). */
  readonly messenger: Messenger | undefined;
  /** Where the payment page sends the client back to: a deep link into the bot. */
  readonly returnUrl: (bookingNumber: number) => string;
};

/** The same product, in which nothing that is done is kept. */
export const rehearsed = (app: App): App => ({ ...app, db: { ...app.db, isRehearsal: true } });
