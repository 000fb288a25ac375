import type { MessageKind } from "../model.ts";

/**
 * The booking whose latest reminder in the chat a message takes the place of, if it does: the reminder before a reminder;
 * the last one of a visit that the business cancelled, and of one that was moved, by whomever.
 *
 * @source MS-1 MS-8
 */
export function endsRemindersOf(message: {
  readonly kind: MessageKind;
  readonly bookingId: string | undefined;
  /** Of a move: which booking it took the place of. */
  readonly payload: { readonly replacedBookingId?: unknown };
}): string | undefined {
  const { replacedBookingId: moved } = message.payload;
  switch (message.kind) {
    case "reminder":
    case "booking_cancelled":
      return message.bookingId;
    case "booking_confirmed":
    case "booking_moved":
      return typeof moved === "string" ? moved : undefined;
    default:
      return undefined;
  }
}
