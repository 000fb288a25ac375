import pg from "pg";
import { type Queryable, queryable, VALUE_TYPES } from "./sql.ts";

/** The database as the product sees it: one pool, pinned to UTC, that survives the server's absence. */
export type Database = Queryable & {
  readonly pool: pg.Pool;
  /** The same place for those who connect on their own: pg-boss, sessions, Prisma, a LISTEN. */
  readonly connection: pg.PoolConfig;
  close(): Promise<void>;
  /** Every transaction is rolled back, whatever came of it: what a use case would answer is found out, and nothing done. */
  readonly isRehearsal?: true;
  /** Told of every transaction that wrote something and is committed. */
  readonly onWritten?: () => void;
};

/** Where the database is: a URL, or the socket of the embedded server. */
export type DatabaseAddress = { readonly connectionString: string };

export type DatabaseOptions = {
  /** Connections at most; the embedded server allows 100 for all processes together. */
  readonly connectionsMax?: number;
  /** A pool's idle connection broke: nothing is lost, the next caller gets a new one. */
  readonly onIdleError?: (error: Error) => void;
  /** A statement that takes longer is given up, by the server and, should that be silent, by us. */
  readonly statementMsMax?: number;
};

const CONNECT_TIMEOUT_MS = 10_000;
/** The server's own word on a statement that took too long says more than our silence. */
const LATE_MS = 2_000;

/** Opens the pool; nothing is connected until the first statement. */
export function openDatabase(address: DatabaseAddress, options: DatabaseOptions = {}): Database {
  const { statementMsMax } = options;
  const connection: pg.PoolConfig = {
    connectionString: address.connectionString,
    options: `-c timezone=UTC${statementMsMax === undefined ? "" : ` -c statement_timeout=${statementMsMax}`}`,
    ...(statementMsMax === undefined ? {} : { query_timeout: statementMsMax + LATE_MS }),
    types: VALUE_TYPES,
    max: options.connectionsMax ?? 10,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: "okoshko",
  };
  const pool = new pg.Pool(connection);
  pool.on("error", (error) => options.onIdleError?.(error));
  // One that breaks while in use fails the statement it is running; its event, unheard, would end the process.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return { ...queryable(pool), pool, connection, close: () => pool.end() };
}
