import { readFile, stat } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { BUNDLE_FILE } from "../src/admin/bundle-files.ts";
import { COLUMNS_MAX } from "../src/admin/pages/calendar/model.ts";
import { openPanel } from "../src/admin/panel.ts";
import { OPERATOR } from "../src/core/kernel/actor.ts";
import { dayOf, type LocalDay, plusDays } from "../src/core/kernel/local-day.ts";
import { addStaff } from "../src/core/people/index.ts";
import { type Queryable, type Sql, sql } from "../src/core/runtime/sql.ts";
import { createServer, listen } from "../src/server.ts";
import { bookAhead, growCatalog, growSlots, settleDown } from "./support/growth.ts";
import { type Bench, elapsedMs, quantile, rounded, spread } from "./support/measuring.ts";
import { growHotSlots, growPeople, growTraces, growVisits, noteFirstVisits } from "./support/panel-growth.ts";
import { granted, openApp, warmUp } from "./support/product.ts";

const LIST_MS_MAX = 60;
const FIGURES_MS_MAX = 300;
const APART_MS_MAX = 2_000;
const QUARTER_DAYS = 92;
const LOGIN = { email: "bench@okoshko.test", password: "correct horse battery" };

/** What is asked of the panel, how quick it has to be, and the statements that alone would bring the same page. */
type Page = {
  readonly name: string;
  readonly at: (round: number) => string;
  readonly msMax: number;
  readonly bare?: (round: number) => Sql | readonly Sql[];
};

/**
 * The panel over HTTP on a hundred thousand clients and a million visits with their money, points and messages: lists,
 * search, a week, the first page, a quarter's figures; beside the bare statement of the same page, where there is one.
 */
export const bench: Bench = async function* ({ databases, isSmall }) {
  const size = isSmall
    ? { people: 1_000, visits: 10_000, specialists: 10, days: 130, rounds: 5 }
    : { people: 100_000, visits: 1_000_000, specialists: 100, days: 425, rounds: 60 };
  const database = await databases.make();
  const app = openApp(database);
  await grow(app.db, size);
  await warmUp(app.db);
  const panel = await openPanel({
    app,
    sessionSecret: "s".repeat(40),
    publicUrl: undefined,
    chatPageUrl: undefined,
    isOutage: () => false,
  });
  const express = createServer({
    ...{ app, panel, proxies: 0, telegramWebhook: undefined, checks: {}, isOutage: () => false },
    yookassa: { secret: "none", isTheirs: () => false },
  });
  const server = await listen(express, { host: "127.0.0.1", port: 0 });
  granted(
    await addStaff(app, { ...LOGIN, name: "Ольга", role: "owner", specialistId: undefined, actor: OPERATOR }),
  );
  try {
    const cookie = await signIn(server.url);
    for (const page of pagesOf(dayOf(app.clock.now(), "Europe/Moscow")))
      yield await measure(page, { db: app.db, url: server.url, cookie, rounds: size.rounds });
    yield await bundleSize();
    // AdminJS reads its environment when it is imported: not before the panel has set it.
    const { firstPages } = await import("./support/first-pages.ts");
    yield await firstPages({ url: server.url, cookie, rounds: isSmall ? 1 : 7 });
  } finally {
    await server.close();
    await panel.close();
    await app.db.close();
  }
  await databases.drop(database);
};

async function grow(
  db: Queryable,
  size: {
    readonly people: number;
    readonly visits: number;
    readonly specialists: number;
    readonly days: number;
  },
): Promise<void> {
  const { serviceId } = await growCatalog(db, size.specialists);
  await growPeople(db, size.people);
  await growSlots(db, { fromDay: 60 - size.days, days: size.days, perDay: 9, minutes: 60 });
  await bookAhead(db, { serviceId, slots: 1 });
  await growVisits(db, { serviceId, count: size.visits });
  await growTraces(db);
  await growHotSlots(db);
  await noteFirstVisits(db);
  await settleDown(db);
}

