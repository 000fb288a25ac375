import { rm } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir, totalmem } from "node:os";
import path from "node:path";
import type pg from "pg";
import { startEmbeddedPostgres, stopEmbeddedPostgres } from "../../src/core/runtime/embedded-postgres.ts";
import { cloneName, ensureTemplate, inDatabase, onServer } from "../../tests/support/database-server.ts";
import type { Databases } from "./measuring.ts";

export type BenchServer = {
  readonly databases: Databases;
  /** What absolute figures are worth something with. */
  readonly machine: Readonly<Record<string, unknown>>;
  /** Stops the server and leaves nothing of it. */
  close(): Promise<void>;
};

/** Two runs at once are no good measure, but they do not end each other. */
const DATA_DIR = path.join(tmpdir(), `okoshko-bench-${process.pid}`);

/** The product's own embedded server, with the settings that it has in production, for this run alone. */
export async function startBenchServer(): Promise<BenchServer> {
  const { connectionString } = await startEmbeddedPostgres(DATA_DIR);
  const serverUrl = inDatabase(connectionString, "postgres");
  return {
    databases: {
      make: async ({ like } = {}) => {
        const template = like?.name ?? (await ensureTemplate(serverUrl));
        const name = cloneName();
        await onServer(serverUrl, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
        return { name, connectionString: inDatabase(serverUrl, name) };
      },
      drop: async ({ name }) => {
        await onServer(serverUrl, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
      },
    },
    machine: await onServer(serverUrl, describeMachine),
    close: async () => {
      await stopEmbeddedPostgres(DATA_DIR);
      await rm(DATA_DIR, { recursive: true, force: true });
    },
  };
}

async function describeMachine(client: pg.Client): Promise<Readonly<Record<string, unknown>>> {
  const show = async (name: string): Promise<unknown> =>
    Object.values((await client.query<Record<string, string>>(`SHOW ${name}`)).rows[0] ?? {})[0];
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    postgres: await show("server_version"),
    fsync: await show("fsync"),
    synchronousCommit: await show("synchronous_commit"),
  };
}
