import { type Interval, overlaps } from "../../kernel/interval.ts";
import type { Outcome } from "../../kernel/outcome.ts";
import { done, refuse } from "../../kernel/outcome.ts";

export type AdmissionFacts = {
  readonly visit: Interval;
  readonly isHot: boolean;
  readonly hasConsent: boolean;
  readonly block: { readonly reason: string; readonly endsAt: Date | undefined } | undefined;
  readonly isVip: boolean;
  /** The client's live bookings, the hold that this one gives up left out. */
  readonly liveBookings: readonly (Interval & { readonly number: number })[];
  readonly arePaymentsOn: boolean;
  readonly now: Date;
};

export type AdmissionRefusal =
  | "consent_missing"
  | "client_blocked"
  | "hot_needs_payment"
  | "overlaps_own_booking"
  | "too_many_bookings";

/**
 * Decides whether a client may book a start that is free.
 *
 * In this order: consent, block (a VIP client has none), a hot start while payments are off, an overlap with an own
 * live booking (touching is fine), the number of live bookings ahead.
 *
 * @source PE-1 CX-4 PY-2 SL-7
 */
export function admitBooking(
  facts: AdmissionFacts,
  terms: { readonly upcomingMax: number },
): Outcome<null, AdmissionRefusal> {
  if (!facts.hasConsent) return refuse("consent_missing");
  const free = admitClient(facts);
  if (!free.ok) return free;
  if (facts.isHot && !facts.arePaymentsOn) return refuse("hot_needs_payment");
  const inTheWay = facts.liveBookings.find((booking) => overlaps(booking, facts.visit));
  if (inTheWay !== undefined) {
    return refuse("overlaps_own_booking", { number: inTheWay.number, startsAt: inTheWay.startsAt });
  }
  const upcoming = facts.liveBookings.filter((booking) => booking.startsAt > facts.now).length;
  return upcoming < terms.upcomingMax ? done(null) : refuse("too_many_bookings", { max: terms.upcomingMax });
}

/**
 * Whether a client may book anything at all by themselves: what the first step of booking and moving goes by. A VIP
 * client is never blocked.
 *
 * @source CX-4
 */
export function admitClient({
  block,
  isVip,
}: Pick<AdmissionFacts, "block" | "isVip">): Outcome<null, "client_blocked"> {
  if (block === undefined || isVip) return done(null);
  const { reason, endsAt } = block;
  return refuse("client_blocked", endsAt === undefined ? { reason } : { reason, endsAt });
}
