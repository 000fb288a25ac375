import type { DayMark, SlotKind } from "../../core/calendar/index.ts";
import type { Service, Specialist } from "../../core/catalog/index.ts";
import { type LocalDay, weekdayOf } from "../../core/kernel/local-day.ts";
import { formatRubles, type Kopecks } from "../../core/kernel/money.ts";
import {
  holdStart,
  noop,
  type ServiceRange,
  startBooking,
  toBooking,
  toCalendar,
  toContacts,
  toDay,
  toMenu,
  toServices,
  toSpecialists,
} from "../buttons.ts";
import { dayName, dayNumber, shortMomentOf, timeOf, WEEK } from "../format.ts";
import { type Button, type ButtonStyle, button, inRows, lines, pageRow, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";
import { type VisitTime, visitTime } from "../visit.ts";

export const SERVICES_PER_PAGE = 8;
export const SPECIALISTS_PER_PAGE = 8;
export const TIMES_PER_PAGE = 24;
const DAYS_PER_WEEK = 7;

/** Colours for new clients, circles for old ones. */
const MARKS: Readonly<Record<SlotKind, { readonly circle: string; readonly style: ButtonStyle }>> = {
  regular: { circle: "🟢", style: "success" },
  hot: { circle: "🔴", style: "danger" },
  online: { circle: "🔵", style: "primary" },
};

export const markOf = (kind: SlotKind) => MARKS[kind];

const pages = (words: Words) => ({ earlier: words.c("button-earlier"), more: words.c("button-more") });
const menuButton = (words: Words): Button => button(words.c("button-menu"), toMenu.pack({}));

export type ServicesFacts = {
  readonly range: ServiceRange;
  readonly page: number;
  /** Those of this page. */
  readonly services: readonly Service[];
  readonly hasMore: boolean;
  readonly note?: string | undefined;
};

export function servicesScreen(words: Words, facts: ServicesFacts): Screen {
  const { range, page, services, hasMore, note } = facts;
  const isOnline = range === "online";
  if (services.length === 0 && page === 0) {
    return {
      text: words.t(isOnline ? "services-online-none" : "services-none"),
      buttons: [
        ...(isOnline ? [[button(words.c("button-book"), startBooking.pack({ range: "all" }))]] : []),
        [button(words.c("button-contact"), toContacts.pack({})), menuButton(words)],
      ],
    };
  }
  const about = (service: Service) =>
    lines(
      words.t("service-line", {
        name: service.name,
        duration: words.c("minutes", { count: service.durationMinutes }),
        price: formatRubles(service.price),
      }),
      service.description === "" ? undefined : words.t("service-about", { description: service.description }),
    );
  const choose = (service: Service) =>
    button(
      words.c("button-service", { name: service.name, price: formatRubles(service.price) }),
      toCalendar.pack({ serviceId: service.id, specialistId: undefined }),
      service.kind === "online" ? "primary" : undefined,
    );
  return {
    text: lines(
      note,
      note && "",
      words.t(isOnline ? "services-online-ask" : "services-ask"),
      "",
      services.map(about).join("\n\n"),
    ),
    buttons: [
      ...services.map((service) => [choose(service)]),
      ...pageRow({ page, hasMore, to: (to) => toServices.pack({ range, page: to }), words: pages(words) }),
      [menuButton(words)],
    ],
  };
}

/** Asked when something is held already: go on with it, or choose anew. */
export function holdExistsScreen(
  words: Words,
  facts: {
    readonly bookingId: string;
    readonly serviceName: string;
    readonly visit: VisitTime;
    readonly until: Date;
    readonly range: ServiceRange;
  },
): Screen {
  return {
    text: words.t("hold-exists", {
      service: facts.serviceName,
      when: visitTime(words, facts.visit),
      until: timeOf(facts.until, words.zone),
    }),
    buttons: [
      [button(words.c("button-hold-continue"), toBooking.pack({ bookingId: facts.bookingId }), "success")],
      [button(words.c("button-hold-other"), toServices.pack({ range: facts.range, page: 0 }))],
      [menuButton(words)],
    ],
  };
}

export type CalendarFacts = {
  readonly service: Service;
  /** Whom the calendar is narrowed to. */
  readonly specialist: Specialist | undefined;
  readonly hasSeveralSpecialists: boolean;
  readonly days: readonly { readonly day: LocalDay; readonly mark: DayMark | undefined }[];
  readonly note?: string | undefined;
};

/** The unified calendar: days in weeks, today first, each in the colour of what it has (SL-3). */
export function calendarScreen(words: Words, facts: CalendarFacts): Screen {
  const { service, specialist, days, note } = facts;
  const found = new Set(days.map(({ mark }) => mark));
  const legend = (["regular", "hot", "online", "full"] as const)
    .filter((mark) => found.has(mark))
    .map((mark) => words.t(LEGEND[mark]));
  const isEmpty = legend.length === 0;
  return {
    text: lines(
      note,
      note && "",
      words.t("calendar-ask", {
        service: service.name,
        duration: words.c("minutes", { count: service.durationMinutes }),
        price: formatRubles(service.price),
      }),
      ...legend,
      isEmpty ? words.t("calendar-none") : undefined,
    ),
    buttons: [
      ...(isEmpty ? [] : calendarGrid(facts)),
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
      ...(isEmpty ? [[button(words.c("button-contact"), toContacts.pack({}))]] : []),
      [
        button(
          words.c("button-back"),
          toServices.pack({ range: service.kind === "online" ? "online" : "all", page: 0 }),
        ),
        menuButton(words),
      ],
    ],
  };
}

const LEGEND = {
  regular: "calendar-legend-regular",
  hot: "calendar-legend-hot",
  online: "calendar-legend-online",
  full: "calendar-legend-full",
} as const satisfies Record<DayMark, string>;

function calendarGrid({ service, specialist, days }: CalendarFacts): readonly (readonly Button[])[] {
  const blank = button("·", noop.pack({ why: "empty" }));
  const cell = ({ day, mark }: CalendarFacts["days"][number]): Button => {
    const number = dayNumber(day);
    if (mark === undefined) return button(`· ${number}`, noop.pack({ why: "empty" }));
    if (mark === "full") return button(`⚪ ${number}`, noop.pack({ why: "full" }));
    const data = toDay.pack({ serviceId: service.id, specialistId: specialist?.id, day, page: 0 });
    return button(`${MARKS[mark].circle} ${number}`, data, MARKS[mark].style);
  };
  const first = days[0];
  const before = first === undefined ? 0 : weekdayOf(first.day) - 1;
  const cells = [...Array<Button>(before).fill(blank), ...days.map(cell)];
  const after = (DAYS_PER_WEEK - (cells.length % DAYS_PER_WEEK)) % DAYS_PER_WEEK;
  const header = WEEK.map((name) => button(name, noop.pack({ why: "label" })));
  return [header, ...inRows([...cells, ...Array<Button>(after).fill(blank)], DAYS_PER_WEEK)];
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
      ...pageRow({
        page,
        hasMore,
        to: (to) => toSpecialists.pack({ serviceId, page: to }),
        words: pages(words),
      }),
      [button(words.c("button-any"), toCalendar.pack({ serviceId, specialistId: undefined }))],
      [menuButton(words)],
    ],
  };
}

