import type { App } from "../app.ts";
import { type FreeStart, lockStart, type StartRefusal } from "../calendar/index.ts";
import { findOffering } from "../catalog/index.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import type { Tx } from "../runtime/transaction.ts";
import { loadSettings, type Settings } from "../settings/index.ts";
import type { ClientFacts } from "./client-facts.ts";
import type { Booking, BookingTerms } from "./model.ts";
import { type BookedBy, begunSince } from "./rules/begun-start.ts";
import { freezeTerms } from "./terms.ts";

export type PriceStartRefusal = StartRefusal | "unknown_service";

export type PricedTerms = {
  readonly settings: Settings;
  readonly start: FreeStart;
  readonly terms: BookingTerms;
};

/**
 * Holds a start still and freezes what a booking of it would be agreed on, within a transaction that has locked the
 * client: the part that a client's own booking and one made by staff have in common.
 *
 * A booking that is given up for this one (`exceptBookingId`, `replaced`) neither claims slots nor carries the friend's
 * discount.
 *
 * @source PR-3 PR-5 SL-2
 */
export async function priceStart(
  app: App,
  tx: Tx,
  wanted: {
    readonly serviceId: string;
    readonly slotId: string;
    readonly standing: ClientFacts;
    readonly exceptBookingId: string | undefined;
    /** The booking that this one replaces: its discount goes along (CX-7). */
    readonly replaced?: Pick<Booking, "id" | "hasFriendDiscount"> | undefined;
    /** Staff may book what begins in a minute. */
    readonly isLeadTimeKept: boolean;
    /** For whom what has begun counts as far as their reach goes (`begunSince`); undefined: only what is ahead. */
    readonly begunBy?: BookedBy | undefined;
  },
  now: Date,
): Promise<Outcome<PricedTerms, PriceStartRefusal>> {
  const given = [wanted.exceptBookingId, wanted.replaced?.id];
  const settings = await loadSettings(tx);
  const offering = await findOffering(tx, wanted.serviceId);
  if (!offering) return refuse("unknown_service");
  const { service, doers } = offering;
  const start = await lockStart(tx, wanted.slotId, {
    serviceKind: service.kind,
    durationMinutes: service.durationMinutes,
    minLeadMinutes: wanted.isLeadTimeKept ? settings["calendar.minLeadMinutes"] : 0,
    // Whether hot starts may be booked at all is the admission's to say, in its own words.
    isHotOffered: true,
    hotPercent: settings["hot.discountPercent"],
    now,
    begunSince: wanted.begunBy && begunSince(wanted.begunBy, { now, zone: settings["business.timeZone"] }),
    ownBookingIds: given.filter((id) => id !== undefined),
  });
  if (!start.ok) return start;
  const listPrice = doers.get(start.value.specialistId)?.price;
  if (listPrice === undefined) return refuse("slot_gone");

  const { isFriendNewcomer, live } = wanted.standing;
  const isDiscountTaken = live.some((one) => one.hasFriendDiscount && !given.includes(one.id));
  const isFriendsDue = isFriendNewcomer || wanted.replaced?.hasFriendDiscount === true;
  const isFriendFirstVisit = isFriendsDue && !isDiscountTaken;
  const arePaymentsOn = app.payments !== undefined;
  const terms = freezeTerms(
    { service, listPrice, slot: start.value, isFriendFirstVisit, arePaymentsOn },
    settings,
  );
  return done({ settings, start: start.value, terms });
}
