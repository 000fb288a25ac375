import type { App } from "../app.ts";
import { findReview } from "../feedback/index.ts";
import { type Message, type MessageReason, reminderProblem } from "../notifications/index.ts";
import { loadSettings } from "../settings/index.ts";
import { findBooking } from "./store.ts";

/**
 * Why a promised message about a booking is not wanted any more, looked up at the moment of sending; undefined: it is.
 *
 * A reminder is for a visit that is still confirmed, has not begun, and is not overtaken by a later reminder (MS-1); a
 * request for a review for one that is completed and not reviewed yet (MS-2).
 */
export async function unwantedBecause(
  app: Pick<App, "db" | "clock">,
  message: Pick<Message, "kind" | "bookingId" | "payload">,
): Promise<MessageReason | undefined> {
  if (message.bookingId === undefined) return undefined;
  if (message.kind === "review_requested") return reviewUnwanted(app, message.bookingId);
  if (message.kind !== "reminder") return undefined;
  const booking = await findBooking(app.db, message.bookingId);
  if (booking?.state !== "confirmed") return "booking_not_confirmed";
  const hoursBefore = (await loadSettings(app.db))["reminders.hours"];
  const reminder = { hours: Number(message.payload.hours), startsAt: booking.startsAt };
  return reminderProblem(reminder, hoursBefore, app.clock.now());
}

async function reviewUnwanted(app: Pick<App, "db">, bookingId: string): Promise<MessageReason | undefined> {
  const booking = await findBooking(app.db, bookingId);
  if (booking?.state !== "completed") return "visit_not_completed";
  return (await findReview(app.db, bookingId)) === undefined ? undefined : "reviewed";
}
