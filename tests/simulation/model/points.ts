import { mostPoints, penaltyOf } from "./arithmetic.ts";
import {
  type Booking,
  type Client,
  clientOf,
  isLive,
  replacedBy,
  touch,
  touchSlot,
  type World,
} from "./state.ts";

/** PT-3: one entry of the ledger, and the balance with it. */
export function enter(
  world: World,
  booking: Booking,
  entry: {
    readonly clientId?: string;
    readonly kind: string;
    readonly points: number;
    readonly number?: number;
  },
): void {
  if (entry.points === 0) return;
  const { clientId = booking.clientId, number = 1, kind, points } = entry;
  world.entries.set(kind, (world.entries.get(kind) ?? 0) + 1);
  booking.entries.push({ clientId, kind, points, number });
  clientOf(world, clientId).balance += points;
  world.touched.clients.add(clientId);
  touch(world, booking);
}

/** What a booking has spent, and not got back. */
const spentOn = (booking: Booking | undefined): number =>
  booking?.hold?.state === "posted" ? booking.hold.points : 0;

/** What a client has set aside, one booking left out: of points that are taken over (CX-7) only what goes beyond them. */
const heldPoints = (world: World, client: Client, except: Booking): number =>
  client.bookings
    .filter((one) => one !== except && one.hold?.state === "held")
    .reduce((sum, one) => sum + Math.max(0, (one.hold?.points ?? 0) - spentOn(replacedBy(world, one))), 0);

/** PT-2: the last redemption that was not given back, a booking and the one that it replaces left out. */
function lastRedemption(world: World, client: Client, except: Booking): number | undefined {
  const replaced = replacedBy(world, except);
  const moments = client.bookings
    .filter((one) => one !== except && one !== replaced)
    .flatMap(({ hold }) => (hold?.state === "held" || hold?.state === "posted" ? [hold.heldMs] : []));
  return moments.length === 0 ? undefined : Math.max(...moments);
}

/** PT-1, PT-2 for a booking now. */
export function pointsFor(world: World, booking: Booking): ReturnType<typeof mostPoints> {
  const client = clientOf(world, booking.clientId);
  const { price, policy, prepayment } = booking.terms;
  return mostPoints(
    {
      price,
      cardAtLeast: policy === "hot" ? prepayment : 0,
      available: client.balance + spentOn(replacedBy(world, booking)) - heldPoints(world, client, booking),
      lastMs: lastRedemption(world, client, booking),
      nowMs: world.nowMs,
    },
    world.settings,
  );
}

/** PT-3: set aside, instead of what was set aside before; no more than was taken over is the same redemption (CX-7). */
export function setAside(world: World, booking: Booking, points: number): void {
  touch(world, booking);
  if (points === 0) {
    releasePoints(world, booking);
    return;
  }
  const replaced = replacedBy(world, booking);
  const takenOverMs = spentOn(replaced) >= points ? replaced?.hold?.heldMs : undefined;
  booking.hold = { points, state: "held", heldMs: takenOverMs ?? world.nowMs };
}

export function releasePoints(world: World, booking: Booking): void {
  if (booking.hold?.state === "held") booking.hold.state = "released";
  touch(world, booking);
}

export function postPoints(world: World, booking: Booking): void {
  if (booking.hold?.state !== "held") return;
  booking.hold.state = "posted";
  enter(world, booking, { kind: "redemption", points: -booking.hold.points });
}

export function returnPoints(world: World, booking: Booking): void {
  if (booking.hold?.state !== "posted") return;
  booking.hold.state = "returned";
  enter(world, booking, { kind: "redemption_return", points: booking.hold.points });
}

/** What a penalty would take now (CX-2, CX-5); `back`: points that come back before it. */
export function penaltyNow(world: World, booking: Booking, due: number, back = 0): number {
  const { balance } = clientOf(world, booking.clientId);
  return penaltyOf(due, balance + back, world.settings["penalty.allowDebt"]);
}

/** Its slots are nobody's again. */
export function freeSlots(world: World, booking: Booking): void {
  for (const id of booking.slotIds) {
    const slot = world.slots.get(id);
    if (slot?.ownerId === booking.id) slot.ownerId = undefined;
    touchSlot(world, id);
  }
}

export function endHold(world: World, booking: Booking, reason: string): void {
  booking.state = "expired";
  booking.reason = reason;
  booking.endedMs = world.nowMs;
  freeSlots(world, booking);
  releasePoints(world, booking);
}

/** PY-3: the hold's open payment is given up. */
export function abandonPayment(world: World, booking: Booking): void {
  const open = openPaymentOf(booking);
  if (open !== undefined) open.isAbandoned = true;
  touch(world, booking);
}

export const openPaymentOf = (booking: Booking) =>
  booking.payments.find(
    ({ kind, state, isAbandoned }) =>
      kind === "booking" && !isAbandoned && (state === "new" || state === "pending" || state === "capturing"),
  );

export const liveOf = (client: Client): readonly Booking[] => client.bookings.filter(isLive);
