import { openPayment, reconcilePayments, sendDueRefunds } from "../../src/core/booking/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { rowsOf } from "../sandbox/yookassa-sandbox.ts";
import type { TestApp, testAppWithBank } from "./app.ts";
import { makeHold } from "./hold.ts";
import { granted } from "./make.ts";

export type BankApp = Awaited<ReturnType<typeof testAppWithBank>>;

export const GOOD_CARD = "5555555555554444";

/** Moves the product's clock and the bank's together. */
export async function pass(app: BankApp, seconds: number): Promise<void> {
  app.clock.advance(seconds * 1000);
  await app.bank.advance(seconds);
}

/** Puts the bank's clock where the product's stands; it only goes forward. */
export async function alignClocks(app: BankApp): Promise<void> {
  await app.bank.advance((app.clock.now().getTime() - app.bank.nowMs()) / 1000);
}

/** The bank is asked about everything that is open, whatever its turn, and every refund is sent. */
export async function settleAll(app: BankApp): Promise<void> {
  await app.db.run(
    sql`UPDATE payments SET next_check_at = ${app.clock.now()} WHERE next_check_at IS NOT NULL`,
  );
  await reconcilePayments(app);
  await sendDueRefunds(app);
}

/** The same again and again, until nothing moves any more. */
export async function settleDown(app: BankApp): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await settleAll(app);
    await pass(app, 10);
  }
}

/** A hold with its payment page open; `providerId` is the bank's name for the payment. */
export async function makePayable(
  app: BankApp,
  over: Parameters<typeof makeHold>[1] & { readonly method?: "bank_card" | "sbp" } = {},
) {
  const held = await makeHold(app, over);
  const opened = granted(await openPayment(app, { ...held.hold, method: over.method ?? "bank_card" }));
  return { ...held, opened, providerId: await providerIdOf(app, held.hold.bookingId) };
}

/** The bank's name of the payment that a booking last opened. */
export async function providerIdOf(app: TestApp, bookingId: string): Promise<string> {
  const row = await app.db.first<{ providerPaymentId: string | null }>(sql`
    SELECT provider_payment_id FROM payments WHERE booking_id = ${bookingId}::uuid
    ORDER BY abandoned_at IS NULL DESC, created_at DESC LIMIT 1`);
  return row?.providerPaymentId ?? "";
}

export const payAtBank = (app: BankApp, providerId: string, card = GOOD_CARD) =>
  app.bank.sim("/pay", { payment_id: providerId, card });

export const payBySbp = (app: BankApp, providerId: string) =>
  app.bank.sim("/pay", { payment_id: providerId, method: "sbp" });

/** How a payment stands at the bank: its state and what is left of the money there, in kopecks. */
export async function atBank(app: BankApp, providerId: string) {
  const { body } = await app.bank.get(`/payments/${providerId}`);
  const kopecksOf = (amount: unknown) =>
    Math.round(Number((amount as { value?: string } | undefined)?.value ?? 0) * 100);
  const kept = body.status === "succeeded" ? kopecksOf(body.amount) - kopecksOf(body.refunded_amount) : 0;
  return { status: String(body.status), kept };
}

export type BankRequest = {
  readonly method: string;
  readonly path: string;
  readonly idempotence_key?: string;
  readonly status: number | null;
  /** What went wrong by order. */
  readonly fault?: string;
};

/** What the bank was asked, in order; of one payment when its id is given. */
export async function bankRequests(app: BankApp): Promise<readonly BankRequest[]> {
  return rowsOf(await app.bank.sim("/requests"), "requests") as unknown as readonly BankRequest[];
}

/** How many operations the bank heard of under each path by more than one key: every one is a request too many. */
export async function repeatedUnderNewKeys(app: BankApp): Promise<readonly string[]> {
  const keys = new Map<string, Set<string>>();
  for (const { method, path, idempotence_key: key } of await bankRequests(app)) {
    if (method !== "POST" || key === undefined || !/\/(capture|cancel)$/.test(path)) continue;
    keys.set(path, (keys.get(path) ?? new Set()).add(key));
  }
  return [...keys].filter(([, used]) => used.size > 1).map(([path]) => path);
}

/** What was told about a booking, by kind, in order; reminders are told later. */
export async function messagesOf(app: TestApp, bookingId: string): Promise<readonly string[]> {
  const rows = await app.db.many<{ kind: string }>(
    sql`SELECT kind FROM outbox WHERE booking_id = ${bookingId}::uuid AND kind <> 'reminder' ORDER BY created_at, kind`,
  );
  return rows.map(({ kind }) => kind);
}
