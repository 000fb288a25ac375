import type { App } from "../app.ts";
import { claimSlots } from "../calendar/index.ts";
import { shortId } from "../kernel/ids.ts";
import { invariant, present } from "../kernel/invariant.ts";
import { chargePenalty, postPoints, returnPoints } from "../loyalty/index.ts";
import { carryPayments, promiseRefunds } from "../payments/index.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Booking, CancellationConsequence } from "./model.ts";
import { noteVisitBooked } from "./note-waiting.ts";
import { planReminders } from "./plan-reminders.ts";
import { heldConsequence } from "./preview-held-move.ts";
import type { MovePlan } from "./rules/rescheduling.ts";
import { carryBookingNote } from "./set-booking-note.ts";
import { carryMeetingLink } from "./set-meeting-link.ts";
import { endBooking, enliven, lockBooking } from "./store.ts";
import { tellMoved } from "./tell-moved.ts";

/**
 * Puts a hold that is paid, or has nothing to pay, in the place of the booking that it replaces, within a transaction
 * that has locked the client.
 *
 * The old one ends first, so that its slots are free for the new one. What it gives back is judged by its own terms at
 * the moment when the new hold was made; a penalty reckons with the points that the new one spends. What was paid on
 * the spot goes along: the salon has it, and the visit is still to come.
 *
 * @source CX-7 PR-5
 */
export async function finishMove(
  app: App,
  tx: Tx,
  booking: Booking & { readonly replacesId: string },
  now: Date,
): Promise<void> {
  const { id: bookingId, clientId } = booking;
  const old = present(await lockBooking(tx, booking.replacesId), "the booking that is replaced");
  invariant(old.state === "confirmed", "what is replaced stands until then", {
    id: old.id,
    state: old.state,
  });
  const consequence = await heldConsequence(tx, old, booking);
  const { isLate, refund, penalty } = consequence;

  await endBooking(tx, old.id, { state: "moved", reason: isLate ? "moved_late" : "moved" }, now);
  await returnPoints(tx, { bookingId: old.id, clientId, entryId: app.newId() }, now);
  const back = { bookingId: old.id, amount: refund, reason: "moved", cause: causeOf(bookingId) } as const;
  await promiseRefunds(app, tx, { ...back, staffId: null }, now);
  await carryPayments(tx, { fromId: old.id, toId: bookingId, kinds: ["on_spot"] });
  await carryMeetingLink(tx, { from: old, to: booking });
  await carryBookingNote(tx, { from: old, to: booking });
  await takePlace(app, tx, booking, now);

  const charged = { entryId: app.newId(), bookingId: old.id, clientId, points: penalty, number: 1 };
  await chargePenalty(tx, { ...charged, staffId: null }, now);
  await tellMoved(app, tx, { old, booking, by: "client", consequence }, now);
}

/**
 * Puts a new booking in the old one's place at once, within a transaction that has locked the client: what was paid is
 * the new one's from now on, and what it cannot take goes back.
 *
 * @source CX-7
 */
export async function carryOver(
  app: App,
  tx: Tx,
  move: {
    readonly old: Booking;
    readonly booking: Booking;
    readonly plan: MovePlan;
    readonly consequence: CancellationConsequence;
    readonly by: "client" | "business";
    readonly staffId: string | null;
  },
  now: Date,
): Promise<void> {
  const { old, booking, plan, consequence, by, staffId } = move;
  const { id: bookingId, clientId } = booking;
  await endBooking(tx, old.id, { state: "moved", reason: "moved" }, now);
  await returnPoints(tx, { bookingId: old.id, clientId, entryId: app.newId() }, now);
  await carryPayments(tx, { fromId: old.id, toId: bookingId, kinds: ["booking", "on_spot"] });
  await carryMeetingLink(tx, { from: old, to: booking });
  await carryBookingNote(tx, { from: old, to: booking });
  const back = {
    bookingId,
    amount: plan.excess,
    reason: "moved",
    cause: causeOf(bookingId),
    staffId,
  } as const;
  await promiseRefunds(app, tx, back, now);
  await takePlace(app, tx, booking, now);
  await noteVisitBooked(tx, booking, now);
  await tellMoved(app, tx, { old, booking, by, consequence }, now);
}

/** Slots, state, points and reminders of the new booking, once the old one has let go of its own (MS-1). */
async function takePlace(app: App, tx: Tx, booking: Booking, now: Date): Promise<void> {
  const { id: bookingId, clientId, slotIds } = booking;
  invariant(await claimSlots(tx, slotIds, bookingId), "a move has its slots", { bookingId });
  await enliven(tx, bookingId, { state: "confirmed", confirmedAt: now });
  await postPoints(tx, { bookingId, clientId, entryId: app.newId() }, now);
  await planReminders(app, tx, booking, now);
}

/** One move gives a payment back once, and a payment may go through several moves. */
const causeOf = (bookingId: string): string => `mv-${shortId(bookingId)}`;
