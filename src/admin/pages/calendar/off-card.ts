import { type BookingView, bookingsIn } from "../../../core/booking/index.ts";
import { findTimeOff, type TimeOff, takenWith } from "../../../core/calendar/index.ts";
import { findSpecialist } from "../../../core/catalog/index.ts";
import type { Interval } from "../../../core/kernel/interval.ts";
import { dayOf, type Zone } from "../../../core/kernel/local-day.ts";
import { isManager } from "../../access.ts";
import { offeredActions } from "../../offered-actions.ts";
import type { Values } from "../../panel-action.ts";
import type { PageCall } from "../../panel-page.ts";
import { formatInstant, formatWeekday } from "../../readable.ts";
import { sentence } from "../../refusals.ts";
import { BOOKINGS } from "../../resources/work.ts";
import { spanText } from "../../span-text.ts";
import { moneyFactsOf } from "../../tell-money.ts";
import type { OffBooking, OffCard, Refusal } from "./model.ts";

/** A specialist's time off with the live bookings in it, for staff to move; their own only (PE-3). */
export async function offCard(call: PageCall, asked: Values): Promise<OffCard | Refusal> {
  const { app, user, zone } = call;
  const off = await findTimeOff(app.db, asked.uuid("id"));
  const isTheirs = isManager(user) || off?.specialistId === user.specialistId;
  if (off === undefined || !isTheirs) return { refused: sentence("unknown_time_off", {}, zone) };
  if (off.liftedAt !== undefined) return { refused: "Это нерабочее время снято.", isGone: true };
  const [specialist, bookings, taken] = await Promise.all([
    findSpecialist(app.db, off.specialistId),
    bookingsIn(app.db, [off.specialistId], [off]),
    takenWith(app.db, off.id, app.clock.now()),
  ]);
  const seen = taken.filter(({ specialistId }) => isManager(user) || specialistId === user.specialistId);
  const together = seen.filter(({ specialistId }) => specialistId === off.specialistId);
  const others = together.filter(({ id }) => id !== off.id);
  const last = together.at(-1);
  return {
    id: off.id,
    when: spanText(off, zone),
    specialist: specialist?.name ?? "",
    reason: off.reason,
    mayLift: isManager(user) || off.staffId === user.id,
    ...(others.length === 0 || last === undefined
      ? {}
      : { series: `ещё ${others.length}, последний — ${last.id === off.id ? "этот" : dayText(last, zone)}` }),
    bookings: bookings.map((booking) => bookingIn(booking, call)),
    elsewhere: (await bookedIn(call, seen))
      .filter(({ id }) => !bookings.some((booking) => booking.id === id))
      .map((booking) => {
        const told = bookingIn(booking, call);
        const isTheirs = booking.specialistId === off.specialistId;
        return isTheirs ? told : { ...told, who: `${told.who}, ${booking.specialistName}` };
      }),
  };
}

/** The live bookings in several time off, each of its own specialist, soonest first. */
async function bookedIn({ app }: PageCall, offs: readonly TimeOff[]): Promise<readonly BookingView[]> {
  const found = await bookingsIn(app.db, [...new Set(offs.map(({ specialistId }) => specialistId))], offs);
  return found.filter((booking) =>
    offs.some(
      (off) =>
        off.specialistId === booking.specialistId &&
        off.startsAt < booking.endsAt &&
        off.endsAt > booking.startsAt,
    ),
  );
}

/** What is offered is what the list of bookings offers the one who looks. */
function bookingIn(booking: BookingView, { app, user, zone }: PageCall): OffBooking {
  const { id, state, startsAt, clientName, serviceName } = booking;
  const row = { ...booking, ...moneyFactsOf(booking) };
  const offered = offeredActions(BOOKINGS, row, { user, now: app.clock.now() });
  return {
    id,
    when: formatInstant(startsAt, zone),
    who: `${clientName}, ${serviceName}`,
    ...(state === "held" ? { waiting: "Ждёт оплаты: отменить или подтвердить." } : {}),
    ...(state === "confirming" ? { waiting: "Банк проверяет оплату: потом можно перенести." } : {}),
    mayMove: offered.some(({ name }) => name === "moveBooking"),
  };
}

const dayText = ({ startsAt }: Interval, zone: Zone): string => formatWeekday(dayOf(startsAt, zone));
