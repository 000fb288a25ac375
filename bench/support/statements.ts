import type { PoolClient } from "pg";
import type { Database } from "../../src/core/runtime/database.ts";
import { sqlState } from "../../src/core/runtime/database-error.ts";

export type Statement = { readonly text: string; readonly values: readonly unknown[] };

export type Recording = {
  /** In the order in which they were sent. */
  readonly statements: readonly Statement[];
  /** How often the server answered with which SQLSTATE. */
  readonly failures: ReadonlyMap<string, number>;
};

/**
 * Listens in on a pool: `record` tells what was sent through it during a piece of work, and what of it failed.
 *
 * To be called before the pool is used: it listens to connections that are opened after it.
 */
export function listenIn(db: Database) {
  let current: { statements: Statement[]; failures: Map<string, number> } | undefined;
  const noteFailure = (error: unknown): void => {
    const state = sqlState(error) ?? "none";
    current?.failures.set(state, (current.failures.get(state) ?? 0) + 1);
  };
  db.pool.on("connect", (client: PoolClient) => {
    const send = client.query.bind(client) as (...given: unknown[]) => unknown;
    const overheard = (...given: unknown[]): unknown => {
      const told = given.at(-1);
      current?.statements.push(statementOf(given[0]));
      if (typeof told === "function") {
        given[given.length - 1] = (error: unknown, result: unknown) => {
          if (error) noteFailure(error);
          told(error, result);
        };
        return send(...given);
      }
      const answer = send(...given);
      if (answer instanceof Promise) answer.catch(noteFailure);
      return answer;
    };
    Object.assign(client, { query: overheard });
  });
  return {
    record: async (work: () => Promise<unknown>): Promise<Recording> => {
      const recording = { statements: [], failures: new Map<string, number>() };
      current = recording;
      try {
        await work();
      } finally {
        current = undefined;
      }
      return recording;
    },
  };
}

function statementOf(config: unknown): Statement {
  if (typeof config === "string") return { text: config, values: [] };
  if (typeof config !== "object" || config === null || !("text" in config)) return { text: "", values: [] };
  const values = "values" in config && Array.isArray(config.values) ? config.values : [];
  return { text: String(config.text), values };
}
