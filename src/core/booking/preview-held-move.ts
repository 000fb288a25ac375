import { paidOnline } from "../payments/index.ts";
import type { Queryable } from "../runtime/sql.ts";
import { chargedEnding, judgeEnding } from "./judge-ending.ts";
import type { Booking, CancellationConsequence } from "./model.ts";
import { findBooking } from "./store.ts";

/**
 * What the booking that a hold replaces gives back and costs once the hold is settled, judged at the moment when the
 * hold was made; undefined when the hold replaces nothing that still stands.
 *
 * @source CX-7 CX-5
 */
export async function previewHeldMove(
  via: Queryable,
  hold: Pick<Booking, "replacesId" | "createdAt" | "points">,
): Promise<CancellationConsequence | undefined> {
  const { replacesId } = hold;
  const old = replacesId === undefined ? undefined : await findBooking(via, replacesId);
  if (old?.state !== "confirmed") return undefined;
  return heldConsequence(via, old, hold);
}

/** The same of a booking that is known to stand: what is shown of a move and what is done by it are one. */
export async function heldConsequence(
  via: Queryable,
  old: Booking,
  hold: Pick<Booking, "createdAt" | "points">,
): Promise<CancellationConsequence> {
  const paid = await paidOnline(via, old.id);
  const ended = judgeEnding(old, { by: "client", paid, endedAt: hold.createdAt });
  return chargedEnding(via, old, ended, hold.points);
}
