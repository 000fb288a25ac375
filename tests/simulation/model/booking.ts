import { isSameDay, paidNow, priced } from "./arithmetic.ts";
import { abandonPayment, endHold, liveOf, postPoints } from "./points.ts";
import {
  type Booking,
  type Client,
  clientOf,
  HOUR,
  MINUTE,
  type Service,
  type Slot,
  type SlotKind,
  serviceOf,
  type Terms,
  touch,
  touchSlot,
  type World,
} from "./state.ts";

/** Where a visit would be: the chain of slots that it takes (SL-2). */
export type Start = {
  readonly specialistId: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly kind: SlotKind;
  readonly percent: number | undefined;
  readonly slotIds: readonly string[];
};

/** Every reason why not; nothing: it may be. */
export type Reasons = ReadonlySet<string>;

const overlap = (a: { startMs: number; endMs: number }, b: { startMs: number; endMs: number }): boolean =>
  a.startMs < b.endMs && b.startMs < a.endMs;

const isOverdue = (world: World, booking: Booking): boolean =>
  booking.state === "held" && (booking.heldUntilMs ?? 0) <= world.nowMs;

/** PY-1: whose a slot is, when it is somebody's; an overdue hold has none. */
function ownerOf(world: World, slot: Slot): Booking | undefined {
  const owner = slot.ownerId === undefined ? undefined : world.bookings.get(slot.ownerId);
  return owner === undefined || isOverdue(world, owner) ? undefined : owner;
}

/** The chain from a slot on that covers a service; `own` slots count as free. */
function chainFrom(
  world: World,
  first: Slot,
  service: Service,
  own: readonly (Booking | undefined)[],
): readonly Slot[] | undefined {
  const endMs = first.startMs + service.minutes * MINUTE;
  const chain = [first];
  const isBookable = (slot: Slot) => {
    const owner = ownerOf(world, slot);
    return slot.isOpen && (owner === undefined || own.includes(owner));
  };
  const ofSpecialist = [...world.slots.values()].filter((slot) => slot.specialistId === first.specialistId);
  for (let last = first; last.endMs < endMs; ) {
    const next = ofSpecialist.find((slot) => slot.startMs === last.endMs);
    if (next === undefined || next.kind !== first.kind || next.percent !== first.percent) return undefined;
    chain.push(next);
    last = next;
  }
  return chain.every(isBookable) ? chain : undefined;
}

/** SL-2, SL-4: the start that a slot makes for a service, and every reason why it makes none. */
export function startAt(
  world: World,
  slotId: string,
  service: Service,
  terms: {
    readonly leadMinutes: number;
    readonly own: readonly (Booking | undefined)[];
    readonly isWalkInFine?: true;
  },
): { readonly start: Start | undefined; readonly reasons: Set<string> } {
  const reasons = new Set<string>();
  const first = world.slots.get(slotId);
  if (first === undefined) return { start: undefined, reasons: new Set(["slot_gone"]) };
  if (!first.isOpen) reasons.add("slot_gone");
  if (service.isOnline !== (first.kind === "online")) reasons.add("slot_gone");
  if (!service.doers.has(first.specialistId)) reasons.add("slot_gone");
  const lead = first.kind === "hot" ? 0 : terms.leadMinutes * MINUTE;
  const hasBegun = first.startMs <= world.nowMs;
  const isToday = isSameDay(first.startMs, world.nowMs, world.settings["business.timeZone"]);
  if (terms.isWalkInFine) {
    if (hasBegun && !isToday) reasons.add("start_on_past_day");
  } else if (first.startMs <= world.nowMs + lead) reasons.add("too_late_to_book");
  const chain = chainFrom(world, first, service, terms.own);
  if (chain === undefined) reasons.add("slot_taken");
  if (chain === undefined || reasons.size > 0) return { start: undefined, reasons };
  const start = {
    specialistId: first.specialistId,
    startMs: first.startMs,
    endMs: first.startMs + service.minutes * MINUTE,
    kind: first.kind,
    percent: first.percent,
    slotIds: chain.map((slot) => slot.id),
  };
  return { start, reasons };
}

/** PR-3: came by a friend's link, no visit completed, and no other live booking carries the discount; it moves along (CX-7). */
export const isFriendFree = (
  client: Client,
  except: Booking | undefined,
  replaced?: Booking | undefined,
): boolean =>
  (replaced?.terms.hasFriend === true ||
    (client.inviterId !== undefined && !client.bookings.some((one) => one.state === "completed"))) &&
  !liveOf(client).some((one) => one !== except && one !== replaced && one.terms.hasFriend);

