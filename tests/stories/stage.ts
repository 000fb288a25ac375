import { randomUUID } from "node:crypto";
import { expect, vi } from "vitest";
import { z } from "zod";
import type { App } from "../../src/core/app.ts";
import { present } from "../../src/core/kernel/invariant.ts";
import { dayOf, type LocalDay, plusDays } from "../../src/core/kernel/local-day.ts";
import { type Client, findClientByTelegram } from "../../src/core/people/index.ts";
import { systemClock } from "../../src/core/runtime/clock.ts";
import type { Database } from "../../src/core/runtime/database.ts";
import { createLog } from "../../src/core/runtime/log.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import type { Product } from "../support/product.ts";
import { captionsOf, type Message, type Player, sim } from "./player.ts";

export const GOOD_CARD = "5555555555554477";
export const EMPTY_CARD = "5555555555554600";
const ZONE = "Europe/Moscow";
const PAYMENT_ID = /orderId=([0-9a-f-]{36})/;

/** Core's doors on a database that a product runs on, by today's clock: for what a test makes before its story. */
export const doorsOn = (db: Database): App => ({
  db,
  clock: systemClock,
  newId: randomUUID,
  log: createLog({ level: "silent" }),
  payments: undefined,
  messenger: undefined,
  returnUrl: () => "https://t.me/okoshko_bot",
});

/** A day so many days ahead of the business's today. */
export const dayAhead = (days: number): LocalDay => plusDays(dayOf(new Date(), ZONE), days);

/** Noon there is nine o'clock UTC, summer and winter. */
export const at = (day: LocalDay, hour: number): string =>
  new Date(`${day}T${String(hour).padStart(2, "0")}:00:00+03:00`).toISOString();

/** As a day's cell in the calendar is captioned. */
export const numberOf = (day: LocalDay): string => String(Number(day.slice(-2)));

export const clientOf = async (db: Database, { id }: Player): Promise<Client> =>
  present(await findClientByTelegram(db, id), "the client");

const bankPayment = z.looseObject({
  id: z.string(),
  status: z.enum(["pending", "waiting_for_capture", "succeeded", "canceled"]),
  amount: z.object({ value: z.string() }),
  refunded_amount: z.object({ value: z.string() }).optional(),
  idempotence_key: z.string(),
  metadata: z.record(z.string(), z.string()).optional(),
});
export type BankPayment = z.infer<typeof bankPayment>;

const bankRequest = z.looseObject({
  method: z.string(),
  path: z.string(),
  idempotence_key: z.string().optional(),
  status: z.int().nullable(),
  is_replay: z.boolean(),
  fault: z.string().optional(),
});

/** What YooKassa's emulator has in its books, and how to play the payer. */
export function bankOf({ sandboxUrl }: { readonly sandboxUrl: string }) {
  const yookassa = (path: string, body?: Readonly<Record<string, unknown>>) =>
    sim(sandboxUrl, `yookassa/${path}`, body);
  const payments = async () =>
    z.object({ payments: z.array(bankPayment) }).parse(await yookassa("payments")).payments;
  return {
    payments,
    requests: async () =>
      z.object({ requests: z.array(bankRequest) }).parse(await yookassa("requests")).requests,
    refunds: async () =>
      z
        .object({ refunds: z.array(z.looseObject({ payment_id: z.string(), status: z.string() })) })
        .parse(await yookassa("refunds")).refunds,
    breaks: (fault: Readonly<Record<string, unknown>>) => yookassa("faults", fault),
    pay: (paymentId: string, by: string) =>
      yookassa("pay", { payment_id: paymentId, ...(by === "sbp" ? { method: by } : { card: by }) }),
    /** Those for one booking. */
    paymentsFor: async (bookingId: string) =>
      (await payments()).filter(({ metadata }) => metadata?.booking_id === bookingId),
    notify: (url: string) => yookassa("notification-url", { url }),
  };
}
export type Bank = ReturnType<typeof bankOf>;

/** The payment that a screen's link leads to. */
export function paymentIdOn(screen: Message): string {
  const found = screen.buttons.flat().map(({ url }) => PAYMENT_ID.exec(url ?? "")?.[1]);
  const id = found.find((one) => one !== undefined);
  if (id === undefined) throw new Error(`no payment page among [${captionsOf(screen).join("] [")}]`);
  return id;
}

