import { beforeEach } from "vitest";
import { OPERATOR } from "../../src/core/kernel/actor.ts";
import { addStaff } from "../../src/core/people/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import { changeSetting } from "../../src/core/settings/index.ts";
import { rowsOf } from "../sandbox/yookassa-sandbox.ts";
import { START, testAppWithBank } from "./app.ts";
import { alignClocks } from "./bank.ts";
import type { makeHold } from "./hold.ts";
import { granted } from "./make.ts";
import { completeVisit, makePaidVisit } from "./paid-visit.ts";

/** The product and a bank that makes receipts, with what is asked of them; each test begins with the same settings. */
export async function testAppWithReceipts() {
  const app = await testAppWithBank();
  await alignClocks(app);
  granted(await addStaff(app, { name: "Ольга", role: "owner", telegramId: 7, actor: OPERATOR }));
  const set = async (key: string, typed: string) =>
    granted(await changeSetting(app, { key, typed, actor: OPERATOR }));
  await set("payments.sbp", "yes");
  await app.bank.sim("/settings", { fiscalization: true });
  beforeEach(async () => {
    app.clock.set(START);
    await set("receipts.mode", "yookassa");
    await set("receipts.taxSystem", "2");
    await set("receipts.vatCode", "1");
  });
  return {
    app,
    set,
    paid: (over: Parameters<typeof makeHold>[1] = {}) => makePaidVisit(app, over),
    complete: (bookingId: string) => completeVisit(app, bookingId),
    /** The receipts that the bank has for a payment, oldest first. */
    receiptsAt: async (providerId: string) =>
      rowsOf(await app.bank.sim("/receipts"), "receipts").filter((row) => row.payment_id === providerId),
    /** Every request that is kept anywhere, as text. */
    kept: async (bookingId: string): Promise<string> => {
      const rows = await app.db.many<{ request: unknown }>(sql`
        SELECT request FROM payments WHERE booking_id = ${bookingId}::uuid
        UNION ALL SELECT request FROM refunds WHERE booking_id = ${bookingId}::uuid
        UNION ALL SELECT request FROM closing_receipts WHERE booking_id = ${bookingId}::uuid`);
      return JSON.stringify(rows);
    },
  };
}

export const rub = (value: string) => ({ value, currency: "RUB" });

/** A line of a receipt as the bank has it. */
export const item = (value: string, mode: string, over: object = {}) => ({
  ...{ quantity: 1, amount: rub(value), vat_code: 1, measure: "piece" },
  ...{ payment_subject: "service", payment_mode: mode },
  ...over,
});
