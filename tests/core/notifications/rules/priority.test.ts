import { expect, it } from "vitest";
import type { MessageKind } from "../../../../src/core/notifications/model.ts";
import { priorityOf } from "../../../../src/core/notifications/rules/priority.ts";

/** In the order of sending. */
const RANKS = [
  "payments and bookings",
  "words of people",
  "news for staff",
  "reminders",
  "requests for reviews",
  "broadcasts",
] as const;

/** A new kind of message does not compile until it has its place here. */
const RANK_OF: Readonly<Record<MessageKind, (typeof RANKS)[number]>> = {
  booking_confirmed: "payments and bookings",
  payment_requested: "payments and bookings",
  payment_declined: "payments and bookings",
  payment_too_late: "payments and bookings",
  payment_returned: "payments and bookings",
  capture_refused: "payments and bookings",
  tip_received: "payments and bookings",
  tip_declined: "payments and bookings",
  hold_expired: "payments and bookings",
  booking_cancelled: "payments and bookings",
  booking_moved: "payments and bookings",
  meeting_link_changed: "payments and bookings",
  no_show_marked: "payments and bookings",
  visit_completed: "payments and bookings",
  mark_corrected: "payments and bookings",
  client_blocked: "payments and bookings",
  block_lifted: "payments and bookings",
  friend_came: "payments and bookings",
  message_from_staff: "words of people",
  waitlist_offer: "payments and bookings",
  waitlist_joined: "payments and bookings",
  waitlist_ended: "payments and bookings",
  staff_payment_needs_person: "words of people",
  staff_payment_receipt_refused: "words of people",
  staff_closing_receipt_refused: "words of people",
  staff_new_booking: "news for staff",
  staff_booking_cancelled: "news for staff",
  staff_booking_moved: "news for staff",
  staff_client_message: "news for staff",
  reminder: "reminders",
  review_requested: "requests for reviews",
  staff_low_rating: "words of people",
  staff_rating_better: "words of people",
  staff_tip: "news for staff",
  staff_merge_overlaps: "news for staff",
  broadcast_test: "news for staff",
  staff_hot_windows: "news for staff",
  staff_backup_failed: "news for staff",
  staff_export_failed: "news for staff",
  export_file: "news for staff",
  broadcast: "broadcasts",
};

const KINDS = Object.keys(RANK_OF) as MessageKind[];
const prioritiesOf = (rank: (typeof RANKS)[number]): readonly number[] =>
  KINDS.filter((kind) => RANK_OF[kind] === rank).map(priorityOf);

it.each(RANKS.map((rank, index) => [rank, RANKS[index + 1]] as const))(
  "MS-6: %s go before what follows: %s",
  (rank, nextRank) => {
    const next = nextRank === undefined ? [Number.POSITIVE_INFINITY] : prioritiesOf(nextRank);
    expect(Math.max(...prioritiesOf(rank))).toBeLessThan(Math.min(...next));
  },
);

it.each(RANKS)("MS-6: of %s the one that was queued first goes first", (rank) => {
  expect(new Set(prioritiesOf(rank)).size).toBe(1);
});
