import { z } from "zod";
import { invariant } from "../../kernel/invariant.ts";
import { type Kopecks, kopecks } from "../../kernel/money.ts";

/** YooKassa writes money as `{"value":"1500.00","currency":"RUB"}`; no float is ever between it and ours. */
export const amountSchema = z
  .object({ value: z.string().regex(/^\d{1,12}\.\d{2}$/), currency: z.literal("RUB") })
  .transform(({ value }) => kopecks(Number(value.replace(".", ""))));

/** @throws InvariantError when there is nothing to pay */
export function amountBody(amount: Kopecks): { readonly value: string; readonly currency: "RUB" } {
  invariant(amount > 0, "the gateway is asked for money above zero", { amount });
  const digits = String(amount).padStart(3, "0");
  return { value: `${digits.slice(0, -2)}.${digits.slice(-2)}`, currency: "RUB" };
}
