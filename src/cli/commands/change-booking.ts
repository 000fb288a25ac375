import type { App } from "../../core/app.ts";
import { BOOKING_STATE_WORDS, type BookingView, findBooking } from "../../core/booking/index.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { type Done, type Refused, refuse } from "../../core/kernel/outcome.ts";
import { type Desk, openShop, reply, withTill } from "../desk.ts";
import { momentOf } from "../output.ts";
import { bookingJson } from "./booking-view.ts";
import { bookingOf } from "./lookup.ts";
import type { Telling } from "./tell-client.ts";

type Changed<R extends string> =
  | (Done<BookingView> & {
      readonly said: string;
      readonly json?: object | undefined;
      /** Of what the client has to hear. */
      readonly telling?: Telling;
    })
  | Refused<R>;

/** The one way to change a booking: found by its number or id, changed, and told in a line. */
export async function changeBooking<R extends string>(
  desk: Desk,
  key: string | number,
  work: (app: App, booking: BookingView, zone: Zone) => Promise<Changed<R>>,
) {
  const { app: opened, zone } = await openShop(desk);
  const app = withTill(desk, opened);
  const booking = await bookingOf(app, key);
  if (!booking.ok) return booking;
  const changed = await work(app, booking.value, zone);
  if (!changed.ok)
    return changed.refusal === "booking_over" ? overBy(app, booking.value, zone, changed) : changed;
  const { number, clientName, startsAt } = changed.value;
  const text = `Запись №${number} (${clientName}, ${momentOf(startsAt, zone)}): ${changed.said}.${changed.telling?.after ?? ""}`;
  return reply({ ...bookingJson(changed.value, zone), ...changed.json, ...changed.telling?.json }, text);
}

/** The same refusal, with what became of the booking and which one took its place. */
async function overBy<R extends string>(
  { db }: App,
  { id }: BookingView,
  zone: Zone,
  refused: Refused<R>,
): Promise<Refused<R>> {
  const found = await findBooking(db, id);
  // Its visit has passed, and nobody has marked it.
  if (found === undefined || found.state === "confirmed") return refused;
  const next = found.movedTo;
  const instead = next && `, вместо неё запись №${next.number} (${momentOf(next.startsAt, zone)})`;
  const detail = { state: found.state, fate: `${BOOKING_STATE_WORDS[found.state]}${instead ?? ""}` };
  return refuse(refused.refusal, next === undefined ? detail : { ...detail, instead: next.number });
}
