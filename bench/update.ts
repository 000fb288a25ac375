import { toCalendar, toDay, toMenu, toServices } from "../src/bot/buttons.ts";
import type { App } from "../src/core/app.ts";
import { listServices } from "../src/core/catalog/index.ts";
import { dayOf, plusDays } from "../src/core/kernel/local-day.ts";
import { loadDemo } from "../src/demo.ts";
import { type Constants, runBareBot, runProduct } from "./support/bots.ts";
import { growClients, growInbox, settleDown } from "./support/growth.ts";
import { type Bench, inPairs, type Measured, middleOf, rounded, spread } from "./support/measuring.ts";
import { granted, openApp, warmUp } from "./support/product.ts";
import { startTelegram, type Telegram } from "./support/telegram.ts";

const RATIO_MIN = 0.3;
const P99_MS_MAX = 100;
const TAPS_PER_SECOND = 50;
const PEOPLE = 100;
const FIRST_PERSON = 1_001;
/** Updates of the last days: an inbox that was never used looks empty to PostgreSQL's planner, and is read whole. */
const INBOX = 20_000;
const ZONE = "Europe/Moscow";

type Stage = {
  readonly cycle: readonly string[];
  readonly users: readonly number[];
  readonly product: Telegram;
  readonly bare: Telegram;
};

/**
 * From a tap to the answer on the screen: menu, services, calendar and day in turn, on the demo's data. Each bot has a
 * Telegram of its own, in a thread of its own.
 */
export const bench: Bench = async function* ({ databases, isSmall }) {
  const database = await databases.make();
  const app = openApp(database);
  granted(await loadDemo(app));
  const users = (await growClients(app.db, { count: PEOPLE, firstTelegramId: FIRST_PERSON })).map(
    ({ telegramId }) => telegramId,
  );
  await growInbox(app.db, INBOX);
  await settleDown(app.db);
  await warmUp(app.db);
  const [product, bare] = await Promise.all([startTelegram(), startTelegram()]);
  const productBot = runProduct(app, product);
  await product.tell("introduce", { users });
  const cycle = await cycleOf(app);
  const bareBot = runBareBot(await constantsOf(product, users[0] ?? 0, cycle), bare);
  await bare.tell("introduce", { users });

  const stage = { cycle, users, product, bare };
  yield await compareRates(stage, isSmall ? { rounds: 2, seconds: 2 } : { rounds: 7, seconds: 6 });
  yield await measureSteadily(stage, isSmall ? 4 : 60);
  await Promise.all([productBot.stop(), bareBot.stop()]);
  await Promise.all([product.close(), bare.close(), app.db.close()]);
  await databases.drop(database);
};

async function cycleOf(app: App): Promise<readonly string[]> {
  const service = (await listServices(app.db, { onlyBookable: true }))[0];
  const choice = { serviceId: service?.id ?? "", specialistId: undefined };
  const day = plusDays(dayOf(app.clock.now(), ZONE), 3);
  return [
    toMenu.pack({}),
    toServices.pack({ range: "all", page: 0 }),
    toCalendar.pack(choice),
    toDay.pack({ ...choice, day, page: 0 }),
  ];
}

/** What the product shows for each button is what the bare bot will show. */
async function constantsOf(telegram: Telegram, user: number, cycle: readonly string[]): Promise<Constants> {
  const constants = new Map<string, { readonly text: string; readonly rest: object }>();
  for (const data of [...cycle, ...cycle]) {
    const { answers } = await telegram.tell("tapAll", { taps: [{ user, data }] });
    const { chat_id: _chat, message_id: _message, text, ...rest } = answers[0]?.payload ?? {};
    constants.set(data, { text: String(text), rest });
  }
  return constants;
}

async function compareRates(
  { cycle, users, product, bare }: Stage,
  size: { readonly rounds: number; readonly seconds: number },
): Promise<Measured> {
  const rate = (telegram: Telegram, seconds: number) => async (): Promise<number> =>
    (await telegram.tell("tapInTurn", { users, cycle, seconds })).perSecond;
  await rate(product, size.seconds)();
  await rate(bare, size.seconds)();
  const pairs = await inPairs(size.rounds, {
    product: rate(product, size.seconds),
    baseline: rate(bare, size.seconds),
  });
  const { ratio, ratios, ...perSecond } = middleOf(pairs);
  return {
    name: "update.rate",
    target: `≥ ${RATIO_MIN} of a bare grammY bot that shows the same as a constant`,
    ratio,
    isMet: ratio >= RATIO_MIN,
    people: users.length,
    tapsPerSecond: perSecond,
    ratios,
  };
}

async function measureSteadily({ cycle, users, product, bare }: Stage, seconds: number): Promise<Measured> {
  const steady = { users, cycle, seconds, perSecond: TAPS_PER_SECOND };
  const { latenciesMs } = await product.tell("tapSteadily", steady);
  const constant = await bare.tell("tapSteadily", { ...steady, seconds: Math.ceil(seconds / 4) });
  const latency = spread(latenciesMs);
  return {
    name: "update.latency",
    target: `p99 ≤ ${P99_MS_MAX} ms at ${TAPS_PER_SECOND} taps/s of ${users.length} people`,
    isMet: latency.p99Ms <= P99_MS_MAX,
    latency,
    bareLatency: spread(constant.latenciesMs),
    seconds: rounded(seconds),
  };
}
