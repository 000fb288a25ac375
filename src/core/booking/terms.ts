import type { SlotKind } from "../calendar/index.ts";
import type { Service } from "../catalog/index.ts";
import type { Kopecks, Percent } from "../kernel/money.ts";
import type { Settings } from "../settings/index.ts";
import type { BookingTerms } from "./model.ts";
import { freezePolicy } from "./rules/payment-split.ts";
import { type Price, priceBooking } from "./rules/price.ts";

export type TermFacts = {
  readonly service: Pick<Service, "policy" | "prepayment">;
  readonly listPrice: Kopecks;
  readonly slot: { readonly kind: SlotKind; readonly discountPercent: Percent | undefined };
  readonly isFriendFirstVisit: boolean;
  readonly arePaymentsOn: boolean;
};

/** The terms that a booking made now would carry for good (PR-5): today's settings, applied to it. */
export function freezeTerms(facts: TermFacts, settings: Settings): BookingTerms {
  const isHot = facts.slot.kind === "hot";
  return {
    ...priceOf(facts, settings),
    ...freezePolicy({
      service: facts.service,
      isHot,
      hotPrepayment: settings["hot.prepayment"],
      arePaymentsOn: facts.arePaymentsOn,
    }),
    cancelLateHours: settings["cancel.lateHours"],
    cancelGraceMinutes: settings["cancel.graceMinutes"],
    penaltyPercent: settings["penalty.percent"],
    keepsPrepayment: isHot && settings["hot.prepaymentKeptWhenLate"],
    accrualPercent: settings["points.accrualPercent"],
    accrualBase: settings["points.accrualBase"],
    rebookPercent: settings["points.rebookPercent"],
    rebookDays: settings["points.rebookDays"],
  };
}

/** What a start costs: for the calendar, where no client's own discount is known, and for a booking. */
export function priceOf(
  facts: Pick<TermFacts, "listPrice" | "slot" | "isFriendFirstVisit">,
  settings: Settings,
): Price {
  const { slot, listPrice, isFriendFirstVisit } = facts;
  const hotPercent =
    slot.kind === "hot" ? (slot.discountPercent ?? settings["hot.discountPercent"]) : undefined;
  return priceBooking(
    { listPrice, hotPercent, isFriendFirstVisit },
    { friendPercent: settings["referral.friendPercent"], stacking: settings["discounts.stacking"] },
  );
}
