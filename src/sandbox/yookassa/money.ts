import { z } from "zod";

const AMOUNT = /^\d{1,9}\.\d{2}$/;

/** `{"value":"1500.00","currency":"RUB"}` as whole kopecks, above zero. */
export const amountSchema = z
  .object({
    value: z
      .string({ error: "Amount value must be a string" })
      .regex(AMOUNT, { error: "Amount value must look like 1000.00" })
      .transform((value) => Number(value.replace(".", "")))
      .refine((value) => value > 0, { error: "Amount must be above zero" }),
    currency: z.literal("RUB", { error: "Only RUB is accepted" }),
  })
  .transform((amount) => amount.value);

export type Amount = { readonly value: string; readonly currency: "RUB" };

export function amountOf(kopecks: number): Amount {
  const digits = String(kopecks).padStart(3, "0");
  return { value: `${digits.slice(0, -2)}.${digits.slice(-2)}`, currency: "RUB" };
}

/** "1 500,00 ₽", with spaces that do not break. */
export function rublesText(kopecks: number): string {
  const { value } = amountOf(kopecks);
  const [whole = "0", cents = "00"] = value.split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, "\u00a0")},${cents}\u00a0₽`;
}
