import {
  DAY_PART_NAMES,
  DAY_PARTS,
  type DayPart,
  hoursText,
  runsOf,
  type WaitlistView,
  weekendsOf,
} from "../../core/booking/index.ts";
import { type LocalDay, plusDays } from "../../core/kernel/local-day.ts";
import {
  askWait,
  giveUpOffer,
  joinWait,
  leaveWait,
  pickWaitDays,
  toBooking,
  toCalendar,
  toMyBookings,
  toWait,
  toWaitHours,
  toWaitlist,
} from "../buttons.ts";
import { anew } from "../callback-data.ts";
import { dayNumber, daySpan, durationOf } from "../format.ts";
import { toMenuButton } from "../navigation.ts";
import { type Button, button, lines, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";
import { weekGrid } from "../week-grid.ts";

/** As many days as the grid shows and a button can carry: four weeks. */
export const WAIT_GRID_DAYS = 28;
const DAYS_PER_WEEK = 7;

/** What is waited for, as buttons carry it: each bit of `mask` is a day, counted from `first`. */
export type WishData = {
  readonly serviceId: string;
  readonly specialistId: string | undefined;
  readonly first: LocalDay;
  readonly mask: number;
};

export const daysOf = ({ first, mask }: Pick<WishData, "first" | "mask">): readonly LocalDay[] =>
  Array.from({ length: WAIT_GRID_DAYS }, (_, step) => step)
    .filter((step) => (mask >> step) & 1)
    .map((step) => plusDays(first, step));

const maskOf = (first: LocalDay, days: readonly LocalDay[]): number => {
  const wanted = new Set(days);
  return Array.from({ length: WAIT_GRID_DAYS }, (_, step) => step)
    .filter((step) => wanted.has(plusDays(first, step)))
    .reduce((mask, step) => mask | (1 << step), 0);
};

/** `1–14 декабря`, `5–6 декабря, 12–13 декабря`. */
export const daysText = (days: readonly LocalDay[]): string =>
  runsOf(days)
    .map(({ from, to }) => daySpan(from, to))
    .join(", ");

/** The way in, from where nothing fits. */
export const waitButton = (
  words: Words,
  of: { readonly serviceId: string; readonly specialistId: string | undefined; readonly day?: LocalDay },
): Button => {
  const { serviceId, specialistId, day } = of;
  const data =
    day === undefined
      ? toWait.pack({ serviceId, specialistId })
      : toWaitHours.pack({ serviceId, specialistId, first: day, mask: 1 });
  return button(words.c("button-wait"), data);
};

export type ChooseFacts = {
  readonly service: { readonly id: string; readonly name: string };
  readonly specialistId: string | undefined;
  /** Those that may be waited for, today first. */
  readonly days: readonly LocalDay[];
};

/** Which days: all of the calendar's, a week, its weekends, or one by one. */
export function waitDaysScreen(words: Words, { service, specialistId, days }: ChooseFacts): Screen {
  const [first] = days;
  const choices: readonly (readonly [string, readonly LocalDay[]])[] = [
    ["button-wait-all", days],
    ...(days.length > DAYS_PER_WEEK ? [["button-wait-week", days.slice(0, DAYS_PER_WEEK)] as const] : []),
    ["button-wait-weekends", weekendsOf(days)],
  ];
  const of = { serviceId: service.id, specialistId };
  const choose = (from: LocalDay) => [
    ...choices
      .filter(([, chosen]) => chosen.length > 0)
      .map(([caption, chosen]) => {
        const data = toWaitHours.pack({ ...of, first: from, mask: maskOf(from, chosen) });
        return [button(words.c(caption, { days: shortDays(chosen) }), data)];
      }),
    [button(words.c("button-wait-pick"), pickWaitDays.pack({ ...of, first: from, mask: 0 }))],
  ];
  return {
    text: words.t("wait-days-ask", { service: service.name }),
    buttons: [
      ...(first === undefined ? [] : choose(first)),
      [button(words.c("button-back"), toCalendar.pack(of)), toMenuButton(words)],
    ],
  };
}

/** For a caption: `25.11–8.12`, `28–29.11, 5–6.12`. */
const shortDays = (days: readonly LocalDay[]): string =>
  runsOf(days)
    .map(({ from, to }) => {
      if (from === to) return shortDay(to);
      return from.slice(0, 7) === to.slice(0, 7)
        ? `${dayNumber(from)}–${shortDay(to)}`
        : `${shortDay(from)}–${shortDay(to)}`;
    })
    .join(", ");

const shortDay = (day: LocalDay): string => `${dayNumber(day)}.${day.slice(5, 7)}`;

/** Days one by one, in weeks; a tap marks one or takes the mark back. */
export function pickDaysScreen(
  words: Words,
  { service, days, wish }: ChooseFacts & { readonly wish: WishData },
): Screen {
  const [first, last] = [days[0], days.at(-1)];
  const chosen = new Set(daysOf(wish));
  const cell = (day: LocalDay): Button => {
    const number = String(dayNumber(day));
    const mask = wish.mask ^ maskOf(wish.first, [day]);
    const caption = chosen.has(day) ? words.c("button-wait-picked", { number }) : number;
    return button(caption, pickWaitDays.pack({ ...wish, mask }), chosen.has(day) ? "success" : undefined);
  };
  return {
    text: words.t("wait-days-pick", {
      service: service.name,
      days: first === undefined || last === undefined ? "" : daySpan(first, last),
      chosen: chosen.size > 0 ? "yes" : "no",
    }),
    buttons: [
      ...weekGrid(first, days.map(cell), { blank: "label" }),
      ...(chosen.size > 0 ? [[button(words.c("button-wait-next"), toWaitHours.pack(wish), "success")]] : []),
      [button(words.c("button-back"), toWait.pack(wish)), toMenuButton(words)],
    ],
  };
}

const PART_CAPTIONS = {
  any: "button-part-any",
  morning: "button-part-morning",
  day: "button-part-day",
  evening: "button-part-evening",
} as const satisfies Record<DayPart, string>;

/** Which part of the day. */
export function waitHoursScreen(
  words: Words,
  { service, wish, zone }: Pick<ChooseFacts, "service"> & WishFacts,
): Screen {
  return {
    text: lines(
      words.t("wait-hours-ask", { service: service.name, days: daysText(daysOf(wish)) }),
      zone && "",
      zone,
    ),
    buttons: [
      ...DAY_PART_NAMES.map((part) => [
        button(words.c(PART_CAPTIONS[part]), askWait.pack({ ...wish, part })),
      ]),
      [button(words.c("button-back"), toWait.pack(wish)), toMenuButton(words)],
    ],
  };
}

type WishFacts = {
  readonly wish: WishData;
  /** Whose clock the hours are, where that has to be told (UN-4). */
  readonly zone?: string | undefined;
};

type WishLines = Pick<WaitlistView, "serviceName" | "specialistName" | "days" | "fromMinute" | "toMinute">;

/** What is waited for: what, with whom, when. */
export const wishLines = (words: Words, wish: WishLines): string =>
  lines(
    words.t("wait-what", { service: wish.serviceName }),
    words.t("wait-who", { specialist: wish.specialistName ?? "any" }),
    words.t("wait-when", { days: daysText(wish.days) }),
    words.t("wait-hours", { hours: hoursText(wish) }),
  );

/** How offers are made: for how long a start is held, and when nobody is disturbed. */
export type OfferTerms = {
  readonly holdMinutes: number;
  readonly quiet: { readonly fromMinute: number; readonly toMinute: number };
};

const howLines = (words: Words, { holdMinutes, quiet }: OfferTerms): string =>
  lines(
    words.t("wait-how", { hold: durationOf(words, holdMinutes) }),
    quiet.fromMinute === quiet.toMinute
      ? undefined
      : words.t("wait-quiet", { from: clockOf(quiet.fromMinute), to: clockOf(quiet.toMinute) }),
  );

const clockOf = (minute: number): string =>
  `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`;

/** The whole wish once more, and what will come of it. */
export function askWaitScreen(
  words: Words,
  facts: WishFacts & {
    readonly serviceName: string;
    readonly specialistName: string | undefined;
    readonly part: DayPart;
    readonly offers: OfferTerms;
  },
): Screen {
  const { wish, part, zone } = facts;
  return {
    text: lines(
      words.t("wait-confirm"),
      "",
      wishLines(words, { ...facts, ...DAY_PARTS[part], days: daysOf(wish) }),
      zone && "",
      zone,
      "",
      howLines(words, facts.offers),
    ),
    buttons: [
      [button(words.c("button-wait-join"), joinWait.pack({ ...wish, part }), "success")],
      [button(words.c("button-wait-change"), toWait.pack(wish)), toMenuButton(words)],
    ],
  };
}

const toListButton = (words: Words): Button => button(words.c("button-waitlist-open"), toWaitlist.pack({}));

/** Written down. */
export const joinedScreen = (words: Words, entry: WaitlistView, offers: OfferTerms): Screen => ({
  text: lines(words.t("wait-joined"), "", wishLines(words, entry), "", howLines(words, offers)),
  buttons: [
    [button(words.c("button-wait-leave"), leaveWait.pack({ entryId: entry.id }))],
    [toListButton(words), toMenuButton(words)],
  ],
});

/** All that a client waits for. */
export function waitlistScreen(words: Words, entries: readonly WaitlistView[], note?: string): Screen {
  const { length: count } = entries;
  const told = entries.map((entry) =>
    lines(wishLines(words, entry), entry.offeredBookingId && words.t("wait-offered")),
  );
  const leave = (entry: WaitlistView): Button =>
    button(
      count === 1
        ? words.c("button-wait-leave")
        : words.c("button-wait-leave-one", { service: entry.serviceName, days: shortDays(entry.days) }),
      leaveWait.pack({ entryId: entry.id }),
    );
  return {
    text: lines(
      note,
      note && "",
      ...(count === 0 ? [words.t("wait-none")] : [words.t("wait-list"), "", told.join("\n\n")]),
    ),
    buttons: [
      ...entries.flatMap(({ offeredBookingId: bookingId }) =>
        bookingId === undefined
          ? []
          : [[button(words.c("button-wait-offered"), toBooking.pack({ bookingId }), "success")]],
      ),
      ...entries.map((entry) => [leave(entry)]),
      [button(words.c("button-my"), toMyBookings.pack({ kind: "upcoming", page: 0 })), toMenuButton(words)],
    ],
  };
}

/** No longer waited for; the calendar is a tap away. */
export const leftScreen = (words: Words, entry: WaitlistView): Screen => ({
  text: lines(words.t("wait-left"), "", wishLines(words, entry)),
  buttons: [[calendarButton(words, entry)], [toMenuButton(words)]],
});

export const calendarButton = (
  words: Words,
  { serviceId, specialistId }: Pick<WaitlistView, "serviceId" | "specialistId">,
): Button => button(words.c("button-choose-again"), toCalendar.pack({ serviceId, specialistId }));

/** The start was not to their liking: another one is waited for. */
export const declinedScreen = (words: Words, entry: WaitlistView): Screen => ({
  text: lines(words.t("wait-declined"), "", wishLines(words, entry)),
  buttons: [
    [button(words.c("button-wait-leave"), leaveWait.pack({ entryId: entry.id }))],
    [toListButton(words), toMenuButton(words)],
  ],
});

/** What may be answered to an offer; the message stays, whatever is tapped. */
export const offerButtons = (
  words: Words,
  { bookingId, entryId }: { readonly bookingId: string; readonly entryId: string },
): readonly (readonly Button[])[] => [
  [button(words.c("button-offer-take"), anew(toBooking.pack({ bookingId })), "success")],
  [
    button(words.c("button-offer-decline"), anew(giveUpOffer.pack({ bookingId }))),
    button(words.c("button-wait-leave"), anew(leaveWait.pack({ entryId }))),
  ],
];
