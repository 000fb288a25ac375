import { z } from "zod";
import { ledgerCheck } from "../../src/core/reports/index.ts";
import { sql } from "../../src/core/runtime/sql.ts";
import type { Difference } from "./compare.ts";
import type { Life } from "./life.ts";

/** The ledger by itself, and against the bank's own books. */
export async function checkBooks(
  life: Life,
  { isEnd }: { readonly isEnd: boolean },
): Promise<readonly Difference[]> {
  const found = await ledgerCheck({ db: life.product.db });
  const differences = found.map((one) => ({ about: one.title, model: "nothing", product: one }));
  return [...differences, ...(await compareWithBank(life, isEnd))];
}

const amount = z.object({ value: z.string() }).transform(({ value }) => Math.round(Number(value) * 100));
const bankPayment = z.object({
  id: z.string(),
  status: z.string(),
  amount,
  refunded_amount: amount.optional(),
  metadata: z.record(z.string(), z.string()).optional(),
});
const bankBooks = z.object({ payments: z.array(bankPayment) });

type OurRow = {
  readonly providerId: string;
  readonly state: string;
  readonly captured: number;
  readonly refunded: number;
};

/**
 * What each side believes of every payment. While life goes on the bank may be ahead of us, never behind; at the end
 * both say the same to the kopeck, and nothing is open.
 */
async function compareWithBank({ product }: Life, isEnd: boolean): Promise<readonly Difference[]> {
  const books = bankBooks.parse((await product.bank.sim("/payments")).body);
  const ids = books.payments.map(({ id }) => id);
  const rows = await product.db.many<OurRow>(sql`
    SELECT provider_payment_id AS provider_id, state, captured_kopecks AS captured,
           coalesce((SELECT sum(amount_kopecks) FROM refunds WHERE payment_id = payments.id AND state = 'succeeded'), 0)::int AS refunded
    FROM payments WHERE provider_payment_id = ANY(${ids}::text[])`);
  const ours = new Map(rows.map((row) => [row.providerId, row]));
  return books.payments.flatMap((theirs) => {
    const row = ours.get(theirs.id);
    const isTaken = theirs.status === "succeeded";
    const back = theirs.refunded_amount ?? 0;
    const taken = isTaken ? theirs.amount : 0;
    const isAlike = row === undefined ? taken === 0 : row.captured === taken && row.refunded === back;
    const isBehind =
      row?.state === "captured"
        ? taken !== row.captured || back < row.refunded
        : row?.state === "cancelled" && theirs.status !== "canceled";
    const isWrong = isEnd ? !isAlike || theirs.status === "waiting_for_capture" : isBehind;
    return isWrong
      ? [{ about: `the bank's payment ${theirs.id}`, model: theirs, product: row ?? "unknown" }]
      : [];
  });
}
