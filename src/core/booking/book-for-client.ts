import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { claimSlots, type FreeStart, findSlot } from "../calendar/index.ts";
import { type Actor, staffIdOf } from "../kernel/actor.ts";
import { overlaps } from "../kernel/interval.ts";
import { present } from "../kernel/invariant.ts";
import type { Kopecks } from "../kernel/money.ts";
import { done, type Outcome, type Refused, refuse } from "../kernel/outcome.ts";
import { NO_POINTS } from "../kernel/points.ts";
import { enqueueMessage } from "../notifications/index.ts";
import { covers, lockKnownClient, type Scope, scopeOf } from "../people/index.ts";
import { type Conflicts, inTransaction, type Tx } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import { clearOverdue } from "./clear-overdue.ts";
import { findClientFacts } from "./client-facts.ts";
import { confirmBooking, confirmQuietly } from "./confirm-booking.ts";
import { hadVisits } from "./had-visits.ts";
import type { BookingTerms, BookingView } from "./model.ts";
import { busyClient, ownSlotProblem } from "./own-calendar.ts";
import { type PricedTerms, type PriceStartRefusal, priceStart } from "./price-start.ts";
import { begunSince, hadInstead } from "./rules/begun-start.ts";
import { agreedPrice } from "./rules/price.ts";
import {
  planStaffBooking,
  type StaffBookingRefusal,
  type StaffPayment,
  type StaffPlan,
} from "./rules/staff-booking.ts";
import { findBooking, insertBooking, lockBooking } from "./store.ts";

export type BookForClientInput = {
  /** Chosen by the caller and kept across retries: the same id is the same booking. */
  readonly bookingId: string;
  readonly clientId: string;
  readonly serviceId: string;
  readonly slotId: string;
  readonly payment: StaffPayment;
  readonly actor: Actor;
};

type StaffStartRefusal = PriceStartRefusal | "start_on_past_day" | "overlaps_own_booking" | "not_your_slot";

export type BookForClientRefusal =
  | StaffBookingRefusal
  | StaffStartRefusal
  | "unknown_client"
  | "not_your_booking";

/** Should the checks ever miss, the database still refuses. */
export const BOOKING_CONFLICTS = {
  bookings_specialist_no_overlap: "slot_taken",
  bookings_client_no_overlap: "overlaps_own_booking",
} as const;

/**
 * Books for a client on behalf of staff: confirmed at once with the amount owed on the spot, or held with a pay link.
 *
 * Neither a block nor the number of bookings nor the lead time stands in the way of staff; a taken slot and an overlap
 * do, unless only overdue holds stand there (PY-1). A start that has begun today may be booked, too: the client walked in,
 * or the visit was had and not entered. Safe to repeat with the same `bookingId`.
 *
 * A client is named by their id by those who see all clients: to a specialist nobody is known so. They book by phone
 * (`bookForCaller`) and from their own visits (`bookAgain`), into their own slots.
 *
 * @source PY-8 CX-4 SL-4 PE-3
 */
export async function bookForClient(
  app: App,
  input: BookForClientInput,
): Promise<Outcome<BookingView, BookForClientRefusal>> {
  return bookAround<BookForClientRefusal>(app, input, BOOKING_CONFLICTS, async (tx) =>
    (await scopeOf(tx, input.actor)) === "everybody" ? bookWithin(app, tx, input) : refuse("unknown_client"),
  );
}

/** Runs what books in a transaction of its own; where nothing but overdue holds were in the way, they end and it runs anew (PY-1). */
export async function bookAround<R extends string>(
  app: App,
  wanted: Pick<BookForClientInput, "bookingId" | "serviceId" | "slotId">,
  conflicts: Conflicts<R>,
  book: (tx: Tx) => Promise<Outcome<null, R>>,
): Promise<Outcome<BookingView, R>> {
  const tryToBook = () => inTransaction<null, R>(app.db, conflicts, book);
  const first = await tryToBook();
  const isOverdue = !first.ok && first.refusal === "slot_taken" && (await clearOverdue(app, wanted));
  const booked = isOverdue ? await tryToBook() : first;
  if (!booked.ok) return booked;
  return done(present(await findBooking(app.db, wanted.bookingId), "the booking just made"));
}

/**
 * The booking itself, within a transaction of whoever makes more than one. A quiet one tells nobody that it was made: it
 * was agreed on elsewhere and lies ahead; reminders are planned all the same (MS-1). So may its price be, whatever it
 * costs today (PR-5). A specialist books into their own slots only (PE-3).
 */
