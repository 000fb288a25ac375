import type { App } from "../app.ts";
import { claimSlots, type FreeStart, findSlot, lockStart, type StartRefusal } from "../calendar/index.ts";
import { findService, pricesOf, type Service } from "../catalog/index.ts";
import { minutesAfter } from "../kernel/instant.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { NO_POINTS } from "../kernel/points.ts";
import { lockClient } from "../people/index.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { loadSettings, type Settings } from "../settings/index.ts";
import { expireHold } from "./expire-holds.ts";
import { giveUp } from "./give-up-hold.ts";
import type { BookingView } from "./model.ts";
import { type AdmissionRefusal, admitBooking } from "./rules/admission.ts";
import { splitPayment } from "./rules/payment-split.ts";
import { clientOf, findBooking, findClientFacts, insertBooking, lockBooking } from "./store.ts";
import { freezeTerms, type TermFacts } from "./terms.ts";

export type HoldSlotInput = {
  /** Chosen by the caller and kept across retries: the same id is the same booking. */
  readonly bookingId: string;
  readonly clientId: string;
  readonly serviceId: string;
  /** The slot at which the visit begins. */
  readonly slotId: string;
};

export type HoldSlotRefusal =
  | AdmissionRefusal
  | StartRefusal
  | "unknown_client"
  | "unknown_service"
  | "payment_being_confirmed";

/** Should the checks ever miss, the database still lets one through and names the other. */
const CONFLICTS = {
  bookings_specialist_no_overlap: "slot_taken",
  bookings_client_no_overlap: "overlaps_own_booking",
} as const;

/**
 * Holds a start for a client until they have paid: its slots and its terms are theirs for so long, or nothing is.
 *
 * Choosing another start gives up the hold they had, with its points and its open payment. Safe to repeat: the same
 * `bookingId`, or the start that is held already, is answered with the hold there is.
 *
 * @source PY-1 PR-5 SL-2 SL-4 SL-7
 */
export async function holdSlot(
  app: App,
  input: HoldSlotInput,
): Promise<Outcome<BookingView, HoldSlotRefusal>> {
  const refusal = await lookFirst(app, input);
  if (refusal !== undefined) return refuse(refusal);
  const now = app.clock.now();

  const held = await inTransaction<string, HoldSlotRefusal>(app.db, CONFLICTS, async (tx) => {
    const client = await lockClient(tx, input.clientId);
    if (!client) return refuse("unknown_client");
    const standing = await findClientFacts(tx, client.id, now);
    const earlier = standing.live.find((one) => one.state !== "confirmed" && one.madeBy === "client");
    if (await isSameHold(tx, earlier?.id ?? input.bookingId, input))
      return done(earlier?.id ?? input.bookingId);
    if (earlier?.state === "confirming") return refuse("payment_being_confirmed");

    const settings = await loadSettings(tx);
    const service = await findService(tx, input.serviceId);
    if (!service?.isActive) return refuse("unknown_service");
    const start = await lockStart(tx, input.slotId, {
      ...offerOf(service, settings, now),
      ownBookingId: earlier?.id,
    });
    if (!start.ok) return start;
    const listPrice = (await pricesOf(tx, service.id)).get(start.value.specialistId);
    if (listPrice === undefined) return refuse("slot_gone");

    const others = standing.live.filter((one) => one.id !== earlier?.id);
    const arePaymentsOn = app.payments !== undefined;
    const isHot = start.value.kind === "hot";
    const facts = {
      ...standing,
      visit: start.value,
      isHot,
      isVip: client.isVip,
      liveBookings: others,
      arePaymentsOn,
      now,
    };
    const admitted = admitBooking(facts, { upcomingMax: settings["booking.maxUpcoming"] });
    if (!admitted.ok) return admitted;

    if (earlier) await giveUp(tx, earlier.id, now);
    const isFriendFirstVisit = standing.isFriendNewcomer && !others.some((one) => one.hasFriendDiscount);
    const terms = { service, listPrice, slot: start.value, isFriendFirstVisit, arePaymentsOn };
    await insertHold(tx, input, { start: start.value, terms, settings, now });
    if (!(await claimSlots(tx, start.value.slotIds, input.bookingId))) return refuse("slot_taken");
    return done(input.bookingId);
  });
  if (!held.ok) return held;
  return done(present(await findBooking(app.db, held.value), "the booking just held"));
}

/**
 * A plain look before any lock: of a thousand who want one start, nearly all are answered here. A hold that is in the
 * way and overdue is ended on the spot, because its slots are free from that moment on (PY-1).
 */
async function lookFirst(app: App, input: HoldSlotInput): Promise<"slot_gone" | "slot_taken" | undefined> {
  const slot = await findSlot(app.db, input.slotId);
  if (!slot || slot.state === "closed") return "slot_gone";
  if (slot.bookingId === undefined) return undefined;
  const clientId = await clientOf(app.db, slot.bookingId);
  if (clientId === undefined) return undefined;
  await expireHold(app, { id: slot.bookingId, clientId });
  if (clientId === input.clientId) return undefined;
  const isFreeNow = (await findSlot(app.db, input.slotId))?.bookingId === undefined;
  return isFreeNow ? undefined : "slot_taken";
}

async function isSameHold(tx: Tx, bookingId: string, input: HoldSlotInput): Promise<boolean> {
  const booking = await lockBooking(tx, bookingId);
  return (
    booking?.clientId === input.clientId &&
    (booking.id === input.bookingId ||
      (booking.serviceId === input.serviceId && booking.slotIds[0] === input.slotId))
  );
}

const offerOf = (service: Service, settings: Settings, now: Date) => ({
  serviceKind: service.kind,
  durationMinutes: service.durationMinutes,
  minLeadMinutes: settings["calendar.minLeadMinutes"],
  // Whether hot starts may be booked at all is the admission's to say, in its own words.
  isHotOffered: true,
  now,
});

async function insertHold(
  tx: Tx,
  input: HoldSlotInput,
  made: {
    readonly start: FreeStart;
    readonly terms: TermFacts;
    readonly settings: Settings;
    readonly now: Date;
  },
): Promise<void> {
  const { start, settings, now } = made;
  const terms = freezeTerms(made.terms, settings);
  const payChoice = "prepayment";
  await insertBooking(tx, {
    ...terms,
    ...splitPayment({ price: terms.price, points: NO_POINTS, frozen: terms, choice: payChoice }),
    id: input.bookingId,
    clientId: input.clientId,
    specialistId: start.specialistId,
    serviceId: input.serviceId,
    state: "held",
    startsAt: start.startsAt,
    endsAt: start.endsAt,
    slotIds: start.slotIds,
    slotKind: start.kind,
    madeBy: "client",
    staffId: null,
    createdAt: now,
    heldUntil: minutesAfter(now, settings["booking.holdMinutes"]),
    confirmedAt: undefined,
    points: NO_POINTS,
    payChoice,
  });
}
