import type { BookingState } from "../model.ts";

/** What is done with money that the gateway says is there. */
export type Settlement =
  /** It is for this booking, which waits for it. */
  | { readonly fate: "keep" }
  /** The hold had expired, and is made anew. */
  | { readonly fate: "revive" }
  | { readonly fate: "give_back"; readonly why: GiveBackReason };

export type GiveBackReason = "abandoned" | "given_up" | "double" | "too_late";

export type SettlementFacts = {
  readonly bookingState: BookingState;
  readonly endedReason: string | undefined;
  /** A hold whose time has run out counts as expired, whether or not that was written down yet. */
  readonly isOverdue: boolean;
  readonly isAbandoned: boolean;
  /** The booking that this hold was to replace is not there any more (CX-7). */
  readonly isReplacedOver: boolean;
  /** This very payment was already on its way into the booking. */
  readonly isBeingConfirmed: boolean;
  /** Whether the whole hold can be made anew: see `revival.ts`. */
  readonly canBeMadeAnew: boolean;
};

/**
 * Decides the fate of money that arrived: kept, kept by making the expired hold anew, or given back whole.
 *
 * Money for a payment or a hold that the client gave up or staff took away always goes back, and so does money for moving a booking that is
 * over; so does a second payment for a booking that
 * is paid. Money for an expired hold is kept only if the whole hold can be made anew. What counts is the moment at
 * which our database learns of it.
 *
 * @source PY-3
 */
export function settle(facts: SettlementFacts): Settlement {
  const { bookingState } = facts;
  if (facts.isBeingConfirmed && bookingState === "confirming") return { fate: "keep" };
  if (facts.isAbandoned) return { fate: "give_back", why: "abandoned" };
  if (bookingState === "held" && !facts.isOverdue)
    return facts.isReplacedOver ? { fate: "give_back", why: "given_up" } : { fate: "keep" };
  if (bookingState === "expired" && GIVEN_UP.has(facts.endedReason))
    return { fate: "give_back", why: "given_up" };
  if (bookingState === "held" || bookingState === "expired") {
    return facts.canBeMadeAnew ? { fate: "revive" } : { fate: "give_back", why: "too_late" };
  }
  return { fate: "give_back", why: "double" };
}

/** Why a hold ended that nothing makes anew: by the client or by staff. */
const GIVEN_UP: ReadonlySet<string | undefined> = new Set(["given_up", "dropped"]);
