/** What a message is about; the sentence for each is the bot's. */
export type MessageKind =
  | "booking_confirmed"
  | "payment_requested"
  | "payment_declined"
  | "payment_too_late"
  | "payment_returned"
  | "hold_expired"
  | "booking_cancelled"
  | "no_show_marked"
  | "capture_refused"
  | "reminder"
  | "review_requested"
  | "staff_low_rating"
  | "message_from_staff"
  | "staff_new_booking"
  | "staff_booking_cancelled"
  | "staff_client_message"
  | "staff_payment_needs_person";