/** A start as a button shows it. */
export type OfferedStart = {
  readonly slotId: string;
  readonly startsAt: Date;
  readonly kind: SlotKind;
  readonly specialistName: string;
  readonly price: Kopecks;
};

export type TimesFacts = {
  readonly service: Service;
  readonly specialistId: string | undefined;
  readonly day: LocalDay;
  readonly page: number;
  /** All of the day. */
  readonly starts: readonly OfferedStart[];
};

export function timesScreen(words: Words, facts: TimesFacts): Screen {
  const { service, specialistId, day, page, starts } = facts;
  const toDays = button(words.c("button-days"), toCalendar.pack({ serviceId: service.id, specialistId }));
  const shown = starts.slice(page * TIMES_PER_PAGE, (page + 1) * TIMES_PER_PAGE);
  const title = words.t("times-ask", { service: service.name, day: dayName(day) });
  if (shown.length === 0) {
    return { text: words.t("times-none"), buttons: [[toDays, menuButton(words)]] };
  }
  const isWithNames = new Set(starts.map(({ specialistName }) => specialistName)).size > 1;
  const hasHot = shown.some(({ kind }) => kind === "hot");
  const perRow = isWithNames ? (hasHot ? 1 : 2) : hasHot ? 2 : 3;
  return {
    text: lines(title, hasHot ? words.t("times-hot-legend") : undefined),
    buttons: [
      ...inRows(
        shown.map((start) => timeButton(words, service.id, start, isWithNames)),
        perRow,
      ),
      ...pageRow({
        page,
        hasMore: starts.length > (page + 1) * TIMES_PER_PAGE,
        to: (to) => toDay.pack({ serviceId: service.id, specialistId, day, page: to }),
        words: pages(words),
      }),
      [toDays, menuButton(words)],
    ],
  };
}

function timeButton(words: Words, serviceId: string, start: OfferedStart, isWithName: boolean): Button {
  const isHot = start.kind === "hot";
  const key = isWithName
    ? isHot
      ? "button-time-hot-who"
      : "button-time-who"
    : isHot
      ? "button-time-hot"
      : "button-time";
  const caption = words.c(key, {
    mark: MARKS[start.kind].circle,
    time: timeOf(start.startsAt, words.zone),
    specialist: start.specialistName,
    price: formatRubles(start.price),
  });
  return holdButton(serviceId, start, caption);
}

const holdButton = (serviceId: string, start: OfferedStart, caption: string): Button =>
  button(
    caption,
    holdStart.pack({ serviceId, slotId: start.slotId, startsAt: start.startsAt }),
    MARKS[start.kind].style,
  );

/** A wanted start is not to be had: why, and the nearest ones that are. */
export function nearestScreen(
  words: Words,
  facts: { readonly serviceId: string; readonly why: string; readonly starts: readonly OfferedStart[] },
): Screen {
  const { serviceId, why, starts } = facts;
  return {
    text: lines(why, "", words.t(starts.length > 0 ? "nearest-ask" : "nearest-none")),
    buttons: [
      ...starts.map((start) => [
        holdButton(
          serviceId,
          start,
          words.c("button-nearest", {
            mark: MARKS[start.kind].circle,
            moment: shortMomentOf(start.startsAt, words.zone),
            specialist: start.specialistName,
          }),
        ),
      ]),
      [
        button(words.c("button-other-day"), toCalendar.pack({ serviceId, specialistId: undefined })),
        menuButton(words),
      ],
    ],
  };
}

/** A wish that cannot be met now: why, and where to go from here. */
export const refusedScreen = (
  words: Words,
  why: string,
  ways: readonly (readonly Button[])[] = [],
): Screen => ({
  text: why,
  buttons: [...ways, [button(words.c("button-contact"), toContacts.pack({})), menuButton(words)]],
});
