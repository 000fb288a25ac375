import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { FreeStart } from "./model.ts";
import { fittingChains, isAhead, kindsFor, type OfferTerms } from "./rules/offer.ts";
import { lockSlotsFrom, startOf } from "./store.ts";

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
  if (!isAhead(first, offer)) return refuse("too_late_to_book");
  const free = slots.filter(
    ({ state, bookingId }) =>
      state === "open" && (bookingId === undefined || offer.ownBookingIds.includes(bookingId)),
  );
  const chain =
    free[0]?.id === slotId ? fittingChains(free, offer).find(({ first: index }) => index === 0) : undefined;
  if (chain === undefined) return refuse("slot_taken");
  return done(startOf(free.slice(0, chain.count), offer.durationMinutes));
}
