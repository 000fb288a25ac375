import { createHash } from "node:crypto";
import { availableParallelism, cpus, tmpdir, totalmem } from "node:os";
import path from "node:path";
import type pg from "pg";
import { startEmbeddedPostgres, stopEmbeddedPostgres } from "../../src/core/runtime/embedded-postgres.ts";
import { cloneName, ensureTemplate, inDatabase, onServer } from "../../tests/support/database-server.ts";
import type { BenchDatabase, Databases } from "./measuring.ts";

export type BenchServer = {
  readonly databases: Databases;
  /** What absolute figures are worth something with. */
  readonly machine: Readonly<Record<string, unknown>>;
  /** Drops the databases that were made and stops the server. */
  close(): Promise<void>;
};

const OWNER = `${import.meta.dirname} ${process.getuid?.()}`;
const DATA_DIR = path.join(
  tmpdir(),
  `okoshko-bench-${createHash("sha256").update(OWNER).digest("hex").slice(0, 8)}`,
);

/** The product's own embedded server, with the settings that it has in production, in a folder of the benches'. */
export async function startBenchServer(): Promise<BenchServer> {
  const { connectionString } = await startEmbeddedPostgres(DATA_DIR);
  const serverUrl = inDatabase(connectionString, "postgres");
  const made = new Set<string>();
  const drop = async ({ name }: Pick<BenchDatabase, "name">): Promise<void> => {
    await onServer(serverUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    made.delete(name);
  };
  return {
    databases: {
      make: async ({ like } = {}) => {
        const template = like?.name ?? (await ensureTemplate(serverUrl));
        const name = cloneName();
        made.add(name);
        await onServer(serverUrl, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
        return { name, connectionString: inDatabase(serverUrl, name) };
      },
      drop,
    },
    machine: await onServer(serverUrl, describeMachine),
    close: async () => {
      for (const name of made) await drop({ name });
      await stopEmbeddedPostgres(DATA_DIR);
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
