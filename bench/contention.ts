import { randomUUID } from "node:crypto";
import { holdStart, toDay } from "../src/bot/buttons.ts";
import type { App } from "../src/core/app.ts";
import { holdSlot } from "../src/core/booking/index.ts";
import { dayOf } from "../src/core/kernel/local-day.ts";
import { sql } from "../src/core/runtime/sql.ts";
import { runProduct } from "./support/bots.ts";
import { growCatalog, growClients, growInbox, growSlots, settleDown } from "./support/growth.ts";
import { type Bench, elapsedMs, type Measured, median, rounded } from "./support/measuring.ts";
import { openApp, warmUp } from "./support/product.ts";
import { listenIn, type Recording } from "./support/statements.ts";
import { startTelegram, type Telegram } from "./support/telegram.ts";

const CORE_MS_MAX = 1_000;
const BOT_MS_MAX = 3_000;
const SPECIALISTS = 5;
const DAYS = 14;
const ZONE = "Europe/Moscow";

type Slot = { readonly id: string; readonly startsAt: Date };
type Situation = {
  readonly app: App;
  readonly listening: ReturnType<typeof listenIn>;
  readonly serviceId: string;
  readonly clients: readonly { readonly id: string; readonly telegramId: number }[];
  readonly slots: readonly Slot[];
};

/** A thousand clients want the same start at once: one gets it, the others are told, and nothing breaks. */
export const bench: Bench = async function* ({ databases, isSmall }) {
  const database = await databases.make();
  const app = openApp(database);
  const listening = listenIn(app.db);
  const { serviceId } = await growCatalog(app.db, SPECIALISTS);
  const clients = await growClients(app.db, { count: isSmall ? 100 : 1_000, firstTelegramId: 1_001 });
  await growSlots(app.db, { fromDay: 1, days: DAYS, perDay: 9, minutes: 60 });
  await growInbox(app.db, 20_000);
  await settleDown(app.db);
  const slots = await app.db.many<Slot>(
    sql`SELECT id, starts_at FROM slots ORDER BY starts_at, specialist_id`,
  );
  await warmUp(app.db);
  const situation = { app, listening, serviceId, clients, slots };
  const rounds = isSmall ? 2 : 5;
  yield await throughCore(situation, rounds);
  yield await throughBot(situation, rounds);
  await app.db.close();
  await databases.drop(database);
};

async function throughCore(situation: Situation, rounds: number): Promise<Measured> {
  const { app, serviceId, clients, listening } = situation;
  const tooks: number[] = [];
  const outcomes: Outcomes[] = [];
  for (const slot of situation.slots.slice(0, rounds)) {
    const refusals: string[] = [];
    const recording = await listening.record(async () => {
      const ms = await elapsedMs(async () => {
        const held = await Promise.all(
          clients.map(({ id: clientId }) =>
            holdSlot(app, { bookingId: randomUUID(), clientId, serviceId, slotId: slot.id }),
          ),
        );
        refusals.push(...held.flatMap((one) => (one.ok ? [] : [one.refusal])));
      });
      tooks.push(ms);
    });
    outcomes.push(await lookAt(app, slot, recording, { refusals: countOf(refusals) }));
  }
  const tookMs = rounded(median(tooks));
  return {
    name: "contention.core",
    target: `${clients.length} clients at one start: 1 booking, the others refused, no unexpected SQLSTATE; ≤ ${CORE_MS_MAX} ms`,
    isMet: tookMs <= CORE_MS_MAX && outcomes.every((one) => isRight(one, clients.length, "slot_taken")),
    tookMs,
    tooksMs: tooks.map((ms) => rounded(ms)),
    outcomes,
  };
}

type Outcomes = {
  readonly bookings: number;
  readonly refusals: Readonly<Record<string, number>>;
  readonly sqlStates: Readonly<Record<string, number>>;
  readonly statements: number;
};

async function lookAt(
  app: App,
  slot: Slot,
  { statements, failures }: Recording,
  { refusals }: Pick<Outcomes, "refusals">,
): Promise<Outcomes> {
  const row = await app.db.first<{ count: number }>(sql`
    SELECT count(*) FROM bookings WHERE ${slot.id}::uuid = ANY(slot_ids) AND state = 'held'`);
  return {
    bookings: row?.count ?? 0,
    refusals,
    sqlStates: Object.fromEntries(failures),
    statements: statements.length,
  };
}

const isRight = (outcome: Outcomes, clients: number, refusal: string): boolean =>
  outcome.bookings === 1 &&
  outcome.refusals[refusal] === clients - 1 &&
  Object.keys(outcome.sqlStates).length === 0;

const countOf = (words: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(Object.groupBy(words, (word) => word)).map(([word, all]) => [word, all?.length ?? 0]),
  );

async function throughBot(situation: Situation, rounds: number): Promise<Measured> {
  const { app, clients, listening } = situation;
  const telegram = await startTelegram();
  const bot = runProduct(app, telegram);
  const users = clients.map(({ telegramId }) => telegramId);
  await telegram.tell("introduce", { users });
  const tooks: number[] = [];
  const outcomes: Outcomes[] = [];
  for (const slot of situation.slots.slice(rounds, 2 * rounds)) {
    const button = await showDay(situation, telegram, slot);
    const recording = await listening.record(async () => {
      const taps = users.map((user) => ({ user, data: button }));
      const { tookMs, answers } = await telegram.tell("tapAll", { taps });
      tooks.push(tookMs);
      const words = answers.map(({ payload }) => wordFor(String(payload.text)));
      outcomes.push({ bookings: 0, statements: 0, sqlStates: {}, refusals: countOf(words) });
    });
    const seen = outcomes.pop();
    if (seen) outcomes.push(await lookAt(app, slot, recording, seen));
  }
  await bot.stop();
  await telegram.close();
  const tookMs = rounded(median(tooks));
  return {
    name: "contention.bot",
    target: `${clients.length} clients tap the same start: 1 booking, the others told so, no unexpected SQLSTATE; ≤ ${BOT_MS_MAX} ms`,
    isMet: tookMs <= BOT_MS_MAX && outcomes.every((one) => isRight(one, clients.length, "slot_taken")),
    tookMs,
    tooksMs: tooks.map((ms) => rounded(ms)),
    outcomes,
  };
}

/** Everybody looks at the day, so that the button they will tap is on their screen. */
async function showDay({ serviceId, clients }: Situation, telegram: Telegram, slot: Slot): Promise<string> {
  const data = toDay.pack({ serviceId, specialistId: undefined, day: dayOf(slot.startsAt, ZONE), page: 0 });
  const button = holdStart.pack({ serviceId, slotId: slot.id, startsAt: slot.startsAt });
  const taps = clients.map(({ telegramId: user }) => ({ user, data }));
  for (let from = 0; from < taps.length; from += 50) {
    const { answers } = await telegram.tell("tapAll", { taps: taps.slice(from, from + 50) });
    const blind = answers.filter(({ payload }) => !JSON.stringify(payload.reply_markup).includes(button));
    if (blind.length > 0) throw new Error(`${blind.length} people do not see the start that they are to tap`);
  }
  return button;
}

/** The two sentences that a tap at a start may be answered with; anything else is told as it is. */
function wordFor(text: string): string {
  if (text.includes("только что")) return "slot_taken";
  return /держ|удерж|оплат/i.test(text) ? "held" : text.slice(0, 200);
}
