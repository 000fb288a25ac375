import type { App } from "../../../src/core/app.ts";
import type { Message, Messenger } from "../../../src/core/notifications/messenger.ts";
import type { PaymentProvider } from "../../../src/core/payments/index.ts";
import { createYookassaProvider } from "../../../src/core/payments/yookassa/index.ts";
import { type Database, openDatabase } from "../../../src/core/runtime/database.ts";
import type { Log } from "../../../src/core/runtime/log.ts";
import {
  SECRET_KEY,
  SHOP_ID,
  startYookassa,
  type YookassaUnderTest,
} from "../../sandbox/yookassa-sandbox.ts";
import { cloneName, ensureTemplate, inDatabase, onServer } from "../../support/database-server.ts";
import type { Chance } from "../chance.ts";
import { type Death, type Process, startProcess } from "./baton.ts";
import { type GatewayEvent, heardGateway } from "./gateway.ts";
import { startLetterbox } from "./notifications.ts";

/** Monday, nine in Moscow. */
const BEGINNING_MS = Date.UTC(2026, 10, 23, 6);
const GATEWAY_TIMEOUT_MS = 10_000;

/** The product on a database of its own, its bank and its messenger: all that a run lives in. */
export type Product = {
  /** Past the processes: for looking, never for doing. */
  readonly db: Database;
  readonly bank: YookassaUnderTest;
  readonly letterbox: Awaited<ReturnType<typeof startLetterbox>>;
  readonly nowMs: () => number;
  readonly advance: (ms: number) => Promise<void>;
  /** A process of the product, that lives until its death. */
  readonly start: (death: Death | undefined) => RunningProcess;
  /** What the product complained about since the last time: nothing it says as an error is expected. */
  readonly complaints: () => readonly string[];
  /** What happened in the messenger that must not. */
  readonly messenger: SimulatedMessenger;
  readonly tidy: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type RunningProcess = {
  readonly app: App;
  readonly process: Process;
  readonly events: GatewayEvent[];
  /** Messages that it handed over. */
  readonly delivered: string[];
};

export async function openProduct(serverUrl: string, chance: Chance): Promise<Product> {
  const { name, db } = await openDatabaseOfItsOwn(serverUrl);
  const bank = await startYookassa();
  const letterbox = await startLetterbox();
  await bank.sim("/notification-url", { url: letterbox.url });
  await bank.advance((BEGINNING_MS - bank.nowMs()) / 1000);
  const provider = createYookassaProvider({
    shopId: SHOP_ID,
    secretKey: SECRET_KEY,
    apiUrl: `${bank.baseUrl}/v3/`,
    timeoutMs: GATEWAY_TIMEOUT_MS,
  });
  const complaints: string[] = [];
  const messenger = simulatedMessenger(chance);
  const log = complainingLog(complaints);
  const clock = { now: () => new Date(bank.nowMs()) };

  const start = (death: Death | undefined): RunningProcess => {
    const process = startProcess(death);
    const events: GatewayEvent[] = [];
    const delivered: string[] = [];
    const deliver = (message: Message) => {
      delivered.push(message.id);
      return process.call(() => messenger.deliver(message));
    };
    const payments: PaymentProvider = heardGateway(provider, process, events);
    const app: App = {
      db: process.reach(db),
      clock,
      newId: chance.uuid,
      log,
      payments,
      messenger: { deliver },
      returnUrl: (number) => `https://t.me/okoshko_bot?start=pay_${number}`,
    };
    return { app, process, events, delivered };
  };
  return {
    db,
    bank,
    letterbox,
    nowMs: bank.nowMs,
    advance: (ms) => bank.advance(ms / 1000),
    start,
    complaints: () => complaints.splice(0),
    messenger,
    tidy: async () => {
      await db.pool.query(
        "VACUUM (ANALYZE) outbox, payments, refunds, bookings, slots, clients, point_holds, payment_hints",
      );
    },
    close: async () => {
      await bank.close();
      await letterbox.close();
      await db.close();
      await onServer(serverUrl, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}

async function openDatabaseOfItsOwn(serverUrl: string): Promise<{ name: string; db: Database }> {
  const template = await ensureTemplate(serverUrl);
  const name = cloneName();
  await onServer(serverUrl, async (client) => {
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    await client.query(`ALTER DATABASE ${name} SET synchronous_commit = off`);
  });
  const db = openDatabase({ connectionString: inDatabase(serverUrl, name) }, { connectionsMax: 2 });
  await db.pool.query(`
    CREATE FUNCTION ms(moment timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE
      AS $$ SELECT round(extract(epoch FROM moment) * 1000)::bigint $$`);
  // The database's own ids of slots are random: here the seed decides everything.
  await db.pool.query(`
    CREATE SEQUENCE slots_made;
    ALTER TABLE slots ALTER COLUMN id SET DEFAULT md5('slot' || nextval('slots_made'))::uuid`);
  // Plans depend on statistics: they are taken at steps, never at an hour of the server's own choosing.
  const tables = await db.pool.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
  );
  for (const table of tables.rows)
    await db.pool.query(`ALTER TABLE "${table.name}" SET (autovacuum_enabled = off)`);
  return { name, db };
}

/** Only errors are complaints; a refund that the gateway refuses is one that was ordered. */
function complainingLog(complaints: string[]): Log {
  const quiet = (): void => undefined;
  const log: Log = {
    debug: quiet,
    info: quiet,
    warn: quiet,
    error: (facts: object | string, message?: string) => {
      const problem = typeof facts === "object" && "err" in facts ? facts.err : undefined;
      const isDeath = problem instanceof Error && problem.name === "Died";
      const said = message ?? JSON.stringify(facts);
      if (!isDeath && said !== "the gateway refused a refund")
        complaints.push(`${said}: ${problem ?? JSON.stringify(facts)}`);
    },
    child: () => log,
  };
  return log;
}

export type SimulatedMessenger = Messenger & {
  readonly twice: () => readonly string[];
  /** Whoever handed these over died before they could note it: they may come again. */
  readonly forget: (messageIds: readonly string[]) => void;
};

/** Telegram in bad weather: it loses, refuses and slows; what it has taken must not come again. */
function simulatedMessenger(chance: Chance): SimulatedMessenger {
  const taken = new Set<string>();
  const twice: string[] = [];
  return {
    twice: () => twice.splice(0),
    forget: (messageIds) => {
      for (const id of messageIds) taken.delete(id);
    },
    deliver: async (message) => {
      if (taken.has(message.id)) twice.push(`${message.kind} ${message.id}`);
      if (chance.once(20)) return { outcome: "unknown", reason: "the connection was lost" };
      if (chance.once(60)) return { outcome: "slow_down", retryAfterSeconds: 3 };
      if (chance.once(80)) return { outcome: "failed", reason: "400" };
      taken.add(message.id);
      return { outcome: "sent", telegramMessageId: undefined };
    },
  };
}
