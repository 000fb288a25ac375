import { dayBounds } from "../../analytics/bounds.ts";
import { minutesByHour } from "../../analytics/visits.ts";
import { total } from "../by-spans.ts";
import type { Asked, Gathered } from "../model.ts";
import { BY_SPANS, figure, report, share } from "../report.ts";
import { totalsOf } from "../totals.ts";

type TimeFigures = { readonly offeredMinutes: number; readonly bookedMinutes: number };

const WEEKDAYS = ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"];
const WEEKDAYS_SHORT = ["пн", "вт", "ср", "чт", "пт", "сб", "вс"];

async function gatherOccupancy(asked: Asked): Promise<Gathered<TimeFigures>> {
  const { app, period, zone, by } = asked;
  const isByClock = by === "weekday" || by === "hour";
  if (!isByClock) return totalsOf(asked, { withClients: false });
  const hours = await minutesByHour(app.db, dayBounds(period, zone), zone);
  const { sum } = await totalsOf({ ...asked, by: "month" }, { withClients: false });
  const groups = Map.groupBy(hours, ({ weekday, hour }) => (by === "hour" ? weekday * 100 + hour : weekday));
  const lines = [...groups].map(([key, own]) => ({
    key: by === "hour" ? `${Math.floor(key / 100)}-${String(key % 100).padStart(2, "0")}` : String(key),
    name:
      by === "hour"
        ? `${WEEKDAYS_SHORT[Math.floor(key / 100) - 1] ?? ""} ${String(key % 100).padStart(2, "0")}:00`
        : (WEEKDAYS[key - 1] ?? ""),
    days: undefined,
    source: {
      offeredMinutes: total(own, (row) => row.offeredMinutes),
      bookedMinutes: total(own, (row) => row.bookedMinutes),
    },
  }));
  return { lines, sum };
}

/** How much time was offered and how much of it was taken. */
export const occupancy = report<TimeFigures>({
  about: "загрузка: сколько времени предложили и сколько заняли",
  parts: [...BY_SPANS, "weekday", "hour", "specialist"],
  gather: gatherOccupancy,
  figures: [
    figure(
      ["offeredMinutes", "offered_minutes", "Предложено, мин", "открытые окна, занятые и свободные, минуты"],
      "minutes",
      (one) => one.offeredMinutes,
    ),
    figure(
      ["bookedMinutes", "booked_minutes", "Занято, мин", "записи в силе, визиты и неявки, минуты"],
      "minutes",
      (one) => one.bookedMinutes,
    ),
    figure(
      [
        "occupancyPercent",
        "occupancy_percent",
        "Загрузка, %",
        "занятое от предложенного, проценты; пусто — окон не было",
      ],
      "percent",
      (one) => share(one.bookedMinutes, one.offeredMinutes),
    ),
  ],
});