/** PR-1…PR-5, PY-2: what a booking of a start now would be agreed on. */
export function termsFor(world: World, service: Service, start: Start, isFriend: boolean): Terms {
  const { settings } = world;
  const isHot = start.kind === "hot";
  const list = service.doers.get(start.specialistId) ?? service.price;
  const hotPercent = isHot ? (start.percent ?? settings["hot.discountPercent"]) : undefined;
  const own = service.policy === "prepay" ? service.prepayment : 0;
  return {
    ...priced({ list, hotPercent, isFriend }, settings),
    policy: isHot ? "hot" : service.policy,
    prepayment: isHot ? Math.max(settings["hot.prepayment"], own) : own,
    lateHours: settings["cancel.lateHours"],
    graceMinutes: settings["cancel.graceMinutes"],
    penaltyPercent: settings["penalty.percent"],
    keepsPrepayment: isHot && settings["hot.prepaymentKeptWhenLate"],
    accrualPercent: settings["points.accrualPercent"],
    accrualBase: settings["points.accrualBase"],
    rebookPercent: settings["points.rebookPercent"],
    rebookDays: settings["points.rebookDays"],
  };
}

/** CX-4. */
export const isBlocked = (client: Client, nowMs: number): boolean =>
  !client.isVip &&
  client.blocks.some(({ isLifted, untilMs }) => !isLifted && (untilMs === undefined || untilMs > nowMs));

export const overlapsOwn = (
  client: Client,
  visit: { readonly startMs: number; readonly endMs: number },
  ...except: readonly (Booking | undefined)[]
): boolean => liveOf(client).some((one) => !except.includes(one) && overlap(one, visit));

export type Wish = {
  readonly bookingId: string;
  readonly clientId: string;
  readonly serviceId: string;
  readonly slotId: string;
};

/** The hold of the client's own that choosing another start gives up (PY-1). */
export const ownHold = (client: Client): Booking | undefined =>
  client.bookings.find((one) => !one.isByStaff && (one.state === "held" || one.state === "confirming"));

/** PY-1: the same start again is the hold there is. */
export function sameHold(world: World, wish: Wish): Booking | undefined {
  const client = world.clients.get(wish.clientId);
  const known = world.bookings.get(wish.bookingId);
  if (known?.clientId === wish.clientId) return known;
  const hold = client === undefined ? undefined : ownHold(client);
  // A hold by which another booking is being moved is another wish (CX-7).
  if (hold?.replacesId !== undefined) return undefined;
  const isSame = hold?.serviceId === wish.serviceId && hold.slotIds[0] === wish.slotId;
  return isSame && !isOverdue(world, hold) ? hold : undefined;
}

/** Whether a client may hold a start, and what it would be agreed on. */
export function judgeHold(
  world: World,
  wish: Wish,
): { readonly reasons: Reasons; readonly start: Start | undefined; readonly terms: Terms | undefined } {
  const client = world.clients.get(wish.clientId);
  if (client === undefined)
    return { reasons: new Set(["unknown_client"]), start: undefined, terms: undefined };
  const service = serviceOf(world, wish.serviceId);
  const hold = ownHold(client);
  const leadMinutes = world.settings["calendar.minLeadMinutes"];
  const { start, reasons } = startAt(world, wish.slotId, service, { leadMinutes, own: [hold] });
  if (hold?.state === "confirming") reasons.add("payment_being_confirmed");
  if (!client.hasConsent) reasons.add("consent_missing");
  if (isBlocked(client, world.nowMs)) reasons.add("client_blocked");
  const first = world.slots.get(wish.slotId);
  const visit =
    start ?? (first && { startMs: first.startMs, endMs: first.startMs + service.minutes * MINUTE });
  if (visit && overlapsOwn(client, visit, hold)) reasons.add("overlaps_own_booking");
  const ahead = liveOf(client).filter((one) => one !== hold && one.startMs > world.nowMs);
  if (ahead.length >= world.settings["booking.maxUpcoming"]) reasons.add("too_many_bookings");
  const terms = start && termsFor(world, service, start, isFriendFree(client, hold));
  return { reasons, start, terms };
}

/** Writes a new booking into the model; its slots are its own from now on. */
export function insert(
  world: World,
  wish: Wish,
  made: {
    readonly start: Start;
    readonly terms: Terms;
    readonly isByStaff: boolean;
    readonly heldUntilMs: number;
    readonly plan: { readonly payNow: number; readonly onSpot: number };
    readonly replacesId?: string;
  },
): Booking {
  const { start, terms, isByStaff, heldUntilMs, plan, replacesId } = made;
  const booking: Booking = {
    id: wish.bookingId,
    clientId: wish.clientId,
    specialistId: start.specialistId,
    serviceId: wish.serviceId,
    isByStaff,
    replacesId,
    createdMs: world.nowMs,
    startMs: start.startMs,
    endMs: start.endMs,
    slotIds: start.slotIds,
    kind: start.kind,
    terms,
    state: "held",
    reason: undefined,
    heldUntilMs,
    confirmedMs: undefined,
    endedMs: undefined,
    points: 0,
    choice: "prepayment",
    ...plan,
    hold: undefined,
    marks: 0,
    rebookOfId: undefined,
    payments: [],
    refunds: [],
    entries: [],
  };
  world.bookings.set(booking.id, booking);
  clientOf(world, wish.clientId).bookings.push(booking);
  claim(world, booking);
  return booking;
}

