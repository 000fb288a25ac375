import { listWaitingMoney } from "../src/core/reports/index.ts";
import { CHECKS, findDiscrepancies, ledgerCheck } from "../src/core/reports/ledger-check.ts";
import { sql } from "../src/core/runtime/sql.ts";
import { growBusiness } from "./support/business.ts";
import { type Bench, elapsedMs, median, rounded } from "./support/measuring.ts";
import { openApp } from "./support/product.ts";

const SECONDS_MAX = 30;
const ROUNDS = 3;

/** The whole ledger check, and what waits for an answer, on a million bookings with their money, points and messages. */
export const bench: Bench = async function* ({ databases, isSmall }) {
  const database = await databases.make();
  const app = openApp(database);
  await growBusiness(app.db, { isSmall });

  const wholeMs: number[] = [];
  let found = 0;
  for (let round = 0; round < ROUNDS; round += 1)
    wholeMs.push(
      await elapsedMs(async () => {
        found = (await ledgerCheck(app)).length;
      }),
    );
  const seconds = rounded(median(wholeMs) / 1000);
  const waitingMs = await elapsedMs(() => listWaitingMoney(app, { rowsMax: 100 }));
  const slowest: Record<string, number> = {};
  for (const check of CHECKS)
    slowest[check.name] = rounded(await elapsedMs(() => findDiscrepancies(app.db, [check])));
  yield {
    name: "ledger",
    target: `the whole check of honest books: ≤ ${SECONDS_MAX} s, nothing found`,
    isMet: seconds <= SECONDS_MAX && found === 0,
    seconds,
    found,
    waitingMs: rounded(waitingMs),
    checksMs: Object.fromEntries(Object.entries(slowest).toSorted(([, a], [, b]) => b - a)),
    rows: await countRows(app.db),
  };
  await app.db.close();
  await databases.drop(database);
};

const countRows = (db: ReturnType<typeof openApp>["db"]) =>
  db.first(sql`
    SELECT (SELECT count(*) FROM bookings) AS bookings, (SELECT count(*) FROM payments) AS payments,
           (SELECT count(*) FROM point_entries) AS entries, (SELECT count(*) FROM slots) AS slots`);
