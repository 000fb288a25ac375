import { z } from "zod";
import { POINT_KIND_WORDS } from "../../../src/core/loyalty/index.ts";
import {
  PAYMENT_STATE_WORDS,
  REFUND_REASON_WORDS,
  REFUND_STATE_WORDS,
} from "../../../src/core/payments/index.ts";
import { count, id, moment, oneOf, page, text, whole, words } from "./kit.ts";
import { booking, bulk, payment, receipt, telling, waiting } from "./shapes.ts";

const paymentRow = payment.extend({ bookingId: id, bookingNumber: whole, clientId: id, clientName: words });

const refund = z.strictObject({
  ...{ id, state: oneOf(REFUND_STATE_WORDS), amountKopecks: count, reason: oneOf(REFUND_REASON_WORDS) },
  ...{ note: words.nullable(), providerRefundId: words.nullable(), attempts: count },
  ...{
    nextAttemptAt: moment.nullable(),
    createdAt: moment,
    endedAt: moment.nullable(),
    endedReason: text.nullable(),
  },
});

const paymentCard = paymentRow.extend({
  gateway: z.strictObject({
    ...{
      providerPaymentId: words.nullable(),
      ...{ payUrl: z.url().nullable(), payUntil: moment.nullable() },
      firstSentAt: moment.nullable(),
      authorisedAt: moment.nullable(),
    },
    ...{ endedAt: moment.nullable(), abandonedAt: moment.nullable(), nextCheckAt: moment.nullable() },
    ...{ checks: count, feeKopecks: count.nullable() },
  }),
  ...{ refunds: z.array(refund), closingReceipts: z.array(receipt), booking },
});

const asked = { asked: count, captured: count, cameToNothing: count, stillOpen: count, failed: count };

export const MONEY_ANSWERS = {
  "payments list": page(paymentRow),
  "payments show": paymentCard,
  // One payment, or all that is open.
  "payments sync": z.union([
    z.strictObject({
      ...{ id, before: oneOf(PAYMENT_STATE_WORDS), state: oneOf(PAYMENT_STATE_WORDS), refundsWaiting: count },
      gatewayState: z.enum(["pending", "waiting_for_capture", "succeeded", "canceled"]).nullable(),
    }),
    z.strictObject(asked),
  ]),
  "payments refund": paymentRow.extend({
    ...{
      requestId: id,
      refundKopecks: count,
      refundId: id.nullable(),
      refundState: oneOf(REFUND_STATE_WORDS).nullable(),
    },
    ...telling,
  }),
  "payments reconcile": z.strictObject({ ...asked, waiting: z.array(waiting) }),
  // One client, or the many of a file.
  "points adjust": z.union([
    z.strictObject({
      ...{ entryId: id.nullable(), clientId: id, points: whole, balance: whole },
      ...{ isDebt: z.boolean(), isDryRun: z.boolean() },
    }),
    z.strictObject({
      ...bulk,
      clients: count,
      adjusted: count,
      repeated: count,
      added: count,
      taken: count,
      debtors: count,
    }),
  ]),
  "points history": page(
    z.strictObject({
      ...{ id, points: whole, balanceAfter: whole, kind: oneOf(POINT_KIND_WORDS) },
      ...{ bookingNumber: whole.nullable(), reason: words.nullable(), createdAt: moment },
    }),
  ),
} satisfies Readonly<Record<string, z.ZodType>>;
