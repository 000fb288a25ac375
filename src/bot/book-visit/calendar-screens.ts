import type { DayMark } from "../../core/calendar/index.ts";
import type { Service, Specialist } from "../../core/catalog/index.ts";
import type { LocalDay } from "../../core/kernel/local-day.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { noop, toCalendar, toContacts, toDay, toServices, toSpecialists } from "../buttons.ts";
import { dayNumber, daySpan, durationOf } from "../format.ts";
import { pageRow, toMenuButton } from "../navigation.ts";
import { type Button, button, lines, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";
import { waitButton } from "../waitlist/screens.ts";
import { weekGrid } from "../week-grid.ts";
import { MARKS } from "./marks.ts";

export const SPECIALISTS_PER_PAGE = 8;

export type CalendarFacts = {
  readonly service: Service;
  /** Whom the calendar is narrowed to. */
  readonly specialist: Pick<Specialist, "id" | "name"> | undefined;
  readonly hasSeveralSpecialists: boolean;
  readonly days: readonly { readonly day: LocalDay; readonly mark: DayMark | undefined }[];
  readonly note?: string | undefined;
};

/** The unified calendar: days in weeks, today first, each in the colour of what it has (SL-3). */
export function calendarScreen(words: Words, facts: CalendarFacts): Screen {
  const { service, specialist, days, note } = facts;
  const legend = legendOf(words, days);
  const dataOf = (day: LocalDay) =>
    toDay.pack({ serviceId: service.id, specialistId: specialist?.id, day, page: 0 });
  const isEmpty = legend.length === 0;
  return {
    text: lines(
      note,
      note && "",
      words.t("calendar-ask", {
        service: service.name,
        duration: durationOf(words, service.durationMinutes),
        price: formatRubles(service.price),
        days: isEmpty ? "none" : daysText(days),
      }),
      ...legend,
      isEmpty ? words.t("calendar-none") : undefined,
    ),
    buttons: [
      ...(isEmpty ? [] : calendarGrid(days, dataOf, dataOf)),
      ...(facts.hasSeveralSpecialists
        ? [
            [
              button(
                specialist
                  ? words.c("button-specialist-one", { name: specialist.name })
                  : words.c("button-specialist-any"),
                toSpecialists.pack({ serviceId: service.id, page: 0 }),
              ),
            ],
          ]
        : []),
      [waitButton(words, { serviceId: service.id, specialistId: specialist?.id })],
      ...(isEmpty ? [[button(words.c("button-contact"), toContacts.pack({}))]] : []),
      [
        button(
          words.c("button-back"),
          toServices.pack({ range: service.kind === "online" ? "online" : "all", page: 0 }),
        ),
        toMenuButton(words),
      ],
    ],
  };
}

/** What the colours mean that are there; nothing when no day has anything. */
export function legendOf(words: Words, days: CalendarFacts["days"]): readonly string[] {
  const found = new Set(days.map(({ mark }) => mark));
  return (["regular", "hot", "online", "full"] as const)
    .filter((mark) => found.has(mark))
    .map((mark) => words.t(LEGEND[mark]));
}

/** The first and the last day of the grid, whose cells have no room for a month. */
export function daysText(days: CalendarFacts["days"]): string {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return "none";
  return daySpan(first.day, last.day);
}

const LEGEND = {
  regular: "calendar-legend-regular",
  hot: "calendar-legend-hot",
  online: "calendar-legend-online",
  full: "calendar-legend-full",
} as const satisfies Record<DayMark, string>;

/** Weeks of days in their colours; a day that has something leads on with its own data, and a full one where it may be waited for. */
export function calendarGrid(
  days: CalendarFacts["days"],
  dataOf: (day: LocalDay) => string,
  fullDataOf: (day: LocalDay) => string = () => noop.pack({ why: "full" }),
): readonly (readonly Button[])[] {
  const cell = ({ day, mark }: CalendarFacts["days"][number]): Button => {
    const number = dayNumber(day);
    if (mark === undefined) return button(`· ${number}`, noop.pack({ why: "empty" }));
    if (mark === "full") return button(`⚪ ${number}`, fullDataOf(day));
    return button(`${MARKS[mark].circle} ${number}`, dataOf(day), MARKS[mark].style);
  };
  return weekGrid(days[0]?.day, days.map(cell), { blank: "empty" });
}

export function specialistsScreen(
  words: Words,
  facts: {
    readonly serviceId: string;
    readonly page: number;
    readonly specialists: readonly Specialist[];
    readonly hasMore: boolean;
  },
): Screen {
  const { serviceId, page, specialists, hasMore } = facts;
  return {
    text: lines(
      words.t("specialists-ask"),
      "",
      ...specialists.map(({ name, about }) =>
        words.t("specialist-line", { name, about: about === "" ? "none" : about }),
      ),
    ),
    buttons: [
      ...specialists.map(({ id, name }) => [button(name, toCalendar.pack({ serviceId, specialistId: id }))]),
      ...pageRow(words, {
        page,
        hasMore,
        to: (to) => toSpecialists.pack({ serviceId, page: to }),
      }),
      [button(words.c("button-any"), toCalendar.pack({ serviceId, specialistId: undefined }))],
      [toMenuButton(words)],
    ],
  };
}
