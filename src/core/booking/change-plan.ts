import type { App } from "../app.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { type Points, points } from "../kernel/points.ts";
import {
  type Balance,
  findBalance,
  holdPoints,
  type SpendingLimit,
  spendingLimit,
} from "../loyalty/index.ts";
import { abandonOpenPayment } from "../payments/index.ts";
import { lockClient } from "../people/index.ts";
import type { Queryable } from "../runtime/sql.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { loadSettings } from "../settings/index.ts";
import type { Booking, BookingView } from "./model.ts";
import { cardFloor, type PayChoice, splitPayment } from "./rules/payment-split.ts";
import { changePlan, findBooking, lockBooking } from "./store.ts";

type HoldOf = { readonly bookingId: string; readonly clientId: string };
type HoldRefusal = "unknown_booking" | "hold_over" | "booking_cancelled" | "payment_being_confirmed";

export type ChoosePointsRefusal = HoldRefusal | "points_above_limit" | "points_too_soon";

/**
 * Pays a part of a held booking with points, instead of what was chosen before; none takes them back.
 *
 * Other points are another amount by card: the open payment is abandoned, and money for it goes back.
 *
 * @source PT-1 PT-2 PT-3 PY-3
 */
export async function choosePoints(
  app: App,
  input: HoldOf & { readonly points: number },
): Promise<Outcome<BookingView, ChoosePointsRefusal>> {
  if (!Number.isSafeInteger(input.points) || input.points < 0)
    return refuse("points_above_limit", { max: 0 });
  const wanted = points(input.points);
  return changeHold<ChoosePointsRefusal>(app, input, async (tx, booking, now) => {
    if (wanted === booking.points) return done(null);
    const { limit } = await limitFor(tx, booking, now);
    if (wanted > 0 && limit.why === "too_soon")
      return refuse("points_too_soon", { possibleAt: limit.possibleAt });
    if (wanted > limit.max) return refuse("points_above_limit", { max: limit.max });

    await holdPoints(
      tx,
      {
        id: app.newId(),
        bookingId: booking.id,
        clientId: booking.clientId,
        points: wanted,
        takesOverId: booking.replacesId,
      },
      now,
    );
    await applyPlan(tx, booking, { points: wanted, payChoice: booking.payChoice });
    await abandonOpenPayment(tx, booking.id, now);
    return done(null);
  });
}

/** Pays a hot start's prepayment now, or everything at once (PY-2). On other starts there is nothing to choose. */
export async function choosePayment(
  app: App,
  input: HoldOf & { readonly choice: PayChoice },
): Promise<Outcome<BookingView, HoldRefusal>> {
  return changeHold<HoldRefusal>(app, input, async (tx, booking, now) => {
    if (input.choice === booking.payChoice || booking.policy !== "hot") return done(null);
    await applyPlan(tx, booking, { points: booking.points, payChoice: input.choice });
    await abandonOpenPayment(tx, booking.id, now);
    return done(null);
  });
}

/** How many points may be redeemed on a hold, or why none and when; with what the client has (PT-1, PT-2). */
export async function pointsOffer(
  app: App,
  input: HoldOf,
): Promise<Outcome<SpendingLimit & Pick<Balance, "balance" | "held">, "unknown_booking">> {
  const booking = await findBooking(app.db, input.bookingId);
  if (booking?.clientId !== input.clientId) return refuse("unknown_booking");
  const { limit, balance } = await limitFor(app.db, booking, app.clock.now());
  return done({ ...limit, balance: balance.balance, held: balance.held });
}

/** The limit for a booking, its own held points counted as the client's again; and those of the one it replaces (CX-7). */
export async function limitFor(
  via: Queryable,
  booking: Booking,
  now: Date,
): Promise<{ limit: SpendingLimit; balance: Balance }> {
  const { id: exceptBookingId, replacesId: takenOverId = null } = booking;
  const balance = await findBalance(via, booking.clientId, { exceptBookingId, takenOverId });
  const settings = await loadSettings(via);
  const limit = spendingLimit(
    {
      price: booking.price,
      cardFloor: cardFloor(booking),
      available: balance.available,
      lastRedemptionAt: balance.lastRedemptionAt,
      now,
    },
    {
      maxSharePercent: settings["points.maxSharePercent"],
      redeemEveryDays: settings["points.redeemEveryDays"],
    },
  );
  return { limit, balance };
}

async function applyPlan(
  tx: Tx,
  booking: Booking,
  plan: { readonly points: Points; readonly payChoice: PayChoice },
): Promise<void> {
  const split = splitPayment({
    price: booking.price,
    points: plan.points,
    frozen: booking,
    choice: plan.payChoice,
  });
  await changePlan(tx, booking.id, { ...plan, ...split });
}

/** The one way to change a hold: the client locked, the hold theirs, alive and not yet being paid for. */
async function changeHold<R extends string>(
  app: App,
  { bookingId, clientId }: HoldOf,
  change: (tx: Tx, booking: Booking, now: Date) => Promise<Outcome<null, R>>,
): Promise<Outcome<BookingView, R | HoldRefusal>> {
  const now = app.clock.now();
  const changed = await inTransaction<null, R | HoldRefusal>(app.db, {}, async (tx) => {
    await lockClient(tx, clientId);
    const booking = await lockBooking(tx, bookingId);
    const refusal = holdProblem(booking, clientId, now);
    if (refusal !== undefined || booking === undefined) return refuse(refusal ?? "unknown_booking");
    return change(tx, booking, now);
  });
  if (!changed.ok) return changed;
  return done(present(await findBooking(app.db, bookingId), "the hold just changed"));
}

/** Why a hold cannot be changed or paid for, if it cannot: not theirs, over, or the bank is confirming it. */
export function holdProblem(
  booking: Booking | undefined,
  clientId: string,
  now: Date,
): HoldRefusal | undefined {
  if (booking?.clientId !== clientId) return "unknown_booking";
  if (booking.state === "confirming") return "payment_being_confirmed";
  if (booking.state === "cancelled") return "booking_cancelled";
  if (booking.state !== "held") return "hold_over";
  return booking.heldUntil !== undefined && booking.heldUntil <= now ? "hold_over" : undefined;
}
