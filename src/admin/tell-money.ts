import type { App } from "../core/app.ts";
import { DEAD_STATES, findBookings } from "../core/booking/index.ts";
import { formatRubles, type Kopecks } from "../core/kernel/money.ts";
import type { Params, Telling } from "./table-list.ts";

/**
 * What a booking's money came to: received, still to be taken on the spot, tips apart; nothing is left empty. What
 * came to nothing asks for nothing on the spot.
 */
export async function tellMoney(
  rows: readonly Params[],
  { app }: Pick<Telling, "app">,
): Promise<readonly Params[]> {
  const bookings = await findBookings(
    app.db,
    rows.map(({ id }) => String(id)),
  );
  const byId = new Map(bookings.map((booking) => [booking.id, booking]));
  return rows.map(({ id }) => {
    const booking = byId.get(String(id));
    if (booking === undefined) return {};
    const { paid, refunded, owedOnSpot, tips, state } = booking;
    return {
      paid: inWords(paid),
      refunded: inWords(refunded),
      owedOnSpot: inWords(owedOnSpot),
      tips: inWords(tips),
      ...(DEAD_STATES.includes(state) ? { onSpotKopecks: "" } : {}),
    };
  });
}

/** Whether there is money of a booking that could go back. */
export async function moneyFacts(rows: readonly Params[], { db }: App): Promise<readonly Params[]> {
  const ids = rows.map(({ id }) => String(id));
  const paid = new Map((await findBookings(db, ids)).map((booking) => [booking.id, booking.paid]));
  return ids.map((id) => ({ isPaid: (paid.get(id) ?? 0) > 0 }));
}

const inWords = (amount: Kopecks): string => (amount > 0 ? formatRubles(amount) : "");
