import { lockSlot } from "../calendar/index.ts";
import { type Refused, refuse } from "../kernel/outcome.ts";
import { covers, type Scope } from "../people/index.ts";
import type { Tx } from "../runtime/transaction.ts";

/**
 * Why somebody may not book at a slot, if they may not: it is another specialist's. Held still until the transaction ends,
 * so that it stays whose it is; a slot that is not there is for who books at it to refuse.
 *
 * @source PE-3
 */
export async function ownSlotProblem(
  tx: Tx,
  { scope, slotId }: { readonly scope: Scope; readonly slotId: string },
): Promise<"not_your_slot" | undefined> {
  if (scope === "everybody") return undefined;
  const slot = await lockSlot(tx, slotId);
  return slot === undefined || covers(scope, slot.specialistId) ? undefined : "not_your_slot";
}

type Standing = { readonly number: number; readonly startsAt: Date };

/**
 * What the client has at that time already. Where it stands and which it is, is told to those who see everybody's calendar:
 * a specialist hears only that the client is busy, for it is another's booking.
 *
 * @source SL-7 PE-3
 */
export const busyClient = ({ number, startsAt }: Standing, scope: Scope): Refused<"overlaps_own_booking"> =>
  refuse("overlaps_own_booking", scope === "everybody" ? { number, startsAt } : {});