export function claim(world: World, booking: Booking): void {
  for (const id of booking.slotIds) {
    const slot = world.slots.get(id);
    // What a booking shares with the one that is being moved stays that one's until the move is done (CX-7).
    if (slot?.ownerId !== undefined && slot.ownerId === booking.replacesId) continue;
    const overdue = slot?.ownerId === undefined ? undefined : world.bookings.get(slot.ownerId);
    if (overdue !== undefined && overdue !== booking && isOverdue(world, overdue))
      endHold(world, overdue, "unpaid");
    if (slot !== undefined) slot.ownerId = booking.id;
    touchSlot(world, id);
  }
  touch(world, booking);
}

/** PY-1: the hold itself; the hold there was is given up for it. */
export function hold(world: World, wish: Wish, start: Start, terms: Terms): void {
  const earlier = ownHold(clientOf(world, wish.clientId));
  if (earlier !== undefined) giveUp(world, earlier);
  const heldUntilMs = world.nowMs + world.settings["booking.holdMinutes"] * MINUTE;
  insert(world, wish, { start, terms, isByStaff: false, heldUntilMs, plan: paidNow(terms, 0, "prepayment") });
}

export function giveUp(world: World, booking: Booking, reason: "given_up" | "dropped" = "given_up"): void {
  endHold(world, booking, reason);
  abandonPayment(world, booking);
}

/** PY-3, PT-3: confirmed, its points posted. */
export function stand(world: World, booking: Booking): void {
  booking.state = "confirmed";
  booking.reason = undefined;
  booking.endedMs = undefined;
  booking.heldUntilMs = undefined;
  booking.confirmedMs = world.nowMs;
  touch(world, booking);
  postPoints(world, booking);
}

/** Why a hold cannot be changed or paid for (PY-1, PY-3). */
export function holdReason(world: World, booking: Booking | undefined, clientId: string): string | undefined {
  if (booking?.clientId !== clientId) return "unknown_booking";
  if (booking.state === "confirming") return "payment_being_confirmed";
  if (booking.state === "cancelled") return "booking_cancelled";
  return booking.state !== "held" || isOverdue(world, booking) ? "hold_over" : undefined;
}

/** PY-8, CX-4, SL-4: what began today may be booked, and neither a block nor the number of bookings nor the lead time stands in the way of staff. */
export function judgeStaffBooking(
  world: World,
  wish: Wish,
  pay: { readonly untilMs: number | undefined; readonly hasReason: boolean },
): { readonly reasons: Reasons; readonly start: Start | undefined; readonly terms: Terms | undefined } {
  const client = clientOf(world, wish.clientId);
  const service = serviceOf(world, wish.serviceId);
  const asked = { leadMinutes: 0, own: [], isWalkInFine: true } as const;
  const { start, reasons } = startAt(world, wish.slotId, service, asked);
  const first = world.slots.get(wish.slotId);
  const visit =
    start ?? (first && { startMs: first.startMs, endMs: first.startMs + service.minutes * MINUTE });
  if (visit && overlapsOwn(client, visit, undefined)) reasons.add("overlaps_own_booking");
  // Where somebody was served nobody else was, though the slots are free again (SL-1, SL-7).
  const had = [...world.bookings.values()].filter(
    (one) => one.state === "completed" && visit && visit.startMs <= world.nowMs && overlap(one, visit),
  );
  if (had.some((one) => one.specialistId === first?.specialistId)) reasons.add("slot_taken");
  if (had.some((one) => one.clientId === client.id)) reasons.add("overlaps_own_booking");
  const terms = start && termsFor(world, service, start, isFriendFree(client, undefined));
  if (start === undefined || terms === undefined) return { reasons, start, terms };
  if (pay.untilMs === undefined) {
    const isWaived = terms.policy === "hot" && terms.prepayment > 0;
    if (isWaived && !pay.hasReason) reasons.add("waiver_needs_reason");
  } else {
    if (start.startMs <= world.nowMs) reasons.add("link_after_start");
    if (pay.untilMs <= world.nowMs || pay.untilMs > start.startMs) reasons.add("link_time_passed");
    if (paidNow(terms, 0, "prepayment").payNow === 0) reasons.add("nothing_to_pay");
  }
  return { reasons, start, terms };
}

/** For how long before a start a moment is interesting: its late limit (CX-1). */
export const lateMoment = (booking: Booking): number => booking.startMs - booking.terms.lateHours * HOUR;
