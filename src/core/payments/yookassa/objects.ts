import { z } from "zod";
import { NOTHING, sum } from "../../kernel/money.ts";
import type { ListedReceipt, ListedRefund, ProviderAccount, ProviderPayment } from "../provider.ts";
import { amountSchema } from "./amounts.ts";

/** What YooKassa answers, checked and put into our words; whatever we do not use is left behind. */

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const reasonOf = z.object({ reason: z.string() }).optional();

export const paymentSchema = z
  .object({
    id: z.string().min(1),
    status: z.enum(["pending", "waiting_for_capture", "succeeded", "canceled"]),
    amount: amountSchema,
    income_amount: amountSchema.optional(),
    refunded_amount: amountSchema.optional(),
    created_at: instant,
    expires_at: instant.optional(),
    test: z.boolean(),
    confirmation: z.object({ confirmation_url: z.url().optional() }).optional(),
    cancellation_details: reasonOf,
    payment_method: z.object({ type: z.string() }).optional(),
    metadata: z.object({ payment_id: z.string().optional().catch(undefined) }).optional(),
  })
  .transform(
    (payment): ProviderPayment => ({
      providerPaymentId: payment.id,
      state: payment.status,
      amount: payment.amount,
      isTest: payment.test,
      confirmationUrl: payment.confirmation?.confirmation_url,
      cancellationReason: payment.cancellation_details?.reason,
      refunded: payment.refunded_amount ?? NOTHING,
      paymentId: payment.metadata?.payment_id,
      createdAt: payment.created_at,
      expiresAt: payment.expires_at,
      income: payment.income_amount,
      method: payment.payment_method?.type,
    }),
  );

export const refundSchema = z
  .object({
    id: z.string().min(1),
    payment_id: z.string().min(1),
    status: z.enum(["pending", "succeeded", "canceled"]),
    amount: amountSchema,
    cancellation_details: reasonOf,
    metadata: z.object({ refund_id: z.string().optional().catch(undefined) }).optional(),
  })
  .transform((refund) => ({
    providerPaymentId: refund.payment_id,
    refund: {
      providerRefundId: refund.id,
      state: refund.status,
      amount: refund.amount,
      cancellationReason: refund.cancellation_details?.reason,
      refundId: refund.metadata?.refund_id,
    } satisfies ListedRefund,
  }));

export const receiptSchema = z
  .object({
    id: z.string().min(1),
    type: z.enum(["payment", "refund"]),
    payment_id: z.string().min(1).optional(),
    status: z.enum(["pending", "succeeded", "canceled"]),
    settlements: z.array(z.object({ type: z.string(), amount: amountSchema })).optional(),
  })
  .transform((receipt) => {
    const prepaid = (receipt.settlements ?? []).filter(({ type }) => type === "prepayment");
    return {
      providerPaymentId: receipt.payment_id,
      receipt: {
        providerReceiptId: receipt.id,
        state: receipt.status,
        of: receipt.type,
        settledByPrepayment: sum(...prepaid.map(({ amount }) => amount)),
      } satisfies ListedReceipt,
    };
  });

export const accountSchema = z
  .object({
    account_id: z.union([z.string().min(1), z.int()]).transform(String),
    test: z.boolean(),
    fiscalization: z.object({ enabled: z.boolean() }).optional(),
    /** The older spelling. */
    fiscalization_enabled: z.boolean().optional(),
  })
  .transform(
    (account): ProviderAccount => ({
      accountId: account.account_id,
      isTest: account.test,
      hasFiscalization: account.fiscalization?.enabled ?? account.fiscalization_enabled ?? false,
    }),
  );

export const pageSchema = z.object({
  type: z.literal("list"),
  items: z.array(z.unknown()),
  next_cursor: z.string().min(1).optional(),
});
