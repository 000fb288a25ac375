import type { MessageKind } from "../model.ts";

/** Smaller goes first: payment and booking messages before words of people, then reminders, requests for reviews, broadcasts (MS-6). */
const PRIORITY: Readonly<Record<MessageKind, number>> = {
  booking_confirmed: 10,
  payment_requested: 10,
  payment_declined: 10,
  payment_too_late: 10,
  payment_returned: 10,
  capture_refused: 10,
  tip_received: 10,
  tip_declined: 10,
  hold_expired: 10,
  booking_cancelled: 10,
  booking_moved: 10,
  meeting_link_changed: 10,
  no_show_marked: 10,
  visit_completed: 10,
  mark_corrected: 10,
  client_blocked: 10,
  block_lifted: 10,
  friend_came: 10,
  message_from_staff: 15,
  waitlist_offer: 10,
  waitlist_joined: 10,
  waitlist_ended: 10,
  staff_payment_needs_person: 15,
  staff_low_rating: 15,
  staff_rating_better: 15,
  staff_payment_receipt_refused: 15,
  staff_closing_receipt_refused: 15,
  staff_new_booking: 20,
  staff_booking_cancelled: 20,
  staff_booking_moved: 20,
  staff_client_message: 20,
  reminder: 30,
  review_requested: 40,
  staff_tip: 20,
  staff_merge_overlaps: 20,
  broadcast_test: 20,
  staff_hot_windows: 20,
  staff_backup_failed: 20,
  staff_export_failed: 20,
  export_file: 20,
  broadcast: 50,
};

/** Every level there is, most urgent first. */
export const PRIORITIES: readonly number[] = [...new Set(Object.values(PRIORITY))].sort((a, b) => a - b);

/** How urgent a message is; the smaller the sooner. @source MS-6 */
export const priorityOf = (kind: MessageKind): number => PRIORITY[kind];
