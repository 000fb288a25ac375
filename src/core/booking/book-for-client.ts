import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { claimSlots, lockStart, type StartRefusal } from "../calendar/index.ts";
import { findService, pricesOf } from "../catalog/index.ts";
import { type Actor, staffIdOf } from "../kernel/actor.ts";
import { overlaps } from "../kernel/interval.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { NO_POINTS } from "../kernel/points.ts";
import { lockClient } from "../people/index.ts";
import { inTransaction } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import { confirmBooking } from "./confirm-booking.ts";
import type { BookingView } from "./model.ts";
import { planStaffBooking, type StaffBookingRefusal, type StaffPayment } from "./rules/staff-booking.ts";
import { findBooking, findClientFacts, insertBooking, lockBooking } from "./store.ts";
import { freezeTerms } from "./terms.ts";

export type BookForClientInput = {
  /** Chosen by the caller and kept across retries: the same id is the same booking. */
  readonly bookingId: string;
  readonly clientId: string;
  readonly serviceId: string;
  readonly slotId: string;
  readonly payment: StaffPayment;
  readonly actor: Actor;
};

export type BookForClientRefusal =
  | StaffBookingRefusal
  | StartRefusal
  | "unknown_client"
  | "unknown_service"
  | "overlaps_own_booking";

/** Should the checks ever miss, the database still refuses. */
const CONFLICTS = {
  bookings_specialist_no_overlap: "slot_taken",
  bookings_client_no_overlap: "overlaps_own_booking",
} as const;

/**
 * Books for a client on behalf of staff: confirmed at once with the amount owed on the spot, or held with a pay link.
 *
 * Neither a block nor the number of bookings nor the lead time stands in the way of staff; a taken slot and an overlap
 * do. Safe to repeat with the same `bookingId`.
 *
 * @source PY-8 CX-4
 */
export async function bookForClient(
  app: App,
  input: BookForClientInput,
): Promise<Outcome<BookingView, BookForClientRefusal>> {
  const { bookingId, clientId, serviceId, slotId, payment, actor } = input;
  const now = app.clock.now();
  const booked = await inTransaction<null, BookForClientRefusal>(app.db, CONFLICTS, async (tx) => {
    if (!(await lockClient(tx, clientId))) return refuse("unknown_client");
    if (await lockBooking(tx, bookingId)) return done(null);

    const settings = await loadSettings(tx);
    const service = await findService(tx, serviceId);
    if (!service?.isActive) return refuse("unknown_service");
    const { kind: serviceKind, durationMinutes } = service;
    const offer = {
      serviceKind,
      durationMinutes,
      minLeadMinutes: 0,
      isHotOffered: true,
      now,
      ownBookingId: undefined,
    };
    const start = await lockStart(tx, slotId, offer);
    if (!start.ok) return start;
    const standing = await findClientFacts(tx, clientId, now);
    const inTheWay = standing.live.find((one) => overlaps(one, start.value));
    if (inTheWay)
      return refuse("overlaps_own_booking", { number: inTheWay.number, startsAt: inTheWay.startsAt });
    const listPrice = (await pricesOf(tx, serviceId)).get(start.value.specialistId);
    if (listPrice === undefined) return refuse("slot_gone");

    const isFriendFirstVisit =
      standing.isFriendNewcomer && !standing.live.some((one) => one.hasFriendDiscount);
    const arePaymentsOn = app.payments !== undefined;
    const terms = freezeTerms(
      { service, listPrice, slot: start.value, isFriendFirstVisit, arePaymentsOn },
      settings,
    );
    const { startsAt, endsAt, slotIds, specialistId, kind: slotKind } = start.value;
    const plan = planStaffBooking(
      { price: terms.price, points: NO_POINTS, frozen: terms, payment, startsAt },
      now,
    );
    if (!plan.ok) return plan;

    const { payNow, onSpot } = plan.value;
    // Held for the moment between its making and its confirmation, which is this transaction's.
    const heldUntil = plan.value.heldUntil ?? startsAt;
    const what = {
      ...terms,
      id: bookingId,
      clientId,
      specialistId,
      serviceId,
      startsAt,
      endsAt,
      slotIds,
      slotKind,
    };
    const how = {
      points: NO_POINTS,
      payChoice: "prepayment",
      payNow,
      onSpot,
      heldUntil,
      confirmedAt: undefined,
    } as const;
    const who = { madeBy: "staff", staffId: staffIdOf(actor), createdAt: now, state: "held" } as const;
    await insertBooking(tx, { ...what, ...how, ...who });
    if (!(await claimSlots(tx, slotIds, bookingId))) return refuse("slot_taken");
    if (plan.value.heldUntil === undefined) {
      await confirmBooking(app, tx, present(await lockBooking(tx, bookingId), "the booking just made"), now);
    }
    const reason = payment.by === "on_spot" ? payment.waiverReason : undefined;
    const subject = { subjectKind: "booking", subjectId: bookingId };
    await recordAudit(tx, { actor, action: "book_for_client", ...subject, reason }, now);
    return done(null);
  });
  if (!booked.ok) return booked;
  return done(present(await findBooking(app.db, bookingId), "the booking just made"));
}
