import { lockSlot } from "../calendar/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { type Refused, refuse } from "../kernel/outcome.ts";
import { findStaff } from "../people/index.ts";
import type { Queryable } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";

/** Whose calendar somebody may work in: everybody's, or one specialist's; of `undefined` nobody's. */
export type Reach = "everybody" | { readonly specialistId: string | undefined };

/**
 * How far somebody's hand reaches, as they are among staff at this moment: a specialist's to their own calendar, and not
 * at all that of who is not staff, or is so no longer. The operator and the product itself reach everybody's.
 *
 * @source PE-3
 */
export async function reachOf(via: Queryable, actor: Actor): Promise<Reach> {
  if (actor.kind === "operator" || actor.kind === "system") return "everybody";
  const member = actor.kind === "staff" ? await findStaff(via, actor.id) : undefined;
  if (member?.isActive !== true) return { specialistId: undefined };
  return member.role === "specialist" ? { specialistId: member.specialistId } : "everybody";
}

/** Whether that specialist's calendar is in it (PE-3). */
export const reaches = (reach: Reach, specialistId: string): boolean =>
  reach === "everybody" || reach.specialistId === specialistId;

/**
 * Why somebody may not book at a slot, if they may not: it is another specialist's. Held still until the transaction ends,
 * so that it stays whose it is; a slot that is not there is for who books at it to refuse.
 *
 * @source PE-3
 */
export async function ownSlotProblem(
  tx: Tx,
  { reach, slotId }: { readonly reach: Reach; readonly slotId: string },
): Promise<"not_your_slot" | undefined> {
  if (reach === "everybody") return undefined;
  const slot = await lockSlot(tx, slotId);
  return slot === undefined || reaches(reach, slot.specialistId) ? undefined : "not_your_slot";
}

type Standing = { readonly number: number; readonly startsAt: Date };

/**
 * What the client has at that time already. Where it stands and which it is, is told to those who see everybody's calendar:
 * a specialist hears only that the client is busy, for it is another's booking.
 *
 * @source SL-7 PE-3
 */
export const busyClient = ({ number, startsAt }: Standing, reach: Reach): Refused<"overlaps_own_booking"> =>
  refuse("overlaps_own_booking", reach === "everybody" ? { number, startsAt } : {});
