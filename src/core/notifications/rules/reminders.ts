import { hoursAfter } from "../../kernel/instant.ts";

/**
 * When a booking's reminders are due, earliest first.
 *
 * One whose moment had passed when the booking was made is skipped; one due at that very moment is not.
 *
 * @source MS-1
 */
export function reminderMoments(
  booking: { readonly bookedAt: Date; readonly startsAt: Date },
  hoursBefore: readonly number[],
): readonly Date[] {
  return hoursBefore
    .map((hours) => hoursAfter(booking.startsAt, -hours))
    .filter((dueAt) => dueAt >= booking.bookedAt && dueAt < booking.startsAt)
    .sort((a, b) => a.getTime() - b.getTime());
}
