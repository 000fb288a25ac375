import type { Points } from "../kernel/points.ts";

export type PointKind =
  | "redemption"
  | "redemption_return"
  | "accrual"
  | "accrual_reversal"
  | "rebook"
  | "rebook_reversal"
  | "referral"
  | "referral_reversal"
  | "penalty"
  | "penalty_reversal"
  | "refund_reversal"
  | "refund_reversal_return"
  | "adjustment"
  | "merge";

/** A client's points: what they have, what is set aside for bookings not yet confirmed, what is left to spend. */
export type Balance = {
  readonly balance: Points;
  readonly held: Points;
  /** `balance - held`; may be negative. */
  readonly available: Points;
  /** When points were last held and not given back since (PT-2). */
  readonly lastRedemptionAt: Date | undefined;
};

export type EntryVisit = { readonly serviceName: string; readonly startsAt: Date; readonly state: string };

export type PointEntry = {
  readonly id: string;
  readonly points: Points;
  readonly kind: PointKind;
  readonly bookingNumber: number | undefined;
  /** The visit that it is about, as it stands now. */
  readonly visit: EntryVisit | undefined;
  /** The friend whose first visit it rewards; undefined when their data were erased. */
  readonly friendName: string | undefined;
  /** The member of staff who changed them by hand, if one did. */
  readonly staffName: string | undefined;
  readonly reason: string | undefined;
  readonly createdAt: Date;
  readonly balanceAfter: Points;
};
