import type { App } from "../app.ts";
import type { Kopecks } from "../kernel/money.ts";
import { enqueueMessage } from "../notifications/index.ts";
import { managersToTell } from "../people/index.ts";
import { write } from "../runtime/transaction.ts";

/** Tells those who run the business, once, that money waits for a person: `key` says which money (PY-5). */
export async function tellManagers(
  app: App,
  about: {
    readonly key: string;
    readonly bookingId: string;
    readonly amount: Kopecks;
    /** What is wrong with it; money that does not add up unless it is said. */
    readonly kind?: "staff_payment_receipt_refused" | "staff_closing_receipt_refused";
  },
): Promise<void> {
  const { bookingId, amount, kind = "staff_payment_needs_person" } = about;
  const now = app.clock.now();
  await write(app.db, async (tx) => {
    for (const { id: staffId } of await managersToTell(tx)) {
      const key = `${about.key}:${staffId}`;
      const payload = { amountKopecks: amount };
      const message = { id: app.newId(), key, to: { staffId }, bookingId, payload, dueAt: now };
      await enqueueMessage(tx, { ...message, kind }, now);
    }
  });
}
