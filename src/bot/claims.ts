import type { Update } from "grammy/types";
import type { App } from "../core/app.ts";
import { type Queryable, queryable, sql } from "../core/runtime/sql.ts";

const FAILURE_CHARACTERS_MAX = 500;

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

type Wish<Given, Answer> = {
  readonly given: Given;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
};
type End = { readonly personId: number; readonly updateId: number | null; readonly failure: string | null };

/**
 * Opens the connection at the first use, and anew after it broke. One statement runs at a time, and what is
 * wished for meanwhile goes together in the next one: alone nobody waits, in a rush the trips are shared.
 */
export function createClaims(app: Pick<App, "db" | "clock">): Claims {
  const line = createLine(app);
  const take = batched(line, takeAll);
  const finish = batched(line, (via, ends: readonly End[]) => finishAll(via, ends, app.clock.now()));
  return {
    take,
    finish: (personId, end) =>
      finish({
        personId,
        updateId: end?.updateId ?? null,
        failure: end?.failure?.slice(0, FAILURE_CHARACTERS_MAX) ?? null,
      }),
    becomeOnly: (role) =>
      line.inTurn(async (via) => {
        const row = await via.first<{ won: boolean }>(sql`
          SELECT pg_try_advisory_lock(hashtextextended('role:' || ${role}, 0)) AS won`);
        return row?.won ?? false;
      }),
    close: line.close,
  };
}

type Line = {
  /** Runs after all that came before; never two at once. */
  inTurn<T>(work: (via: Queryable) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

function createLine(app: Pick<App, "db">): Line {
  let connection: Promise<Connection> | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const opened = async (): Promise<Connection> => {
    if (connection !== undefined && (await connection).isOver()) connection = undefined;
    connection ??= connect(app);
    return connection.catch((error: unknown) => {
      connection = undefined;
      throw error;
    });
  };
  return {
    inTurn: (work) => {
      const result = turn.then(async () => work((await opened()).via));
      turn = result.catch(() => undefined);
      return result;
    },
    close: async () => {
      await turn;
      const last = await connection?.catch(() => undefined);
      last?.end();
    },
  };
}

type Connection = { readonly via: Queryable; readonly isOver: () => boolean; readonly end: () => void };

/**
 * Its marks follow what use cases committed; if the database itself dies, one may be lost and the update is handled
 * again, which repeats nothing because use cases know their own ids. And its few statements take arrays, for which
 * PostgreSQL would make a new plan every time, longer than it takes to run it.
 */
const SESSION = "SET synchronous_commit = off; SET plan_cache_mode = force_generic_plan";

/** A connection of the pool that is never given back, because its locks end only with it. */
async function connect(app: Pick<App, "db">): Promise<Connection> {
  const client = await app.db.pool.connect();
  let isOver = false;
  const end = () => {
    if (!isOver) client.release(true);
    isOver = true;
  };
  client.on("error", end);
  await client.query(SESSION).catch((error: unknown) => {
    end();
    throw error;
  });
  return { via: queryable(client), isOver: () => isOver, end };
}

/** Turns a statement for many into a function for one: calls made while the line is busy share the next trip. */
function batched<Given, Answer>(
  line: Line,
  run: (via: Queryable, given: readonly Given[]) => Promise<readonly Answer[]>,
): (given: Given) => Promise<Answer> {
  let waiting: Wish<Given, Answer>[] = [];
  const send = async (via: Queryable): Promise<void> => {
    const wishes = waiting;
    waiting = [];
    try {
      const answers = await run(
        via,
        wishes.map(({ given }) => given),
      );
      for (const [index, wish] of wishes.entries()) wish.resolve(answers[index] as Answer);
    } catch (error) {
      for (const wish of wishes) wish.reject(error);
    }
  };
  return (given) =>
    new Promise((resolve, reject) => {
      waiting.push({ given, resolve, reject });
      if (waiting.length > 1) return;
      line.inTurn(send).catch((error: unknown) => {
        const wishes = waiting;
        waiting = [];
        for (const wish of wishes) wish.reject(error);
      });
    });
}

type TakenRow = { personId: number; claimed: boolean } & { [K in keyof Taken]: Taken[K] | null };

async function takeAll(
  via: Queryable,
  people: readonly number[],
): Promise<readonly (Taken | "busy" | undefined)[]> {
  const rows = await via.many<TakenRow>(sql`
    WITH claim AS MATERIALIZED (
      SELECT person_id, pg_try_advisory_lock(hashtextextended('inbox:' || person_id, 0)) AS claimed
      FROM unnest(${people}::bigint[]) AS wanted (person_id)),
    oldest AS (
      SELECT (SELECT min(update_id) FROM inbox
              WHERE inbox.person_id = claim.person_id AND handled_at IS NULL) AS update_id
      FROM claim WHERE claimed),
    taken AS (
      UPDATE inbox SET attempts = attempts + 1 FROM oldest
      WHERE inbox.update_id = oldest.update_id AND inbox.handled_at IS NULL
      RETURNING inbox.person_id, inbox.update_id, inbox.body, inbox.attempts)
    SELECT claim.person_id, claim.claimed, taken.update_id, taken.body, taken.attempts
    FROM claim LEFT JOIN taken USING (person_id)`);
  const byPerson = new Map(rows.map((row) => [row.personId, row]));
  return people.map((person) => {
    const row = byPerson.get(person);
    if (!row?.claimed) return "busy";
    const { updateId, body, attempts } = row;
    return updateId === null || body === null || attempts === null ? undefined : { updateId, body, attempts };
  });
}

/**
 * Everybody is let go of after all marks are made: whoever takes a person in between waits for the mark and finds it. Let
 * go of before, they would be found with an update that has been handled.
 */
async function finishAll(via: Queryable, ends: readonly End[], now: Date): Promise<readonly boolean[]> {
  const rows = await via.many<{ personId: number; hasMore: boolean }>(sql`
    WITH ends AS MATERIALIZED (
      SELECT * FROM unnest(${ends.map(({ personId }) => personId)}::bigint[],
                           ${ends.map(({ updateId }) => updateId)}::bigint[],
                           ${ends.map(({ failure }) => failure)}::text[]) AS given (person_id, update_id, failure)),
    ended AS (
      UPDATE inbox SET handled_at = ${now}, failure = ends.failure FROM ends
      WHERE inbox.update_id = ends.update_id RETURNING 1)
    SELECT ends.person_id, pg_advisory_unlock(hashtextextended('inbox:' || ends.person_id, 0)), marked.count,
           EXISTS (SELECT FROM inbox WHERE inbox.person_id = ends.person_id AND handled_at IS NULL
                   AND inbox.update_id IS DISTINCT FROM ends.update_id) AS has_more
    FROM (SELECT count(*) FROM ended) AS marked, ends`);
  const byPerson = new Map(rows.map((row) => [row.personId, row.hasMore]));
  return ends.map(({ personId }) => byPerson.get(personId) ?? false);
}
