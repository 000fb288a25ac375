import { hoursAfter } from "../../kernel/instant.ts";

/** One reminder of a visit: so many hours before its start. */
export type Reminder = { readonly hours: number; readonly dueAt: Date };

type Visit = { readonly bookedAt: Date; readonly startsAt: Date };

/**
 * A booking's reminders, earliest first.
 *
 * One whose moment had come when the booking was made is skipped: who has just booked need not be reminded.
 *
 * @source MS-1
 */
export function plannedReminders(booking: Visit, hoursBefore: readonly number[]): readonly Reminder[] {
  return hoursBefore
    .map((hours) => ({ hours, dueAt: hoursAfter(booking.startsAt, -hours) }))
    .filter(({ dueAt }) => dueAt > booking.bookedAt && dueAt < booking.startsAt)
    .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
}

/** Why a reminder is not sent. */
export type ReminderProblem = "visit_began" | "not_set" | "outdone";

/**
 * Why a due reminder of a booking that stands is not sent any more, if it is not: the visit has begun, the owner took
 * it out of the settings, or a later one is due as well (after a standstill only the newest goes out).
 *
 * @source MS-1
 */
export function reminderProblem(
  reminder: { readonly hours: number; readonly startsAt: Date },
  hoursBefore: readonly number[],
  now: Date,
): ReminderProblem | undefined {
  if (reminder.startsAt <= now) return "visit_began";
  if (!hoursBefore.includes(reminder.hours)) return "not_set";
  const isOutdone = hoursBefore.some(
    (hours) => hours < reminder.hours && hoursAfter(reminder.startsAt, -hours) <= now,
  );
  return isOutdone ? "outdone" : undefined;
}
