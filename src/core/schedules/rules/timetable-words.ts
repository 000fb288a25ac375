import type { Weekday } from "../../kernel/local-day.ts";
import { type SimpleTimetable, simpleOf } from "./simple-timetable.ts";

const ON: Readonly<Record<Weekday, string>> = {
  1: "по понедельникам",
  2: "по вторникам",
  3: "по средам",
  4: "по четвергам",
  5: "по пятницам",
  6: "по субботам",
  7: "по воскресеньям",
};

/** `7:05` */
const timeText = (minute: number): string =>
  `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`;

/**
 * A timetable in words: «каждый день в 7:00», «по будням в 8:00», «по понедельникам и средам в 7:30», «1-го числа каждого
 * месяца в 7:00». Undefined: it has no simple words, and the next times say what it means.
 */
export function timetableWords(cron: string): string | undefined {
  const simple = simpleOf(cron);
  return simple && `${daysText(simple)} в ${timeText(simple.minute)}`;
}

function daysText(simple: SimpleTimetable): string {
  switch (simple.on) {
    case "every_day":
      return "каждый день";
    case "weekdays":
      return weekdaysText(simple.weekdays);
    case "month_day":
      return simple.monthDay === "last"
        ? "в последний день каждого месяца"
        : `${simple.monthDay}-го числа каждого месяца`;
    default:
      return simple satisfies never;
  }
}

function weekdaysText(weekdays: readonly Weekday[]): string {
  const days = weekdays.join("");
  if (days === "12345") return "по будням";
  if (days === "67") return "по выходным";
  const names = weekdays.map((day, place) => (place === 0 ? ON[day] : ON[day].replace("по ", "")));
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} и ${names.at(-1) ?? ""}`;
}
