import type { Update } from "grammy/types";
import type { PoolClient } from "pg";
import type { App } from "../core/app.ts";
import { DAY_MS } from "../core/kernel/instant.ts";
import { join, queryable, type Sql, sql } from "../core/runtime/sql.ts";

/** How often an update is begun before it is given up. */
export const ATTEMPTS_MAX = 3;
/** Telegram's update ids may start anew, so that what is older must be forgotten. */
const KEPT_DAYS = 3;
const FAILURE_CHARACTERS_MAX = 500;

type Ground = Pick<App, "db" | "clock">;

/** The sender of updates that nobody will handle; they are kept so that Telegram's offset moves past them. */
const NOBODY = 0;

/** Whom an update comes from; undefined for kinds that the bot has no use for. */
export const personOf = (update: Update): number | undefined =>
  update.message?.from?.id ?? update.callback_query?.from.id ?? update.my_chat_member?.from.id;

/**
 * Writes updates down, before Telegram is told that they arrived. One that is there already stays as it is,
 * so a repeated delivery is handled once.
 *
 * @returns whose updates are waiting because of it
 */
export async function storeUpdates(app: Ground, updates: readonly Update[]): Promise<readonly number[]> {
  const now = app.clock.now();
  if (updates.length === 0) return [];
  const rows = updates.map((update) => {
    const person = personOf(update);
    const handledAt = person === undefined ? now : null;
    return sql`(${update.update_id}::bigint, ${person ?? NOBODY}::bigint, ${JSON.stringify(update)}::jsonb,
                ${now}::timestamptz, ${handledAt}::timestamptz)`;
  });
  const stored = await app.db.many<{ personId: number }>(sql`
    INSERT INTO inbox (update_id, person_id, body, received_at, handled_at) VALUES ${join(rows)}
    ON CONFLICT (update_id) DO NOTHING RETURNING person_id`);
  return [...new Set(stored.map(({ personId }) => personId))].filter((person) => person !== NOBODY);
}

/** Writes one update down; answers whether it is new. */
export const receiveUpdate = async (app: Ground, update: Update): Promise<boolean> =>
  (await storeUpdates(app, [update])).length > 0;

/** Where getUpdates is to go on: behind the newest update of the last days. */
export async function nextOffset(app: Pick<App, "db">): Promise<number> {
  const row = await app.db.first<{ newest: number | null }>(sql`SELECT max(update_id) AS newest FROM inbox`);
  return (row?.newest ?? -1) + 1;
}

/** People with updates that nobody has finished, who waited longest first. */
export async function waitingPeople(app: Pick<App, "db">, peopleMax: number): Promise<readonly number[]> {
  const rows = await app.db.many<{ personId: number }>(sql`
    SELECT person_id FROM inbox WHERE handled_at IS NULL
    GROUP BY person_id ORDER BY min(update_id) LIMIT ${peopleMax}`);
  return rows.map(({ personId }) => personId);
}

/** Forgets updates older than three days (Telegram's ids may restart by then). */
export async function purgeInbox(app: Ground): Promise<number> {
  const before = new Date(app.clock.now().getTime() - KEPT_DAYS * DAY_MS);
  return app.db.run(sql`DELETE FROM inbox WHERE received_at < ${before}`);
}

/** An update taken to be handled, and which attempt at it this is. */
export type Taken = { readonly updateId: number; readonly body: Update; readonly attempts: number };

/**
 * One connection whose advisory locks say which people's updates this process handles. They are PostgreSQL's
 * own, so the death of the process, however sudden, frees them.
 */
export type Claims = {
  /** Claims a person and begins their oldest update; `busy` when another process has them, undefined when none waits. */
  take(personId: number): Promise<Taken | "busy" | undefined>;
  /**
   * Ends an update and lets go of the person; without `end` only lets go. Answers whether more of theirs waits.
   */
  finish(personId: number, end?: { readonly updateId: number; readonly failure?: string }): Promise<boolean>;
  /** Tries to become the only one of its name over all processes. */
  becomeOnly(role: string): Promise<boolean>;
  close(): Promise<void>;
};

const keyOf = (personId: number) => sql`hashtextextended('inbox:' || ${String(personId)}, 0)`;

/** Opens the connection at the first use, and anew after it broke; its statements go one after another. */
export function createClaims(app: Pick<App, "db" | "clock" | "log">): Claims {
  let connection: Promise<PoolClient> | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const open = async (): Promise<PoolClient> => {
    const client = await app.db.pool.connect();
    // Its marks follow what use cases committed; if the database itself dies, one may be lost and the update is
    // handled again, which repeats nothing because use cases know their own ids.
    await client.query("SET synchronous_commit = off");
    client.on("error", () => {
      connection = undefined;
      client.release(true);
    });
    return client;
  };
  const first = async <Row>(statement: Sql): Promise<Row | undefined> => {
    connection ??= open();
    const opened = await connection.catch((error: unknown) => {
      connection = undefined;
      throw error;
    });
    return queryable(opened).first<Row>(statement);
  };
  const inTurn = <Row>(statement: Sql): Promise<Row | undefined> => {
    const result = turn.then(() => first<Row>(statement));
    turn = result.catch(() => undefined);
    return result;
  };

  return {
    take: async (personId) => {
      const row = await inTurn<{ claimed: boolean } & { [K in keyof Taken]: Taken[K] | null }>(sql`
        WITH claim AS MATERIALIZED (SELECT pg_try_advisory_lock(${keyOf(personId)}) AS claimed),
        oldest AS (
          SELECT min(update_id) AS update_id FROM inbox WHERE person_id = ${personId} AND handled_at IS NULL),
        taken AS (
          UPDATE inbox SET attempts = attempts + 1 FROM claim, oldest
          WHERE claim.claimed AND inbox.update_id = oldest.update_id AND inbox.handled_at IS NULL
          RETURNING inbox.update_id, inbox.body, inbox.attempts)
        SELECT claim.claimed, taken.update_id, taken.body, taken.attempts FROM claim LEFT JOIN taken ON true`);
      if (!row?.claimed) return "busy";
      if (row.updateId === null || row.body === null || row.attempts === null) return undefined;
      return { updateId: row.updateId, body: row.body, attempts: row.attempts };
    },
    finish: async (personId, end) => {
      const updateId = end?.updateId ?? null;
      const failure = end?.failure?.slice(0, FAILURE_CHARACTERS_MAX) ?? null;
      const row = await inTurn<{ hasMore: boolean }>(sql`
        WITH ended AS (
          UPDATE inbox SET handled_at = ${app.clock.now()}, failure = ${failure}
          WHERE update_id = ${updateId}::bigint RETURNING 1)
        SELECT pg_advisory_unlock(${keyOf(personId)}), (SELECT count(*) FROM ended),
          EXISTS (SELECT FROM inbox WHERE person_id = ${personId} AND handled_at IS NULL
                  AND update_id IS DISTINCT FROM ${updateId}::bigint) AS has_more`);
      return row?.hasMore ?? false;
    },
    becomeOnly: async (role) => {
      const row = await inTurn<{ won: boolean }>(sql`
        SELECT pg_try_advisory_lock(hashtextextended('role:' || ${role}, 0)) AS won`);
      return row?.won ?? false;
    },
    close: async () => {
      await turn;
      const client = await connection?.catch(() => undefined);
      connection = undefined;
      client?.release(true);
    },
  };
}
