import { createReadStream } from "node:fs";
import { mkdtemp, open, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { NOT_KEPT } from "../src/core/backup/catalog.ts";
import { backUp, restore, verifyBackup } from "../src/core/backup/index.ts";
import { systemClock } from "../src/core/runtime/clock.ts";
import { growBusiness } from "./support/business.ts";
import {
  type Bench,
  type BenchDatabase,
  elapsedMs,
  inPairs,
  middleOf,
  rounded,
} from "./support/measuring.ts";
import { granted, openApp } from "./support/product.ts";

const RATIO_MAX = 2;
const MIB = 2 ** 20;

/**
 * A copy of a business of a million bookings, and a database made of it, against COPY of the same tables: out into files
 * without checksums or compression, and in again into tables whose indexes are there, triggers and foreign keys asleep.
 */
export const bench: Bench = async function* ({ databases, isSmall }) {
  const rounds = isSmall ? 1 : 3;
  const source = await databases.make();
  const app = openApp(source);
  await growBusiness(app.db, { isSmall });
  await app.db.close();

  const folder = await mkdtemp(path.join(tmpdir(), "okoshko-bench-backup-"));
  try {
    const file = path.join(folder, "backup");
    const memory = watchMemory();
    const out = await inPairs(rounds, {
      product: () =>
        elapsedMs(() =>
          memory.during(async () =>
            granted(await backUp(source, { file, replaces: true, now: systemClock.now() })),
          ),
        ),
      baseline: () => elapsedMs(() => copyOut(source, folder)),
    });
    const verifyMs = await elapsedMs(async () => granted(await verifyBackup({ file })));
    yield {
      name: "backup",
      target: `a copy of the whole database: ≤ ${RATIO_MAX} × the time of COPY to files`,
      ...judged(out),
      rows: granted(await verifyBackup({ file })).rows,
      fileMiB: rounded((await stat(file)).size / MIB),
      verifySeconds: rounded(verifyMs / 1_000),
      memoryGrewMiB: memory.grewMiB(),
    };

    const into = async (work: (target: BenchDatabase) => Promise<unknown>): Promise<number> => {
      const target = await databases.make();
      const ms = await elapsedMs(() => work(target));
      await databases.drop(target);
      return ms;
    };
    const memoryToo = watchMemory();
    const restored = await inPairs(rounds, {
      product: () =>
        into((target) =>
          memoryToo.during(async () =>
            granted(await restore(target, { file, mayReplace: false, isConfirmed: false })),
          ),
        ),
      baseline: () => into((target) => copyIn(target, folder)),
    });
    yield {
      name: "restore",
      target: `a database made of it, checked first, with all keys and statistics: ≤ ${RATIO_MAX} × COPY from files`,
      ...judged(restored),
      memoryGrewMiB: memoryToo.grewMiB(),
    };
  } finally {
    await rm(folder, { recursive: true });
    await databases.drop(source);
  }
};

function judged(pairs: Parameters<typeof middleOf>[0]) {
  const { product, baseline, ratio, ratios } = middleOf(pairs);
  return {
    isMet: ratio <= RATIO_MAX,
    ratio,
    ratios,
    seconds: rounded(product / 1_000),
    baselineSeconds: rounded(baseline / 1_000),
  };
}

/** By how much the process was larger at most, while it did some work, than before that. */
function watchMemory() {
  let grew = 0;
  return {
    during: async (work: () => Promise<unknown>): Promise<void> => {
      const begin = process.memoryUsage.rss();
      const timer = setInterval(() => {
        grew = Math.max(grew, process.memoryUsage.rss() - begin);
      }, 50);
      await work().finally(() => clearInterval(timer));
    },
    grewMiB: () => rounded(grew / MIB),
  };
}

async function within(
  { connectionString }: BenchDatabase,
  work: (client: pg.Client, tables: readonly string[]) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
  );
  try {
    await work(
      client,
      rows.map(({ name }) => name).filter((name) => !NOT_KEPT.includes(name)),
    );
  } finally {
    await client.end();
  }
}

const copyOut = (source: BenchDatabase, folder: string): Promise<void> =>
  within(source, async (client, tables) => {
    for (const table of tables) {
      const handle = await open(path.join(folder, `${table}.copy`), "w");
      await pipeline(
        client.query(copyTo(`COPY "${table}" TO STDOUT`)),
        handle.createWriteStream({ flush: true }),
      );
    }
  });

const copyIn = (target: BenchDatabase, folder: string): Promise<void> =>
  within(target, async (client, tables) => {
    await client.query("SET session_replication_role = replica");
    await client.query(`BEGIN; TRUNCATE ${tables.map((table) => `"${table}"`).join(", ")}`);
    for (const table of tables) {
      await pipeline(
        createReadStream(path.join(folder, `${table}.copy`), { highWaterMark: 256 * 1_024 }),
        client.query(copyFrom(`COPY "${table}" FROM STDIN`)),
      );
    }
    await client.query("COMMIT");
  });