export async function bookWithin(
  app: App,
  tx: Tx,
  input: BookForClientInput & { readonly isQuiet?: true; readonly agreed?: Kopecks | undefined },
): Promise<Outcome<null, BookForClientRefusal>> {
  const { bookingId, payment, actor } = input;
  const now = app.clock.now();
  const client = await lockKnownClient(tx, input.clientId);
  if (!client) return refuse("unknown_client");
  const clientId = client.id;
  const scope = await scopeOf(tx, actor);
  const made = await lockBooking(tx, bookingId);
  if (made) return covers(scope, made.specialistId) ? done(null) : refuse("not_your_booking");

  const priced = await priceStaffStart(app, tx, { ...input, clientId, scope }, now);
  if (!priced.ok) return priced;
  const { start } = priced.value;
  const terms = { ...priced.value.terms, ...(input.agreed === undefined ? {} : agreedPrice(input.agreed)) };
  const { startsAt, slotIds } = start;
  const planned = planStaffBooking(
    { price: terms.price, points: NO_POINTS, frozen: terms, payment, startsAt },
    now,
  );
  if (!planned.ok) return planned;

  await insertStaffBooking(tx, { ...input, clientId }, { terms, start, plan: planned.value }, now);
  if (!(await claimSlots(tx, slotIds, bookingId))) return refuse("slot_taken");
  if (planned.value.heldUntil === undefined) {
    const booking = present(await lockBooking(tx, bookingId), "the booking just made");
    await (input.isQuiet === true ? confirmQuietly : confirmBooking)(app, tx, booking, now);
  } else await requestPayment(app, tx, { bookingId, clientId }, now);
  const reason = payment.by === "on_spot" ? payment.waiverReason : undefined;
  const subject = { subjectKind: "booking", subjectId: bookingId };
  await recordAudit(tx, { actor, action: "book_for_client", ...subject, reason }, now);
  return done(null);
}

/** The start held still and priced, where nothing of the specialist's or the client's own is in its way. */
async function priceStaffStart(
  app: App,
  tx: Tx,
  input: Pick<BookForClientInput, "clientId" | "serviceId" | "slotId"> & {
    readonly isQuiet?: true;
    readonly scope: Scope;
  },
  now: Date,
): Promise<Outcome<PricedTerms, StaffStartRefusal>> {
  const { clientId, serviceId, slotId, isQuiet, scope } = input;
  const problem = await ownSlotProblem(tx, { scope, slotId });
  if (problem !== undefined) return refuse(problem);
  const standing = await findClientFacts(tx, clientId, now);
  const wanted = { serviceId, slotId, standing, exceptBookingId: undefined, isLeadTimeKept: false };
  const begunBy = isQuiet ? undefined : ("staff" as const);
  const priced = await priceStart(app, tx, { ...wanted, begunBy }, now);
  if (!priced.ok) return priced.refusal === "too_late_to_book" && begunBy ? pastDay(tx, slotId, now) : priced;
  const { start } = priced.value;
  const specialistIds = [start.specialistId];
  // Only now, with the slots held still: a visit that was just marked has let go of them.
  const visits = start.startsAt > now ? [] : await hadVisits(tx, start, { specialistIds, clientId });
  const had = hadInstead(start, visits, { clientId, now });
  if (had?.whose === "specialist") return refuse("slot_taken");
  const inTheWay = standing.live.find((one) => overlaps(one, start)) ?? had?.visit;
  return inTheWay === undefined ? priced : busyClient(inTheWay, scope);
}

/** What has begun is written down on its own day only: which start it is, and which is the first of today. */
async function pastDay(tx: Tx, slotId: string, now: Date): Promise<Refused<"start_on_past_day">> {
  const zone = (await loadSettings(tx))["business.timeZone"];
  const { startsAt } = present(await findSlot(tx, slotId), "a slot that was held still");
  return refuse("start_on_past_day", {
    startsAt,
    since: present(begunSince("staff", { now, zone }), "the start of a day"),
  });
}

async function insertStaffBooking(
  tx: Tx,
  input: BookForClientInput,
  made: { readonly terms: BookingTerms; readonly start: FreeStart; readonly plan: StaffPlan },
  now: Date,
): Promise<void> {
  const { terms, start, plan } = made;
  await insertBooking(tx, {
    ...terms,
    id: input.bookingId,
    clientId: input.clientId,
    specialistId: start.specialistId,
    serviceId: input.serviceId,
    state: "held",
    startsAt: start.startsAt,
    endsAt: start.endsAt,
    slotIds: start.slotIds,
    slotKind: start.kind,
    madeBy: "staff",
    staffId: staffIdOf(input.actor),
    createdAt: now,
    // Without a link it is held only until this transaction confirms it.
    heldUntil: plan.heldUntil ?? start.startsAt,
    confirmedAt: undefined,
    points: NO_POINTS,
    payChoice: "prepayment",
    payNow: plan.payNow,
    onSpot: plan.onSpot,
  });
}

/** The client gets the pay link in the bot. */
async function requestPayment(
  app: App,
  tx: Tx,
  { bookingId, clientId }: Pick<BookForClientInput, "bookingId" | "clientId">,
  now: Date,
): Promise<void> {
  const key = `payment_requested:${bookingId}`;
  const message = { id: app.newId(), key, to: { clientId }, bookingId, dueAt: now };
  await enqueueMessage(tx, { ...message, kind: "payment_requested" }, now);
}
