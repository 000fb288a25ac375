import type { SlotKind } from "../calendar/index.ts";
import type { Kopecks, Percent } from "../kernel/money.ts";
import type { Points } from "../kernel/points.ts";
import type { OnlineMethod } from "../payments/index.ts";
import type { PayChoice, PaymentPolicy } from "./rules/payment-split.ts";

/** held → confirming → confirmed → completed | no_show; a hold may end `expired`, a booking `cancelled` or `moved`. */
export type BookingState =
  | "held"
  | "confirming"
  | "confirmed"
  | "completed"
  | "no_show"
  | "expired"
  | "cancelled"
  | "moved";

/** Why a hold ended: `given_up` by the client or for another booking, `dropped` by staff. */
export type EndReason = "unpaid" | "given_up" | "dropped" | "capture_refused" | "authorisation_lost";

export const LIVE_STATES: readonly BookingState[] = ["held", "confirming", "confirmed"];
/** Of a visit that will not be, or was not: nothing is owed for it on the spot and nothing will be earned. */
export const DEAD_STATES: readonly BookingState[] = ["no_show", "expired", "cancelled", "moved"];

/** What was agreed when the booking was made; later settings never change it (PR-5). */
export type BookingTerms = {
  readonly listPrice: Kopecks;
  readonly hotDiscount: Kopecks;
  readonly friendDiscount: Kopecks;
  readonly discount: Kopecks;
  readonly price: Kopecks;
  readonly hasFriendDiscount: boolean;
  readonly policy: PaymentPolicy;
  readonly prepayment: Kopecks;
  readonly cancelLateHours: number;
  readonly cancelGraceMinutes: number;
  readonly penaltyPercent: Percent;
  readonly keepsPrepayment: boolean;
  readonly accrualPercent: Percent;
  readonly accrualBase: "price" | "paid";
  readonly rebookPercent: Percent;
  readonly rebookDays: number;
};

/** How the price is paid; may change while the booking is held. */
export type PaymentPlan = {
  readonly points: Points;
  readonly payChoice: PayChoice;
  readonly payNow: Kopecks;
  readonly onSpot: Kopecks;
};

export type Booking = BookingTerms &
  PaymentPlan & {
    readonly id: string;
    readonly number: number;
    readonly clientId: string;
    readonly specialistId: string;
    readonly serviceId: string;
    readonly state: BookingState;
    readonly startsAt: Date;
    readonly endsAt: Date;
    readonly slotIds: readonly string[];
    readonly slotKind: SlotKind;
    /** The booking that it comes instead of; that one stands until this one is confirmed (CX-7). */
    readonly replacesId: string | undefined;
    readonly madeBy: "client" | "staff";
    readonly createdAt: Date;
    readonly heldUntil: Date | undefined;
    readonly confirmedAt: Date | undefined;
    /** When the client said that they will come. */
    readonly promisedAt: Date | undefined;
    readonly endedAt: Date | undefined;
    readonly endedReason: string | undefined;
    /** How often its visit was marked. */
    readonly marks: number;
  };

/** A booking as people see it, names and money included. */
export type BookingView = Booking & {
  readonly clientName: string;
  /** Whether the bot can write to the client. */
  readonly isClientReachable: boolean;
  readonly serviceName: string;
  readonly serviceKind: "in_person" | "online";
  readonly specialistName: string;
  /** Where an online visit happens: staff's link on the booking, else the specialist's own (SL-8). */
  readonly meetingUrl: string | undefined;
  /** Received for the visit, online and on the spot, whatever went back since; tips are not for the visit. */
  readonly received: Kopecks;
  /** Of that, what has not gone back. */
  readonly paid: Kopecks;
  readonly refunded: Kopecks;
  /** Of what was paid, taken on the spot and not given back (PY-7). */
  readonly takenOnSpot: Kopecks;
  /** What is still to be paid on the spot; what staff gave back is not owed again. */
  readonly owedOnSpot: Kopecks;
  /** The most that may be recorded on the spot: more than is owed where staff gave something back. */
  readonly takableOnSpot: Kopecks;
  /** Tips received and not given back. */
  readonly tips: Kopecks;
  /** It began as a hold that the waitlist offered (MS-9). */
  readonly wasOffered: boolean;
  /** What the visit will earn when it is completed (EP-1), without what a quick rebooking adds. */
  readonly willEarn: Points;
  /** The visit that it comes instead of, as it was agreed (CX-7). */
  readonly replaces:
    | {
        readonly id: string;
        readonly number: number;
        readonly state: BookingState;
        readonly startsAt: Date;
        readonly specialistName: string;
        /** The booking with which the visit began, and how often it was moved since. */
        readonly firstId: string;
        readonly moves: number;
      }
    | undefined;
  /** The booking that a moved one became. */
  readonly movedTo: { readonly id: string; readonly number: number; readonly startsAt: Date } | undefined;
  /** The payment that the hold waits for. */
  readonly openPayment:
    | {
        readonly id: string;
        readonly state: string;
        readonly method: OnlineMethod;
        readonly url: string | undefined;
        readonly amount: Kopecks;
      }
    | undefined;
};

/** Until when a booking may be cancelled for nothing, and which money a late cancellation would cost. */
export type LateCost = {
  /** Still ahead; undefined when it is late already, or would be as soon as the hold is confirmed. */
  readonly freeUntil: Date | undefined;
  /** Minutes after the confirmation of a hold in which it is in time all the same, where that is all there is. */
  readonly graceMinutes: number | undefined;
  /** What of the money stays with the business. */
  readonly kept: Kopecks;
};

/** What a move would be, shown before the last tap: when, for how much, and what giving the old visit up means. */
export type MovePreview = CancellationConsequence &
  PaymentPlan & {
    readonly specialistId: string;
    readonly startsAt: Date;
    readonly endsAt: Date;
    readonly slotKind: SlotKind;
    readonly price: Kopecks;
    /** What was paid is carried over and nothing else is to be paid; otherwise the new time is held until it is. */
    readonly isAtOnce: boolean;
    /** What changes with it: the price, and what cancelling late costs as agreed so far and from then on (PR-5). */
    readonly priceBefore: Kopecks;
    readonly lateBefore: LateCost | undefined;
    readonly lateAfter: LateCost | undefined;
  };

/** What a cancellation gives back and takes: shown before the last tap, and done by it. */
export type CancellationConsequence = {
  readonly isLate: boolean;
  readonly refund: Kopecks;
  /** What of the money stays with the business. */
  readonly kept: Kopecks;
  readonly pointsBack: Points;
  readonly penalty: Points;
};

/** What cancelling a booking would mean: beside what happens by itself, what staff do by hand and what goes with it. */
export type CancellationPreview = CancellationConsequence & {
  /** Taken on the spot: staff give it back from hand to hand (PY-7). */
  readonly handedBack: Kopecks;
  /** The new time to which it was being moved; its hold is dropped with it (CX-7). */
  readonly droppedMove: { readonly number: number; readonly startsAt: Date } | undefined;
};
