import type { PoolClient } from "pg";
import { expect } from "vitest";
import type { App } from "../../src/core/app.ts";

/**
 * Runs a use case whose connection is cut right before its first statement that matches, which is what the death of
 * the process leaves behind; fails when nothing was cut.
 */
export async function interrupted<A extends App>(
  app: A,
  statement: RegExp,
  work: (dying: A) => Promise<unknown>,
): Promise<void> {
  let cuts = 0;
  const connect = async (): Promise<PoolClient> => {
    const client = await app.db.pool.connect();
    const query = async (order: { readonly text: string }) => {
      if (statement.test(order.text)) {
        cuts += 1;
        await client.query("SELECT pg_terminate_backend(pg_backend_pid())");
      }
      return client.query(order);
    };
    return withMember(client, "query", query);
  };
  const pool = withMember(app.db.pool, "connect", connect);
  await expect(work({ ...app, db: { ...app.db, pool } })).rejects.toThrow();
  expect(cuts, "the statement before which it was to be cut").toBe(1);
}

/** The same object with one member replaced. */
function withMember<T extends object>(target: T, name: string, member: unknown): T {
  return new Proxy(target, {
    get: (_, key) => {
      if (key === name) return member;
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
