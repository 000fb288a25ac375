import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { App } from "../src/core/app.ts";
import { dayOf, plusDays } from "../src/core/kernel/local-day.ts";
import {
  type FinanceFilter,
  listOperations,
  MONEY_KINDS,
  streamOperations,
  TOTALS_BY,
  totalOperations,
} from "../src/core/reports/index.ts";
import { growCatalog, growClients, growPast, settleDown } from "./support/growth.ts";
import { type Bench, elapsedMs, type Measured, quantile, rounded } from "./support/measuring.ts";
import { openApp } from "./support/product.ts";
import { listenIn, type Statement } from "./support/statements.ts";

const ZONE = "Europe/Moscow";
const SPECIALISTS = 20;
const ROUNDS = 20;
const LIST_MS_MAX = 60;
const TOTALS_MS_MAX = 300;
const RATIO_MIN = 0.2;
const RSS_MIB_MAX = 220;
const MIB = 2 ** 20;
const OKOSHKO = path.resolve(import.meta.dirname, "../bin/okoshko");

/** The operations of a month and the totals of a quarter as people look at them; all of them as a file. */
export const bench: Bench = async function* ({ databases, isSmall }) {
  const database = await databases.make();
  const app = openApp(database);
  const listening = listenIn(app.db);
  const { serviceId } = await growCatalog(app.db, SPECIALISTS);
  await growClients(app.db, { count: 10_000, firstTelegramId: 1_001, points: 1_000 });
  await growPast(app.db, { serviceId, count: isSmall ? 5_000 : 1_000_000, withMoney: true });
  await settleDown(app.db);
  yield await looks(app);
  const year = before(app, 3 * 366);
  yield await file(app, year, listening);
  await app.db.close();
  await databases.drop(database);
};

function before(app: App, days: number): FinanceFilter {
  const to = dayOf(app.clock.now(), ZONE);
  return { from: plusDays(to, -days), to, zone: ZONE, kinds: MONEY_KINDS };
}

async function p95(work: () => Promise<unknown>): Promise<number> {
  const allMs: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) allMs.push(await elapsedMs(work));
  return rounded(quantile(allMs, 0.95));
}

async function looks(app: App): Promise<Measured> {
  const { kinds: _money, ...quarter } = before(app, 91);
  const listP95Ms = await p95(() => listOperations(app, before(app, 30), { rowsMax: 25 }));
  const totalsP95Ms: Record<string, number> = {};
  for (const by of TOTALS_BY) totalsP95Ms[by] = await p95(() => totalOperations(app, quarter, by));
  return {
    name: "finance",
    target: `a month's page ≤ ${LIST_MS_MAX} ms, the totals of a quarter by day ≤ ${TOTALS_MS_MAX} ms, p95`,
    isMet: listP95Ms <= LIST_MS_MAX && (totalsP95Ms.day ?? Number.NaN) <= TOTALS_MS_MAX,
    listP95Ms,
    totalsP95Ms,
  };
}

/** The operator's file, by the command as it is installed, against PostgreSQL writing the very same rows as its own. */
async function file(
  app: App,
  filter: FinanceFilter,
  listening: ReturnType<typeof listenIn>,
): Promise<Measured> {
  const { statements } = await listening.record(() => beginning(streamOperations(app, filter)));
  const { productMs, bytes, rssMiB } = await command(app, filter);
  const copyMs = await elapsedMs(() => copyOut(app, statements));
  const { sum } = await totalOperations(app, filter);
  const ratio = rounded(copyMs / productMs);
  return {
    name: "export",
    target: `as fast as ${RATIO_MIN} of COPY of the same rows, in at most ${RSS_MIB_MAX} MiB`,
    isMet: ratio >= RATIO_MIN && rssMiB <= RSS_MIB_MAX,
    ratio,
    rssMiB,
    rows: sum.operations,
    mebibytes: rounded(bytes / MIB),
    seconds: rounded(productMs / 1000),
    copySeconds: rounded(copyMs / 1000),
  };
}

/** Only so far that its statement is known. */
async function beginning(batches: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of batches) return;
}

/** `okoshko report finance … | reader`, in a process of its own: how long, how much, and the most memory it ever had. */
async function command(app: App, { from, to, kinds = [] }: FinanceFilter) {
  const argv = ["report", "finance", "--from", from, "--to", to, "--format", "csv"];
  const child = spawn(OKOSHKO, [...argv, ...kinds.flatMap((kind) => ["--kind", kind])], {
    env: { PATH: process.env.PATH, DATABASE_URL: app.db.connection.connectionString ?? "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let peakKib = 0;
  const watch = setInterval(() => {
    peakKib = Math.max(peakKib, peakOf(child.pid));
  }, 50);
  let bytes = 0;
  const productMs = await elapsedMs(async () => {
    const closed = once(child, "close");
    for await (const chunk of child.stdout) bytes += (chunk as Buffer).length;
    const [exit] = await closed;
    if (exit !== 0) throw new Error(`okoshko ended with ${exit}`);
  });
  clearInterval(watch);
  return { productMs, bytes, rssMiB: Math.round((peakKib * 1024) / MIB) };
}

/** As Linux keeps it for every process, in KiB; 0 for one that is over. */
function peakOf(pid: number | undefined): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** What the cursor was declared for, as PostgreSQL copies it to a file that nobody reads. */
async function copyOut({ db }: App, statements: readonly Statement[]): Promise<void> {
  const declared = statements.find(({ text }) => text.startsWith("DECLARE"));
  const query = (declared?.text ?? "").replace(/^DECLARE .*? CURSOR FOR /, "");
  const literal = (value: unknown): string =>
    `'${(value instanceof Date ? value.toISOString() : String(value)).replaceAll("'", "''")}'`;
  const text = query.replaceAll(/\$(\d+)/g, (_, place: string) =>
    literal(declared?.values[Number(place) - 1]),
  );
  await db.pool.query(`COPY (${text}) TO PROGRAM 'cat > /dev/null' (FORMAT csv)`);
}