async function signIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/admin/login`, {
    method: "POST",
    body: new URLSearchParams(LOGIN),
    headers: { origin: url },
    redirect: "manual",
  });
  const [cookie] = answer.headers.getSetCookie();
  if (answer.status !== 303 || cookie === undefined) throw new Error(`not signed in: ${answer.status}`);
  return cookie.split(";")[0] ?? "";
}

const LISTS = "/admin/api/resources";
const NAMES = ["Соколова", "Волкова 1", "Анна Пет", "Ирина См", "Дарья"] as const;
const nameOf = (round: number): string => NAMES[round % NAMES.length] ?? "";

const weekOf = (day: LocalDay): string => `/admin/api/pages/calendar?view=week&date=${day}`;

/** The rows of the same week: the slots of as many specialists as are shown at once, their bookings with client and money. */
const bareWeek = (day: LocalDay): readonly Sql[] => {
  const shown = sql`SELECT id FROM specialists ORDER BY position LIMIT ${COLUMNS_MAX}`;
  const within = sql`starts_at >= date_trunc('week', ${day}::timestamp) AND starts_at < date_trunc('week', ${day}::timestamp) + interval '7 days'`;
  return [
    sql`SELECT * FROM slots WHERE ${within} AND specialist_id IN (${shown}) ORDER BY starts_at, id`,
    sql`
      SELECT bookings.*, clients.name, clients.phone, services.name AS service,
        (SELECT sum(captured_kopecks) FROM payments WHERE booking_id = bookings.id) AS paid,
        (SELECT sum(amount_kopecks) FROM refunds WHERE booking_id = bookings.id) AS back
      FROM bookings JOIN clients ON clients.id = client_id JOIN services ON services.id = service_id
      WHERE ${within} AND state NOT IN ('cancelled', 'moved', 'expired') AND specialist_id IN (${shown})
      ORDER BY starts_at, bookings.id`,
  ];
};

function pagesOf(today: LocalDay): readonly Page[] {
  const week = (round: number): LocalDay => plusDays(today, -7 * (round % 12));
  const quarter = `from=${plusDays(today, -QUARTER_DAYS)}&to=${plusDays(today, -1)}`;
  const figures = "/admin/api/pages/analytics";
  return [
    {
      name: "clients",
      at: (round) => `${LISTS}/Client/actions/list?page=${1 + (round % 9)}`,
      msMax: LIST_MS_MAX,
      bare: (round) => sql`
        SELECT *, (SELECT count(*) FROM clients WHERE erased_at IS NULL AND merged_into_id IS NULL) AS total FROM clients
        WHERE erased_at IS NULL AND merged_into_id IS NULL ORDER BY created_at DESC, id DESC LIMIT 25 OFFSET ${25 * (round % 9)}`,
    },
    {
      name: "bookings",
      at: (round) => `${LISTS}/Booking/actions/list?page=${1 + (round % 9)}`,
      msMax: LIST_MS_MAX,
      bare: (round) => sql`
        SELECT *, (SELECT count(*) FROM bookings) AS total FROM bookings
        ORDER BY starts_at DESC, id DESC LIMIT 25 OFFSET ${25 * (round % 9)}`,
    },
    {
      name: "search",
      at: (round) => `${LISTS}/Client/actions/list?filters.name=${encodeURIComponent(nameOf(round))}`,
      msMax: LIST_MS_MAX,
      bare: (round) => sql`
        SELECT *, (SELECT count(*) FROM clients WHERE name ILIKE ${`%${nameOf(round)}%`}) AS total FROM clients
        WHERE name ILIKE ${`%${nameOf(round)}%`} AND erased_at IS NULL AND merged_into_id IS NULL
        ORDER BY created_at DESC, id DESC LIMIT 25`,
    },
    {
      name: "week",
      at: (round) => weekOf(week(round)),
      msMax: LIST_MS_MAX,
      bare: (round) => bareWeek(week(round)),
    },
    { name: "dashboard", at: () => "/admin/api/dashboard", msMax: LIST_MS_MAX },
    { name: "quarter", at: () => `${figures}?${quarter}`, msMax: FIGURES_MS_MAX },
    { name: "cohorts", at: () => `${figures}?part=cohorts`, msMax: APART_MS_MAX },
    { name: "reminders", at: () => `${figures}?part=reminders&${quarter}`, msMax: APART_MS_MAX },
  ];
}

async function measure(
  { name, at, msMax, bare }: Page,
  on: { readonly db: Queryable; readonly url: string; readonly cookie: string; readonly rounds: number },
) {
  const { db, url, cookie, rounds } = on;
  const ask = async (round: number): Promise<void> => {
    const answer = await fetch(`${url}${at(round)}`, { headers: { cookie } });
    const text = await answer.text();
    if (answer.status !== 200 || text.includes('"refused"'))
      throw new Error(`${name}: ${answer.status} ${text.slice(0, 200)}`);
  };
  for (let round = 0; round < Math.min(rounds, 10); round += 1) await ask(round);
  const product: number[] = [];
  const baseline: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    product.push(await elapsedMs(() => ask(round)));
    if (bare)
      baseline.push(await elapsedMs(() => Promise.all([bare(round)].flat().map((one) => db.many(one)))));
  }
  const p95 = quantile(product, 0.95);
  return {
    name: `panel.${name}`,
    target: `p95 ≤ ${msMax} ms over HTTP`,
    isMet: p95 <= msMax,
    ...spread(product),
    ...(bare
      ? { bareSql: spread(baseline), ratio: rounded(quantile(product, 0.5) / quantile(baseline, 0.5)) }
      : {}),
  };
}

const KB = 1024;

async function bundleSize() {
  const [{ size }, bytes] = await Promise.all([stat(BUNDLE_FILE), readFile(BUNDLE_FILE)]);
  const gzKb = rounded(gzipSync(bytes).length / KB);
  return { name: "panel.bundle", target: "told", isMet: true, kb: rounded(size / KB), gzKb };
}
