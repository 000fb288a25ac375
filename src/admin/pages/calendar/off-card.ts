import { bookingsIn } from "../../../core/booking/index.ts";
import { findTimeOff, seriesOf } from "../../../core/calendar/index.ts";
import { findSpecialist } from "../../../core/catalog/index.ts";
import { dayOf } from "../../../core/kernel/local-day.ts";
import { isManager } from "../../access.ts";
import type { Values } from "../../panel-action.ts";
import type { PageCall } from "../../panel-page.ts";
import { formatInstant, formatWeekday } from "../../readable.ts";
import { sentence } from "../../refusals.ts";
import { spanText } from "../../span-text.ts";
import type { OffCard, Refusal } from "./model.ts";

/** A specialist's time off with the live bookings in it, for staff to move; their own only (PE-3). */
export async function offCard({ app, user, zone }: PageCall, asked: Values): Promise<OffCard | Refusal> {
  const off = await findTimeOff(app.db, asked.uuid("id"));
  const isTheirs = isManager(user) || off?.specialistId === user.specialistId;
  if (off === undefined || off.liftedAt !== undefined || !isTheirs)
    return { refused: sentence("unknown_time_off", {}, zone) };
  const [specialist, bookings, together] = await Promise.all([
    findSpecialist(app.db, off.specialistId),
    bookingsIn(app.db, [off.specialistId], [off]),
    seriesOf(app.db, off.id, app.clock.now()),
  ]);
  const others = together.filter(({ id }) => id !== off.id);
  const last = others.at(-1);
  return {
    id: off.id,
    when: spanText(off, zone),
    specialist: specialist?.name ?? "",
    reason: off.reason,
    mayLift: isManager(user),
    ...(last === undefined
      ? {}
      : { series: `ещё ${others.length}, последний — ${formatWeekday(dayOf(last.startsAt, zone))}` }),
    bookings: bookings.map(({ id, state, startsAt, clientName, serviceName }) => ({
      id,
      when: formatInstant(startsAt, zone),
      who: `${clientName}, ${serviceName}`,
      ...(state === "held" ? { waiting: "Ждёт оплаты: отменить или подтвердить." } : {}),
      ...(state === "confirming" ? { waiting: "Банк проверяет оплату: потом можно перенести." } : {}),
    })),
  };
}
