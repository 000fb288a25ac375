import { z } from "zod";
import type { ReceiptDraft } from "./model.ts";
import { amountSchema } from "./money.ts";
import { rejectRequest } from "./shop.ts";

/** The shapes of what a shop may send, with YooKassa's limits. Unknown fields are let through, as there. */

const RETURN_URL_MAX = 2048;
const METADATA_KEYS_MAX = 16;
const ITEMS_MAX = 80;
const MILLI = 1000;

const metadataSchema = z
  .record(z.string().min(1).max(32), z.string().max(512))
  .refine((metadata) => Object.keys(metadata).length <= METADATA_KEYS_MAX, {
    error: `Metadata may have at most ${METADATA_KEYS_MAX} keys`,
  });

const subjects = [
  ..."commodity excise job service gambling_bet gambling_prize lottery lottery_prize".split(" "),
  ..."intellectual_activity payment agent_commission property_right non_operating_gain".split(" "),
  ..."insurance_premium sales_tax resort_fee composite another".split(" "),
];
const modes = [
  ..."full_prepayment partial_prepayment advance full_payment partial_payment".split(" "),
  ..."credit credit_payment".split(" "),
];

const itemSchema = z
  .object({
    description: z.string().min(1).max(128),
    quantity: z
      .number()
      .positive()
      .max(99_999.999)
      .refine((quantity) => Math.abs(quantity * MILLI - Math.round(quantity * MILLI)) < 1e-6, {
        error: "Quantity may have at most 3 decimals",
      }),
    amount: amountSchema,
    vat_code: z.int().min(1).max(12),
    measure: z.string().optional(),
    payment_subject: z.enum(subjects).optional(),
    payment_mode: z.enum(modes).optional(),
  })
  .transform((item) => ({
    description: item.description,
    quantity: item.quantity,
    unitKopecks: item.amount,
    vatCode: item.vat_code,
    measure: item.measure,
    paymentSubject: item.payment_subject,
    paymentMode: item.payment_mode,
  }));

const customerSchema = z
  .object({
    email: z.email().max(254).optional(),
    phone: z
      .string()
      .regex(/^\d{4,15}$/)
      .optional(),
    full_name: z.string().max(256).optional(),
    inn: z
      .string()
      .regex(/^(\d{10}|\d{12})$/)
      .optional(),
  })
  .refine((customer) => customer.email !== undefined || customer.phone !== undefined, {
    error: "Email or phone of the customer is required",
  })
  .transform((customer) =>
    Object.fromEntries(
      Object.entries(customer).filter((entry): entry is [string, string] => entry[1] !== undefined),
    ),
  );

const draftFields = {
  customer: customerSchema,
  items: z.array(itemSchema).min(1).max(ITEMS_MAX),
  tax_system_code: z.int().min(1).max(6).optional(),
};

type DraftFields = {
  readonly customer: Record<string, string>;
  readonly items: ReceiptDraft["items"];
  readonly tax_system_code?: number | undefined;
};

const draftOf = (fields: DraftFields): ReceiptDraft => ({
  customer: fields.customer,
  items: fields.items,
  taxSystemCode: fields.tax_system_code,
});

const receiptSchema = z.object(draftFields).transform(draftOf);

export const createPaymentBody = z.object({
  amount: amountSchema,
  description: z.string().max(128).optional(),
  capture: z.boolean().optional(),
  confirmation: z.object({
    type: z.literal("redirect", { error: "The sandbox knows only confirmation by redirect" }),
    return_url: z.url().max(RETURN_URL_MAX),
    enforce: z.boolean().optional(),
    locale: z.enum(["ru_RU", "en_US"]).optional(),
  }),
  payment_method_data: z.object({ type: z.string() }).optional(),
  payment_method_id: z.never({ error: "The sandbox keeps no saved payment methods" }).optional(),
  save_payment_method: z.boolean().optional(),
  metadata: metadataSchema.optional(),
  merchant_customer_id: z.string().max(200).optional(),
  receipt: receiptSchema.optional(),
});

export const captureBody = z.object({
  amount: amountSchema.optional(),
  receipt: receiptSchema.optional(),
});

export const createRefundBody = z.object({
  payment_id: z.string(),
  amount: amountSchema,
  description: z.string().max(250).optional(),
  metadata: metadataSchema.optional(),
  receipt: receiptSchema.optional(),
});

export const createReceiptBody = z
  .object({
    type: z.enum(["payment", "refund"]),
    payment_id: z.string().optional(),
    refund_id: z.string().optional(),
    send: z.literal(true),
    settlements: z
      .array(
        z.object({
          type: z.enum(["cashless", "prepayment", "postpayment", "consideration"]),
          amount: amountSchema,
        }),
      )
      .min(1),
    ...draftFields,
  })
  .transform((body) => ({ ...body, draft: draftOf(body) }));

/** @throws ApiError 400 that names the first wrong field */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  return rejectRequest(issue?.message ?? "Invalid request", issue?.path.join(".") || undefined);
}

/** What a receipt adds up to, in kopecks; each line is rounded on its own. */
export function receiptTotal(draft: ReceiptDraft): number {
  return draft.items.reduce(
    (sum, item) => sum + Math.round((Math.round(item.quantity * MILLI) * item.unitKopecks) / MILLI),
    0,
  );
}

/** @throws ApiError 400 `receipt`: missing though required, or not adding up to the amount */
export function checkReceipt(
  draft: ReceiptDraft | undefined,
  terms: { readonly amountKopecks: number; readonly isRequired: boolean },
): void {
  if (draft === undefined) {
    if (terms.isRequired) rejectRequest("Receipt is missing or illegal", "receipt");
    return;
  }
  if (receiptTotal(draft) !== terms.amountKopecks) {
    rejectRequest("Receipt is missing or illegal: the items do not add up to the amount", "receipt");
  }
}
