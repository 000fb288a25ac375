import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { DatabaseAddress } from "../runtime/database.ts";
import { withConnection } from "./connect.ts";

export type Others = { readonly names: string; readonly count: number };

const LOOK_EVERY_MS = 100;
const LOOKS_MAX = 20;

/** Who else has the database open. Whoever has just closed it is still leaving for a moment: they are waited for. */
export async function othersAtWork(client: pg.Client): Promise<Others> {
  for (let looks = 1; ; looks += 1) {
    await client.query("SELECT pg_stat_clear_snapshot()");
    const { rows } = await client.query<Others>(`
      SELECT count(*)::int AS count, coalesce(string_agg(DISTINCT nullif(application_name, ''), ', '), '') AS names
      FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`);
    const others = rows[0] ?? { count: 0, names: "" };
    if (others.count === 0 || looks === LOOKS_MAX) return others;
    await sleep(LOOK_EVERY_MS);
  }
}

/** The same of a database that nobody is connected to yet. */
export const whoIsAtWork = (address: DatabaseAddress): Promise<Others> =>
  withConnection(address, othersAtWork);
