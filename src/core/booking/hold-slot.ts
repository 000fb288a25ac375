import type { App } from "../app.ts";
import { claimSlots } from "../calendar/index.ts";
import { minutesAfter } from "../kernel/instant.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { NO_POINTS } from "../kernel/points.ts";
import { type Client, lockClient } from "../people/index.ts";
import { type Queryable, sql } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { clearOverdue } from "./clear-overdue.ts";
import { type ClientFacts, findClientFacts, type LiveBooking } from "./client-facts.ts";
import { giveUp } from "./give-up-hold.ts";
import type { BookingView } from "./model.ts";
import { type PricedTerms, type PriceStartRefusal, priceStart } from "./price-start.ts";
import { type AdmissionRefusal, admitBooking } from "./rules/admission.ts";
import { splitPayment } from "./rules/payment-split.ts";
import { findBooking, insertBooking, lockBooking } from "./store.ts";

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
  | PriceStartRefusal
  | "unknown_client"
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
  const inTheWay = await lookFirst(app.db, input, app.clock.now());
  if (inTheWay !== undefined) return refuse(inTheWay);
  const outcome = await tryToHold(app, input);
  if (outcome.ok || outcome.refusal !== "slot_taken") return outcome;
  return (await clearOverdue(app, input)) ? tryToHold(app, input) : outcome;
}

async function tryToHold(app: App, input: HoldSlotInput): Promise<Outcome<BookingView, HoldSlotRefusal>> {
  const now = app.clock.now();

  const held = await inTransaction<string, HoldSlotRefusal>(app.db, CONFLICTS, async (tx) => {
    const inTheWay = await lookFirst(tx, input, now);
    if (inTheWay !== undefined) return refuse(inTheWay);
    const client = await lockClient(tx, input.clientId);
    if (!client) return refuse("unknown_client");
    const standing = await findClientFacts(tx, client.id, now);
    const earlier = standing.live.find((one) => one.state !== "confirmed" && one.madeBy === "client");
    for (const bookingId of [input.bookingId, earlier?.id])
      if (bookingId !== undefined && (await isSameHold(tx, bookingId, input, now))) return done(bookingId);
    if (earlier?.state === "confirming") return refuse("payment_being_confirmed");

    return holdStart(app, tx, { ...input, client, standing, earlier, minutes: "booking.holdMinutes" }, now);
  });
  if (!held.ok) return held;
  return done(present(await findBooking(app.db, held.value), "the booking just held"));
}

type HoldWish = HoldSlotInput & {
  readonly client: Client;
  readonly standing: ClientFacts;
  /** The hold that is given up for this one. */
  readonly earlier: LiveBooking | undefined;
  /** The setting that says for how long. */
  readonly minutes: "booking.holdMinutes" | "waitlist.offerMinutes";
};

/**
 * The hold itself, within a transaction that has locked the client: the start is priced, the client admitted, an earlier
 * hold given up, the slots claimed.
 *
 * @source PY-1 PR-5 SL-2 SL-4 SL-7
 */
export async function holdStart(
  app: App,
  tx: Tx,
  wish: HoldWish,
  now: Date,
): Promise<Outcome<string, AdmissionRefusal | PriceStartRefusal>> {
  const { bookingId, serviceId, slotId, client, standing, earlier } = wish;
  const wanted = { serviceId, slotId, standing, exceptBookingId: earlier?.id, isLeadTimeKept: true };
  const priced = await priceStart(app, tx, wanted, now);
  if (!priced.ok) return priced;
  const { start, settings } = priced.value;
  const admitted = admitBooking(
    {
      ...standing,
      visit: start,
      isHot: start.kind === "hot",
      isVip: client.isVip,
      liveBookings: standing.live.filter((one) => one.id !== earlier?.id),
      arePaymentsOn: app.payments !== undefined,
      now,
    },
    { upcomingMax: settings["booking.maxUpcoming"] },
  );
  if (!admitted.ok) return admitted;

  if (earlier) await giveUp(tx, earlier.id, now);
  await insertHold(tx, wish, priced.value, now);
  return (await claimSlots(tx, start.slotIds, bookingId)) ? done(bookingId) : refuse("slot_taken");
}

/**
 * A plain look before any lock: of a thousand who want one start, nearly all are answered by it. It is taken again
 * inside the transaction, since all thousand may look before the first of them has a connection to claim it with. An
 * overdue hold is no answer: it is cleared away first.
 */
async function lookFirst(
  via: Queryable,
  input: HoldSlotInput,
  now: Date,
): Promise<"slot_gone" | "slot_taken" | undefined> {
  const slot = await via.first<{ state: "open" | "closed"; isTaken: boolean | null }>(sql`
    SELECT slot.state, booking.client_id <> ${input.clientId}::uuid
           AND NOT (booking.state = 'held' AND booking.held_until <= ${now}) AS is_taken
    FROM slots slot LEFT JOIN bookings booking ON booking.id = slot.booking_id WHERE slot.id = ${input.slotId}::uuid`);
  if (!slot || slot.state === "closed") return "slot_gone";
  return slot.isTaken ? "slot_taken" : undefined;
}

/** The same request once more, or the same start while it is still held; an overdue hold is given up for a new one. */
async function isSameHold(tx: Tx, bookingId: string, input: HoldSlotInput, now: Date): Promise<boolean> {
  const booking = await lockBooking(tx, bookingId);
  if (booking?.clientId !== input.clientId) return false;
  if (booking.id === input.bookingId) return true;
  const isOverdue = booking.heldUntil !== undefined && booking.heldUntil <= now;
  // A hold by which another booking is being moved is not what was asked for now.
  if (booking.replacesId !== undefined) return false;
  return !isOverdue && booking.serviceId === input.serviceId && booking.slotIds[0] === input.slotId;
}

async function insertHold(tx: Tx, input: HoldWish, priced: PricedTerms, now: Date): Promise<void> {
  const { start, settings, terms } = priced;
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
    heldUntil: minutesAfter(now, settings[input.minutes]),
    confirmedAt: undefined,
    points: NO_POINTS,
    payChoice,
  });
}
