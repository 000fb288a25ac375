import { setImmediate as soon } from "node:timers/promises";
import type pg from "pg";
import type { Database } from "../../../src/core/runtime/database.ts";
import { queryable } from "../../../src/core/runtime/sql.ts";

/** The process that ran a use case is gone: nothing it still tries reaches anybody. */
export class Died extends Error {
  override readonly name = "Died";
}

/** At which of its outer operations (statements, calls of the gateway) a process dies, and on which side of it. */
export type Death = { readonly at: number; readonly when: "before" | "after" };

/**
 * One process: its statements and its calls one at a time, so that the same seed gives the same order; and mortal.
 *
 * A transaction keeps the baton until it is over: nobody waits for a lock in it. A connection that is kept for the sake
 * of its locks alone gives the baton on after each statement. When the process dies, its connections are gone: the server
 * rolls back what was open and frees their locks.
 */
export type Process = {
  readonly isDead: () => boolean;
  /** How many transactions were committed. */
  readonly commits: () => number;
  /** Does one call to the outside while nobody else does anything. */
  readonly call: <T>(work: () => Promise<T>) => Promise<T>;
  /** The database as this process reaches it. */
  readonly reach: (db: Database) => Database;
  /** Resolves when nothing of it runs any more. */
  readonly idle: () => Promise<void>;
};

export function startProcess(death: Death | undefined): Process {
  let dead = false;
  let operations = 0;
  let commits = 0;
  let last: Promise<void> = Promise.resolve();

  const take = async (): Promise<() => void> => {
    const before = last;
    let release = (): void => undefined;
    last = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    return release;
  };
  const mortal = async <T>(work: () => Promise<T>): Promise<T> => {
    if (dead) throw new Died();
    operations += 1;
    const isLast = death !== undefined && operations >= death.at;
    if (isLast && death.when === "before") {
      dead = true;
      throw new Died();
    }
    const done = await work();
    if (isLast) {
      dead = true;
      throw new Died();
    }
    return done;
  };
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    const release = await take();
    try {
      return await mortal(work);
    } finally {
      release();
    }
  };

  const connect = async (pool: pg.Pool): Promise<pg.PoolClient> => {
    const release = await take();
    let client: pg.PoolClient;
    try {
      if (dead) throw new Died();
      client = await pool.connect();
    } catch (error) {
      release();
      throw error;
    }
    let isOpen = false;
    let giveOn: (() => void) | undefined = release;
    const passOn = (): void => {
      giveOn?.();
      giveOn = undefined;
    };
    const ask = (order: { readonly text: string }) =>
      mortal(async () => {
        const answer = await client.query(order);
        if (order.text === "BEGIN") isOpen = true;
        if (order.text === "COMMIT") commits += 1;
        if (order.text === "COMMIT" || order.text === "ROLLBACK") isOpen = false;
        return answer;
      });
    const query = async (order: { readonly text: string }) => {
      giveOn ??= await take();
      const wasOpen = isOpen;
      try {
        return await ask(order);
      } finally {
        if (!wasOpen && !isOpen) passOn();
      }
    };
    const giveBack = (broken?: Error | boolean): void => {
      const closed = isOpen ? client.query({ name: "rollback", text: "ROLLBACK" }) : Promise.resolve();
      void closed
        .then(
          () => client.release(broken),
          (error: Error) => client.release(error),
        )
        .finally(passOn);
    };
    return withMembers(client, { query, release: giveBack });
  };

  const reach = (db: Database): Database => {
    const pool = withMembers(db.pool, {
      connect: () => connect(db.pool),
      query: (order: pg.QueryConfig) => alone(() => db.pool.query(order)),
    });
    return { ...db, ...queryable(pool), pool };
  };
  const idle = async (): Promise<void> => {
    for (let seen: Promise<void> | undefined; seen !== last; await soon()) {
      seen = last;
      await seen;
    }
  };
  return { idle, isDead: () => dead, commits: () => commits, call: alone, reach };
}

/** The same object with some members replaced. */
function withMembers<T extends object>(target: T, members: Readonly<Record<string, unknown>>): T {
  return new Proxy(target, {
    get: (_, key) => {
      if (typeof key === "string" && Object.hasOwn(members, key)) return members[key];
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
