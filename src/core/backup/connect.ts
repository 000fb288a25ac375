import pg from "pg";
import type { DatabaseAddress } from "../runtime/database.ts";

/** How values are written and read must not depend on how a server or a role is set up. */
const PLAIN = `
  SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres'; SET extra_float_digits = 1;
  SET bytea_output = 'hex'; SET client_encoding = 'UTF8'; SET statement_timeout = 0; SET synchronize_seqscans = off;
  SET idle_in_transaction_session_timeout = 0; SET client_min_messages = warning; SET xmloption = content`;

/** A connection of its own for something long; it ends with the work. */
export async function withConnection<T>(
  { connectionString }: DatabaseAddress,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString, keepAlive: true, application_name: "okoshko backup" });
  // A lost connection also fails the statement that was running, and that is where it is told.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query(PLAIN);
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
