import { sql } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { PaymentKind } from "./model.ts";

/**
 * Makes what was paid for one booking the payment of another, with all that went back of it: the visit was moved.
 *
 * Only money that is there goes along; what is open, let go or of unknown outcome stays, and its money goes back.
 *
 * @source CX-7 PY-5
 */
export async function carryPayments(
  tx: Tx,
  move: {
    readonly fromId: string;
    readonly toId: string;
    readonly kinds: readonly Exclude<PaymentKind, "tip">[];
  },
): Promise<void> {
  const { fromId, toId, kinds } = move;
  await tx.run(sql`
    WITH carried AS (
      UPDATE payments SET booking_id = ${toId}::uuid
      WHERE booking_id = ${fromId}::uuid AND kind = ANY(${kinds}::text[]) AND state = 'captured' RETURNING id)
    UPDATE refunds SET booking_id = ${toId}::uuid WHERE payment_id IN (SELECT id FROM carried)`);
}
