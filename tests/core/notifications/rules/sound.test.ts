import { describe, expect, it } from "vitest";
import type { MessageKind } from "../../../../src/core/notifications/model.ts";
import { type InQuietHours, inQuietHours } from "../../../../src/core/notifications/rules/sound.ts";

/** Who sets a message off; a new kind does not compile until it has its place here. */
const CAUSE = {
  booking_confirmed: "its receiver, now",
  payment_requested: "a hold of minutes",
  payment_declined: "its receiver, now",
  payment_too_late: "its receiver, now",
  payment_returned: "its receiver, now",
  capture_refused: "its receiver, now",
  hold_expired: "its receiver, now",
  tip_received: "its receiver, now",
  tip_declined: "its receiver, now",
  waitlist_offer: "a hold of minutes",
  broadcast_test: "its receiver, now",
  booking_cancelled: "staff",
  booking_moved: "staff",
  meeting_link_changed: "staff",
  no_show_marked: "staff",
  visit_completed: "staff or the clock",
  mark_corrected: "staff",
  client_blocked: "staff or the clock",
  block_lifted: "staff",
  friend_came: "another client",
  message_from_staff: "staff",
  waitlist_joined: "staff",
  waitlist_ended: "staff or the clock",
  reminder: "the clock",
  staff_new_booking: "another client",
  staff_booking_cancelled: "another client",
  staff_booking_moved: "another client",
  staff_client_message: "another client",
  staff_payment_needs_person: "the clock",
  staff_payment_receipt_refused: "the clock",
  staff_closing_receipt_refused: "the clock",
  staff_low_rating: "another client",
  staff_rating_better: "another client",
  staff_tip: "another client",
  staff_merge_overlaps: "another client",
  staff_hot_windows: "the clock",
  staff_backup_failed: "the clock",
  staff_export_failed: "the clock",
  export_file: "the clock",
  review_requested: "may wait",
  broadcast: "may wait",
} as const satisfies Record<MessageKind, string>;

const COMES: Readonly<Record<(typeof CAUSE)[MessageKind], InQuietHours>> = {
  "its receiver, now": "loud",
  "a hold of minutes": "loud",
  staff: "silent",
  "staff or the clock": "silent",
  "the clock": "silent",
  "another client": "silent",
  "may wait": "waits",
};

const KINDS = Object.keys(CAUSE) as MessageKind[];

describe("MS-1, MS-5: in quiet hours", () => {
  it.each(KINDS.map((kind) => [kind, CAUSE[kind], COMES[CAUSE[kind]]] as const))(
    "%s, set off by %s, comes %s",
    (kind, _, comes) => {
      expect(inQuietHours(kind, { isStaff: false })).toBe(comes);
    },
  );

  it("nothing that staff cause is loud, and what waits waits whoever caused it", () => {
    for (const kind of KINDS) {
      const expected = COMES[CAUSE[kind]] === "waits" ? "waits" : "silent";
      expect(inQuietHours(kind, { isStaff: true })).toBe(expected);
    }
  });
});
