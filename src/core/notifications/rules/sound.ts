import type { MessageKind } from "../model.ts";

/** What quiet hours do to a message: nothing, take its sound, or hold it back until they are over. */
export type InQuietHours = "loud" | "silent" | "waits";

/**
 * Loud is what answers something that its receiver does at that very moment, and what is held for them for minutes only.
 * What staff or the clock cause comes without a sound, and so does all that staff are told: whoever works sees it.
 */
const IN_QUIET_HOURS: Readonly<Record<MessageKind, InQuietHours>> = {
  booking_confirmed: "loud",
  payment_requested: "loud",
  payment_declined: "loud",
  payment_too_late: "loud",
  payment_returned: "loud",
  capture_refused: "loud",
  hold_expired: "loud",
  tip_received: "loud",
  tip_declined: "loud",
  waitlist_offer: "loud",
  broadcast_test: "loud",
  booking_cancelled: "silent",
  booking_moved: "silent",
  meeting_link_changed: "silent",
  no_show_marked: "silent",
  visit_completed: "silent",
  mark_corrected: "silent",
  client_blocked: "silent",
  block_lifted: "silent",
  friend_came: "silent",
  message_from_staff: "silent",
  waitlist_joined: "silent",
  waitlist_ended: "silent",
  reminder: "silent",
  staff_new_booking: "silent",
  staff_booking_cancelled: "silent",
  staff_booking_moved: "silent",
  staff_client_message: "silent",
  staff_payment_needs_person: "silent",
  staff_payment_receipt_refused: "silent",
  staff_closing_receipt_refused: "silent",
  staff_low_rating: "silent",
  staff_rating_better: "silent",
  staff_tip: "silent",
  staff_merge_overlaps: "silent",
  staff_hot_windows: "silent",
  staff_backup_failed: "silent",
  staff_export_failed: "silent",
  export_file: "silent",
  review_requested: "waits",
  broadcast: "waits",
};

/**
 * How a message goes out in quiet hours, by its kind; money that staff gave back is staff's doing, whatever else the same
 * kind answers.
 *
 * @source MS-1 MS-5
 */
export function inQuietHours(kind: MessageKind, cause: { readonly isStaff: boolean }): InQuietHours {
  const usual = IN_QUIET_HOURS[kind];
  return usual === "loud" && cause.isStaff ? "silent" : usual;
}
