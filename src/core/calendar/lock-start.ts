import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { FreeStart, Slot } from "./model.ts";
import { fittingChains, isInReach, kindsFor, type OfferTerms } from "./rules/offer.ts";
import { outsideTimeOff } from "./rules/time-off.ts";
import { lockSlotsFrom, startOf } from "./store.ts";
import { listTimeOff } from "./time-off.ts";

export type StartRefusal = "slot_gone" | "slot_taken" | "too_late_to_book";

/**
 * Holds a start still until the transaction ends, if a service may begin there.
 *
 * Whoever else wants one of its slots waits, and then sees what became of them. Slots of the `ownBookingIds` count as free:
 * they are given up for this start, and so are those of the booking that it replaces.
 *
 * @source SL-2 SL-4 PY-1
 */
export async function lockStart(
  tx: Tx,
  slotId: string,
  offer: OfferTerms & { readonly ownBookingIds: readonly string[] },
): Promise<Outcome<FreeStart, StartRefusal>> {
  const slots = await lockSlotsFrom(tx, slotId, offer.durationMinutes);
  const [first] = slots;
  if (first?.id !== slotId || first.state === "closed") return refuse("slot_gone");
  if (!kindsFor(offer.serviceKind, true).includes(first.kind)) return refuse("slot_gone");
  if (!isInReach(first, offer)) return refuse("too_late_to_book");
  const isOwn = ({ bookingId }: Slot) => bookingId !== undefined && offer.ownBookingIds.includes(bookingId);
  const open = slots.filter((slot) => slot.state === "open" && (slot.bookingId === undefined || isOwn(slot)));
  // Nothing free is open in a time off; what one's own booking has there is not to be had anew.
  const free = open.some(isOwn) ? await outsideOff(tx, open) : open;
  const chain =
    free[0]?.id === slotId ? fittingChains(free, offer).find(({ first: index }) => index === 0) : undefined;
  if (chain === undefined) return refuse("slot_taken");
  return done(startOf(free.slice(0, chain.count), offer.durationMinutes));
}

async function outsideOff(tx: Tx, slots: readonly Slot[]): Promise<readonly Slot[]> {
  const [first] = slots;
  const last = slots.at(-1);
  if (first === undefined || last === undefined) return slots;
  const stretch = { startsAt: first.startsAt, endsAt: last.endsAt };
  return outsideTimeOff(slots, await listTimeOff(tx, stretch, { specialistIds: [first.specialistId] }));
}