/** Which payment each person has the bank's page open of. */
const pages = new WeakMap<Player, string>();

/** Follows the link on the newest screen to the bank's page, which then stays open whatever the bot does. */
export async function opensPage(player: Player): Promise<string> {
  const screen = await player.waitFor(({ buttons }) =>
    buttons.flat().some(({ url }) => PAYMENT_ID.test(url ?? "")),
  );
  const page = paymentIdOn(screen);
  pages.set(player, page);
  return page;
}

/** Points there and set aside, and the state of each booking, oldest first. */
type ClientAccount = readonly [points: number, held: number, ...bookings: string[]];
/** Rubles set aside, taken, given back. */
type BankAccount = readonly [frozen: number, taken: number, returned: number];

export type Act =
  | readonly [who: Player, does: "presses" | "says" | "sees" | "pays" | "comes", what: string]
  | readonly [who: Player, does: "opens", what: "the bank's page"]
  | readonly [who: "clock", does: "passes", seconds: number]
  | readonly [who: "clients", have: "have", accounts: ReadonlyMap<Player, ClientAccount>]
  | readonly [who: "bank", has: "has", account: BankAccount];

type Stage = { readonly product: Pick<Product, "sandboxUrl">; readonly db: Database };

/** Plays a story row by row; a row of balances waits until they are so, and fails with what they are instead. */
export async function play(stage: Stage, acts: readonly Act[]): Promise<void> {
  for (const [row, act] of acts.entries()) {
    try {
      await perform(stage, act);
    } catch (error) {
      const who = typeof act[0] === "string" ? act[0] : act[0].name;
      throw new Error(`row ${row + 1}, ${who} ${act[1]} ${JSON.stringify(act[2])}`, { cause: error });
    }
  }
}

async function perform({ product, db }: Stage, act: Act): Promise<void> {
  if (act[0] === "clock") return passes(product, act[2]);
  if (act[0] === "clients") {
    for (const [player, account] of act[2]) await settlesTo(() => accountOf(db, player), account);
    return;
  }
  if (act[0] === "bank") return settlesTo(() => accountOfBank(bankOf(product)), act[2]);
  const [player, does, what] = act;
  switch (does) {
    case "presses":
      return player.presses(what);
    case "says":
      return player.says(what);
    case "comes":
      return player.comes(what);
    case "sees":
      return void (await player.waitFor(what));
    case "pays":
      return void (await bankOf(product).pay(present(pages.get(player), "the bank's page"), what));
    case "opens":
      return void (await opensPage(player));
    default:
      return does satisfies never;
  }
}

/** Lets the product's time pass; what falls due in it is done by the time this resolves, in a product of one process. */
export async function passes(
  { sandboxUrl }: { readonly sandboxUrl: string },
  seconds: number,
): Promise<void> {
  await sim(sandboxUrl, "clock", { advanceSeconds: seconds });
}

export const settlesTo = async <T>(look: () => Promise<T>, expected: T): Promise<void> =>
  vi.waitFor(async () => expect(await look()).toEqual(expected), { timeout: 20_000, interval: 25 });

export async function accountOf(db: Database, player: Player): Promise<ClientAccount> {
  const { id, pointsBalance } = await clientOf(db, player);
  const bookings = await db.many<{ state: string; endedReason: string | null }>(
    sql`SELECT state, ended_reason FROM bookings WHERE client_id = ${id}::uuid ORDER BY created_at, number`,
  );
  const held = await db.first<{ points: number }>(sql`
    SELECT coalesce(sum(points), 0)::int AS points FROM point_holds WHERE client_id = ${id}::uuid AND state = 'held'`);
  const states = bookings.map(({ state, endedReason }) =>
    endedReason === null ? state : `${state}: ${endedReason}`,
  );
  return [pointsBalance, held?.points ?? 0, ...states];
}

async function accountOfBank(bank: Bank): Promise<BankAccount> {
  const payments = await bank.payments();
  const rubles = (values: readonly (string | undefined)[]) =>
    values.reduce((sum, value) => sum + Number(value ?? 0), 0);
  const amounts = (status: BankPayment["status"]) =>
    rubles(payments.filter((one) => one.status === status).map(({ amount }) => amount.value));
  return [
    amounts("waiting_for_capture"),
    amounts("succeeded"),
    rubles(payments.map(({ refunded_amount }) => refunded_amount?.value)),
  ];
}
