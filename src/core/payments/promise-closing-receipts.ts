import type { App } from "../app.ts";
import { sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import { insertClosingReceipt } from "./closing-receipts.ts";
import type { PaymentRequest } from "./model.ts";
import { refundablePayments } from "./promise-refunds.ts";
import { closingReceipt } from "./rules/receipt.ts";

/**
 * Promises the receipts that close what a visit's payments had prepaid and did not give back; a job sends them.
 *
 * A payment that was made without a receipt gets no closing one, and each gets one for good: completing a visit anew
 * after a corrected mark adds nothing.
 *
 * @source PY-6
 */
export async function promiseClosingReceipts(
  app: App,
  tx: Tx,
  { bookingId }: { readonly bookingId: string },
  now: Date,
): Promise<void> {
  if ((await loadSettings(tx))["receipts.mode"] === "off") return;
  for (const { paymentId, left } of await refundablePayments(tx, { bookingId })) {
    const row = await tx.first<{ request: PaymentRequest | null }>(
      sql`SELECT request FROM payments WHERE id = ${paymentId}::uuid`,
    );
    const own = row?.request?.receipt;
    const request = own && closingReceipt(own, left);
    if (request === undefined) continue;
    await insertClosingReceipt(tx, { id: app.newId(), paymentId, bookingId, amount: left, request }, now);
  }
}
