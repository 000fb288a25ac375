import { findBookings } from "../core/booking/index.ts";
import { formatRubles, type Kopecks } from "../core/kernel/money.ts";
import type { Params, Telling } from "./table-list.ts";

/** What a booking's money came to: received, still to be taken on the spot, tips apart; nothing is left empty. */
export async function tellMoney(rows: readonly Params[], { app }: Telling): Promise<readonly Params[]> {
  const bookings = await findBookings(
    app.db,
    rows.map(({ id }) => String(id)),
  );
  const byId = new Map(bookings.map((booking) => [booking.id, booking]));
  return rows.map(({ id }) => {
    const booking = byId.get(String(id));
    if (booking === undefined) return {};
    const { paid, refunded, owedOnSpot, tips } = booking;
    return {
      paid: inWords(paid),
      refunded: inWords(refunded),
      owedOnSpot: inWords(owedOnSpot),
      tips: inWords(tips),
    };
  });
}

const inWords = (amount: Kopecks): string => (amount > 0 ? formatRubles(amount) : "");
