import { dayBounds } from "../../analytics/bounds.ts";
import { bySpans, total } from "../by-spans.ts";
import type { Asked, Gathered } from "../model.ts";
import { BY_SPANS, figure, report } from "../report.ts";
import { type BookingFigures, type BookingRow, bookingsByPart, namesOf } from "../statements.ts";
import { isSpanUnit } from "../totals.ts";

const addBookings = (rows: readonly BookingRow[]): BookingFigures => ({
  bookings: total(rows, (row) => row.bookings),
  ahead: total(rows, (row) => row.ahead),
  visits: total(rows, (row) => row.visits),
  noShows: total(rows, (row) => row.noShows),
  byClient: total(rows, (row) => row.byClient),
  lateCancels: total(rows, (row) => row.lateCancels),
  byBusiness: total(rows, (row) => row.byBusiness),
  moved: total(rows, (row) => row.moved),
  expired: total(rows, (row) => row.expired),
  priceKopecks: total(rows, (row) => row.priceKopecks),
});

async function gatherBookings(asked: Asked): Promise<Gathered<BookingFigures>> {
  const { app, period, zone, by } = asked;
  const rows = await bookingsByPart(app.db, dayBounds(period, zone));
  const sum = addBookings(rows);
  if (isSpanUnit(by)) return { lines: bySpans(asked, rows, addBookings), sum };
  const isOfService = by === "service";
  const names = await namesOf(app.db, isOfService ? "services" : "specialists");
  const lines = names.flatMap(({ id, name }) => {
    const own = rows.filter((row) => (isOfService ? row.serviceId : row.specialistId) === id);
    return own.length === 0 ? [] : [{ key: id, name, days: undefined, source: addBookings(own) }];
  });
  return { lines, sum };
}

/** How bookings ended, by the day on which their visits were to begin. */
export const bookings = report<BookingFigures>({
  about: "записи по дню, на который они были: чем кончились",
  parts: [...BY_SPANS, "specialist", "service"],
  gather: gatherBookings,
  figures: [
    figure(
      ["bookings", "bookings", "Записей", "все записи на эти дни, чем бы ни кончились, штуки"],
      "count",
      (one) => one.bookings,
    ),
    figure(
      ["ahead", "ahead", "Впереди", "в силе или ждут оплаты, штуки"],
      "count",
      (one) => one.ahead,
      false,
    ),
    figure(["visits", "visits", "Визитов", "состоялись, штуки"], "count", (one) => one.visits),
    figure(["noShows", "no_shows", "Неявок", "клиент не пришёл, штуки"], "count", (one) => one.noShows),
    figure(
      ["cancelledByClient", "cancelled_by_client", "Отменил клиент", "клиент отменил вовремя, штуки"],
      "count",
      (one) => one.byClient,
      false,
    ),
    figure(
      ["cancelledLate", "cancelled_late", "Отменил поздно", "клиент отменил позже срока, штуки"],
      "count",
      (one) => one.lateCancels,
      false,
    ),
    figure(
      ["cancelledByBusiness", "cancelled_by_business", "Отменили мы", "отменены не клиентом, штуки"],
      "count",
      (one) => one.byBusiness,
      false,
    ),
    figure(
      ["cancelled", "cancelled", "Отмен", "все отмены вместе, штуки"],
      "count",
      (one) => one.byClient + one.lateCancels + one.byBusiness,
    ),
    figure(
      ["moved", "moved", "Перенесено", "перенесены на другое время, штуки"],
      "count",
      (one) => one.moved,
      false,
    ),
    figure(
      ["expired", "expired", "Не оплачено", "брони, которые так и не оплатили, штуки"],
      "count",
      (one) => one.expired,
      false,
    ),
    figure(
      [
        "priceKopecks",
        "price_rubles",
        "Стоимость, ₽",
        "цена состоявшихся визитов со скидками, баллы не вычтены, рубли",
      ],
      "kopecks",
      (one) => one.priceKopecks,
    ),
  ],
});
