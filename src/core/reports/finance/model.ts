import type { LocalDay, Zone } from "../../kernel/local-day.ts";
import type { Kopecks } from "../../kernel/money.ts";
import type { Points } from "../../kernel/points.ts";

/** What came in, each way that money comes for a visit apart; then what is no revenue. The order is the reports'. */
export const OPERATION_KINDS = [
  "card",
  "sbp",
  "cash",
  "terminal",
  "transfer",
  "refund",
  "kept",
  "tip",
  "tip_refund",
  "points_given",
  "points_redeemed",
  "points_penalty",
] as const;

/**
 * `card`, `sbp`: money for a visit by the gateway; `cash`, `terminal`, `transfer`: taken on the spot (PY-7); `tip`: for the
 * specialist, never revenue (MS-2); `refund`, `tip_refund`: money that goes back, a row of its own on its own day;
 * `kept`: what remains with us of a booking that came to no visit (CX-2, CX-3), received before, so it adds nothing;
 * `points_given`: earned, granted, corrected; `points_redeemed`: spent on a booking, or returned; `points_penalty`.
 */
export type OperationKind = (typeof OPERATION_KINDS)[number];

export const MONEY_KINDS = [
  "card",
  "sbp",
  "cash",
  "terminal",
  "transfer",
  "refund",
  "kept",
  "tip",
  "tip_refund",
] as const satisfies readonly OperationKind[];

export const POINT_OPERATIONS = [
  "points_given",
  "points_redeemed",
  "points_penalty",
] as const satisfies readonly OperationKind[];

/**
 * The fate of each ruble, as it stands now (PY-5): `captured`: received; `partly_refunded`, `refunded`: what of it went
 * back and arrived; `kept`: its booking came to no visit, and it stays; `unpaid`: the client may still pay, nobody else is
 * to do anything; `waiting`: the gateway or a person owes an answer;
 * `refused`: a refund that the gateway would not send; `never_taken`: asked for, and not paid; `posted`: points.
 */
export const FATES = [
  "captured",
  "partly_refunded",
  "refunded",
  "kept",
  "unpaid",
  "waiting",
  "refused",
  "never_taken",
  "posted",
] as const;

export type Fate = (typeof FATES)[number];

/** One thing that happened to money or points. */
export type Operation = {
  readonly kind: OperationKind;
  /** The id of its row: a payment, a refund, a booking (`kept`), an entry of points. */
  readonly id: string;
  /**
   * The day on which it counts is this moment's in the business time zone: of a payment and a refund when we learnt
   * its end (PY-3), while it has none when it was asked for; of what is kept when its booking ended; of points when
   * they were written.
   */
  readonly at: Date;
  readonly day: LocalDay;
  readonly bookingId: string | undefined;
  /** The booking that the money belongs to now: what was moved in time goes along (CX-7). */
  readonly bookingNumber: number | undefined;
  readonly clientId: string;
  readonly clientName: string;
  readonly serviceName: string | undefined;
  readonly specialistName: string | undefined;
  /** Kopecks that it is about, never negative: what was asked for, goes back, is kept; 0 for points. */
  readonly amount: Kopecks;
  /** Kopecks that came in (+) or went back (−) with it; 0 while it waits, of what never came, of what is kept, of points. */
  readonly gross: Kopecks;
  /**
   * Kopecks that the gateway took of `gross`, by its own word; 0 where it had no part, and for refunds, whose fee it
   * neither takes again nor gives back; undefined where it has not said.
   */
  readonly fee: Kopecks | undefined;
  /** `gross` less `fee`, in kopecks. */
  readonly net: Kopecks | undefined;
  /** Points by which the client's balance changed. */
  readonly points: Points;
  readonly fate: Fate;
  /** Kopecks of a payment that went back and arrived. */
  readonly returned: Kopecks;
  /** A code beside the kind: why a refund, why no money, what kind of entry; put into words by `operationDetail`. */
  readonly detail: string | undefined;
  /** What staff wrote as their reason. */
  readonly note: string | undefined;
};

/** Days of the business, both included. */
export type FinancePeriod = { readonly from: LocalDay; readonly to: LocalDay; readonly zone: Zone };

export type FinanceFilter = FinancePeriod & {
  readonly specialistId?: string | undefined;
  readonly serviceId?: string | undefined;
  readonly clientId?: string | undefined;
  /** All when it is not given. */
  readonly kinds?: readonly OperationKind[] | undefined;
  /** All but `never_taken` when it is not given: an attempt that came to nothing is no operation of the till. */
  readonly fate?: Fate | undefined;
};

export const TOTALS_BY = ["day", "service", "specialist", "kind"] as const;
export type TotalsBy = (typeof TOTALS_BY)[number];

/** Sums of operations, in kopecks and points. */
export type FinanceSums = {
  /** All of them: those with money and those of points. */
  readonly operations: number;
  /** Of `MONEY_KINDS`. */
  readonly moneyOperations: number;
  /** Of `POINT_OPERATIONS`. */
  readonly pointsOperations: number;
  /** Received for visits by the gateway: cards and SBP. */
  readonly online: Kopecks;
  readonly cash: Kopecks;
  readonly terminal: Kopecks;
  /** Sent to the salon itself, past the gateway. */
  readonly transfer: Kopecks;
  /** Went back of visits' money and arrived, as a positive sum; on the day it arrived. */
  readonly refunded: Kopecks;
  /** online + cash + terminal + transfer − refunded: money for visits. Tips are not in it, points neither. */
  readonly revenue: Kopecks;
  /** What the gateway took of the online money for visits, as far as it said. */
  readonly fee: Kopecks;
  /** Online money for visits of which the gateway has not said what it takes. */
  readonly feeUnknown: Kopecks;
  /** revenue − fee. */
  readonly net: Kopecks;
  /** Tips received less tips that went back. */
  readonly tips: Kopecks;
  /** What the gateway took of tips. */
  readonly tipsFee: Kopecks;
  /** In the revenue of this or an earlier period: stays with us without a visit. */
  readonly kept: Kopecks;
  /** Refunds that were asked for and have no answer. */
  readonly refundsWaiting: Kopecks;
  /** Refunds that the gateway would not send. */
  readonly refundsRefused: Kopecks;
  /** Payments that were asked for and have no answer. */
  readonly paymentsWaiting: Kopecks;
  /** Earned, granted and corrected, as balances changed by it. */
  readonly pointsGiven: Points;
  /** What of these was taken back, with a refund or by hand, as a positive number; `pointsGiven` is without it already. */
  readonly pointsTakenBack: Points;
  /** Spent on bookings less what was returned, as a positive number. */
  readonly pointsRedeemed: Points;
  /** Taken as penalties less penalties taken back, as a positive number. */
  readonly pointsPenalty: Points;
};

/** The sums of one day, service, specialist or kind. */
export type FinanceLine = FinanceSums & {
  /** The day, the kind, or the id; undefined: what belongs to no booking. */
  readonly key: string | undefined;
  /** The name of the service or specialist; otherwise the key. */
  readonly name: string | undefined;
};

export type FinanceTotals = { readonly lines: readonly FinanceLine[]; readonly sum: FinanceSums };
