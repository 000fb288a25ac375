import type { LocalDay } from "../../kernel/local-day.ts";
import type { Kopecks } from "../../kernel/money.ts";
import type { Points } from "../../kernel/points.ts";
import type { Period } from "../rules/analytics-period.ts";

/** What happened with visits; every one counts on the business day on which it begins. */
export type VisitFigures = {
  /** Completed visits. */
  readonly visits: number;
  readonly noShows: number;
  /** Cancelled by the client later than their terms allow (CX-1); a late move is none. */
  readonly lateCancels: number;
  /** What completed visits cost, discounts taken off, points still in it. */
  readonly priceKopecks: Kopecks;
  /** Minutes of visits that are or were promised: held, confirmed, completed, missed. */
  readonly bookedMinutes: number;
};

/** Time on offer: slots that are open, taken or not. What was closed or deleted since is not offered. */
export type OfferFigures = { readonly offeredMinutes: number };

/** Money, each ruble on the business day on which it moved. */
export type MoneyFigures = {
  /** Captured online for bookings, plus taken on the spot, less what of both went back; without tips. */
  readonly revenueKopecks: Kopecks;
  /** Tips less tips given back. */
  readonly tipsKopecks: Kopecks;
};

export type DayFigures = { readonly day: LocalDay } & VisitFigures & OfferFigures & MoneyFigures;

export type SpecialistFigures = {
  readonly id: string;
  readonly name: string;
  readonly reviews: number;
  /** 1–5; undefined without reviews. */
  readonly averageRating: number | undefined;
} & VisitFigures &
  OfferFigures;

/** One hour of the week by the clocks of the business; Monday is 1. */
export type HourFigures = {
  readonly weekday: number;
  /** 0–23 */
  readonly hour: number;
  readonly offeredMinutes: number;
  readonly bookedMinutes: number;
};

export type ClientFigures = {
  /** Clients whose first completed visit ever is in the period. */
  readonly newClients: number;
  /** Clients with a completed visit in the period and one before it. */
  readonly returningClients: number;
  /** New clients who came by a friend's link (EP-4). */
  readonly friendsCame: number;
};

export type PointFigures = {
  /** Earned for visits, for quick rebookings, for friends, and given by staff; less what was taken back of it. */
  readonly issued: Points;
  /** Spent on bookings, less what was given back. */
  readonly redeemed: Points;
  /** Charged for no-shows and late cancellations, less what was forgiven. */
  readonly penalties: Points;
};

export type FriendFigures = {
  /** Who joined in the period by a friend's link. */
  readonly invited: number;
  /** Inviters' rewards, those taken back subtracted. */
  readonly rewards: number;
  readonly rewardPoints: Points;
};

/** Hot windows (MS-4), by the day on which they begin. */
export type HotFigures = {
  /** Open hot slots, taken or not; what was turned regular again is not among them. */
  readonly offered: number;
  readonly offeredMinutes: number;
  readonly bookedMinutes: number;
  /** Completed visits in hot windows. */
  readonly visits: number;
  /** What those visits cost: money that empty hours would not have brought. */
  readonly savedKopecks: Kopecks;
  /** What was taken off the list price for them. */
  readonly discountKopecks: Kopecks;
};

export type ReviewFigures = {
  /** Reviews written in the period. */
  readonly reviews: number;
  readonly averageRating: number | undefined;
};

export type Totals = VisitFigures &
  OfferFigures &
  MoneyFigures &
  ClientFigures &
  PointFigures &
  FriendFigures &
  ReviewFigures & { readonly hot: HotFigures };

/** A period and the one it is compared with (`previousDays`). */
export type Analytics = {
  readonly period: Period;
  readonly before: Period;
  readonly totals: Totals;
  readonly totalsBefore: Totals;
  readonly days: readonly DayFigures[];
  readonly daysBefore: readonly DayFigures[];
  /** Those with time or visits in the period, in the salon's order. */
  readonly specialists: readonly SpecialistFigures[];
  /** Hours with time on offer or visits, Monday first. */
  readonly hours: readonly HourFigures[];
  /** What clients could spend at this moment: the sum of balances above zero. */
  readonly pointsOwed: Points;
};

/** Clients whose first completed visit was in one month, and how many of them came again in each month after. */
export type Cohort = {
  /** The first day of the month. */
  readonly month: LocalDay;
  readonly clients: number;
  /** In the first, second … month after; as many as have begun. */
  readonly returned: readonly number[];
};

export type ReminderGroup = { readonly visits: number; readonly noShows: number };

/** Visits of a period that took place or were missed, by what preceded them (MS-1). */
export type ReminderEffect = {
  readonly promised: ReminderGroup;
  readonly unpromised: ReminderGroup;
  readonly reminded: ReminderGroup;
  readonly unreminded: ReminderGroup;
};
