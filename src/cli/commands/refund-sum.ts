import type { App } from "../../core/app.ts";
import { refundableOf, toldOfRefund } from "../../core/booking/index.ts";
import type { Kopecks } from "../../core/kernel/money.ts";
import type { RefundOf } from "../../core/payments/index.ts";

type Asked = {
  readonly requestId: string;
  readonly bookingId: string;
  readonly paymentId?: string;
  readonly of: RefundOf;
  readonly amount: Kopecks | "all";
};

/** What a refund comes to, in rubles, before it is made; one that was made under this id is a repetition, and is what it was. */
export async function sumOfRefund(
  { db }: Pick<App, "db">,
  { requestId, bookingId, paymentId, of, amount }: Asked,
): Promise<{ readonly sum: Kopecks; readonly isRepeated: boolean }> {
  const told = await toldOfRefund(db, requestId);
  if (told !== undefined) return { sum: told.amount, isRepeated: true };
  const sum = amount === "all" ? (await refundableOf(db, bookingId, paymentId))[of] : amount;
  return { sum, isRepeated: false };
}
