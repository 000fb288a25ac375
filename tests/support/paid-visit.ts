import { markVisit, openPayment, reconcilePayments } from "../../src/core/booking/index.ts";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { setEmail } from "../../src/core/people/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { type BankApp, payAtBank, providerIdOf } from "./bank.ts";
import { makeHold } from "./hold.ts";
import { granted } from "./make.ts";

export const RECEIPTS_TO = "anna@example.ru";

/** A hold of somebody whose receipts have somewhere to go. */
export async function makeHoldWithEmail(app: BankApp, over: Parameters<typeof makeHold>[1] = {}) {
  const held = await makeHold(app, over);
  granted(await setEmail(app, { clientId: held.client.id, email: RECEIPTS_TO }));
  return held;
}

/** A visit that is booked and paid for by card; `providerId` is the bank's name for the payment. */
export async function makePaidVisit(app: BankApp, over: Parameters<typeof makeHold>[1] = {}) {
  const held = await makeHoldWithEmail(app, over);
  granted(await openPayment(app, { ...held.hold, method: "bank_card" }));
  const providerId = await providerIdOf(app, held.hold.bookingId);
  await payAtBank(app, providerId);
  await notePayments(app, held.hold.bookingId);
  return { ...held, providerId };
}

/** Has the bank asked about a booking's payments at once. */
export async function notePayments(app: BankApp, bookingId: string): Promise<void> {
  await app.db.run(
    sql`UPDATE payments SET next_check_at = ${app.clock.now()} WHERE booking_id = ${bookingId}::uuid AND ended_at IS NULL`,
  );
  await reconcilePayments(app);
}

/** Marks a visit of tomorrow's noon as completed, at two in the afternoon. */
export async function completeVisit(app: BankApp, bookingId: string) {
  app.clock.set("2026-11-24T11:00:00Z");
  return granted(await markVisit(app, { bookingId, mark: "completed", actor: OPERATOR }));
}
