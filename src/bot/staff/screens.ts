import type { BookingView, StaffVisit, VisitMark } from "../../core/booking/index.ts";
import { type LocalDay, plusDays } from "../../core/kernel/local-day.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { MARKS } from "../book-visit/marks.ts";
import { visitLines } from "../book-visit/summary.ts";
import {
  askCorrection,
  markNow,
  replyToClient,
  toMenu,
  toStaffDay,
  toStaffMessages,
  toStaffSpecialists,
  toStaffVisit,
} from "../buttons.ts";
import { anew } from "../callback-data.ts";
import { dayName, timeOf } from "../format.ts";
import { meetingLine, STATE_TEXTS } from "../my-bookings/screens.ts";
import { pageRow } from "../navigation.ts";
import { type Button, button, lines, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";
import { staffMoneyLines, takeButtons } from "./till-screens.ts";

export const VISITS_PER_PAGE = 20;

/** What a day is looked at as: whose, and which page of it. */
export type DayView = {
  readonly day: LocalDay;
  readonly specialistId: string | undefined;
  readonly page: number;
};

export type DayFacts = DayView & {
  readonly today: LocalDay;
  readonly visits: readonly BookingView[];
  readonly hasMore: boolean;
  /** Of those who run the business: whose day it is, undefined for everybody's; a specialist sees only their own. */
  readonly choice: { readonly name: string | undefined } | undefined;
  /** Staff who are clients too have the client's menu. */
  readonly hasMenu: boolean;
  readonly note?: string | undefined;
};

/** A day's visits in time's order, each with a button to its card; arrows lead to the days beside it. */
export function staffDayScreen(words: Words, facts: DayFacts): Screen {
  const { day, specialistId, page, visits, hasMore, choice, note } = facts;
  const to = (where: Partial<DayView>) => toStaffDay.pack({ day, specialistId, page: 0, ...where });
  const who = choice === undefined ? "none" : (choice.name ?? words.c("staff-everybody"));
  const isOfAll = choice !== undefined && choice.name === undefined;
  const [before, after] = [plusDays(day, -1), plusDays(day, 1)];
  return {
    text: lines(
      note,
      note && "",
      words.t("staff-day-title", { day: dayName(day), who }),
      "",
      ...(visits.length === 0
        ? [words.t("staff-day-none")]
        : visits.map((visit) => visitLine(words, visit, isOfAll))),
    ),
    buttons: [
      ...visits.map((visit) => [visitButton(words, visit)]),
      ...pageRow(words, { page, hasMore, to: (to_) => to({ page: to_ }) }),
      [
        button(words.c("button-day-before", { day: dayName(before) }), to({ day: before })),
        ...(day === facts.today ? [] : [button(words.c("button-today"), to({ day: facts.today }))]),
        button(words.c("button-day-after", { day: dayName(after) }), to({ day: after })),
      ],
      ...(choice === undefined
        ? []
        : [[button(words.c("button-staff-who", { name: who }), toStaffSpecialists.pack({ day }))]]),
      [button(words.c("button-staff-messages"), toStaffMessages.pack({}))],
      ...menuRow(words, facts),
    ],
  };
}

const menuRow = (words: Words, { hasMenu }: { readonly hasMenu: boolean }): readonly (readonly Button[])[] =>
  hasMenu ? [[button(words.c("button-menu"), toMenu.pack({}))]] : [];

function visitLine(words: Words, visit: BookingView, isOfAll: boolean): string {
  return words.t("staff-day-line", {
    from: timeOf(visit.startsAt, words.zone),
    to: timeOf(visit.endsAt, words.zone),
    name: visit.clientName,
    service: visit.serviceName,
    specialist: isOfAll ? visit.specialistName : "none",
    state: words.c(STATE_TEXTS[visit.state]),
    promised: isPromised(visit) ? "yes" : "no",
    onSpot: visit.owedOnSpot > 0 ? formatRubles(visit.owedOnSpot) : "none",
  });
}

/** Only while the visit is ahead: after it, the mark says more (MS-1). */
const isPromised = ({ state, promisedAt }: BookingView): boolean =>
  state === "confirmed" && promisedAt !== undefined;

function visitButton(words: Words, visit: BookingView): Button {
  const facts = {
    mark: markOf(visit),
    time: timeOf(visit.startsAt, words.zone),
    name: visit.clientName,
    service: visit.serviceName,
  };
  return button(words.c("button-staff-visit", facts), toStaffVisit.pack({ bookingId: visit.id }));
}

function markOf({ state, slotKind }: BookingView): string {
  if (state === "completed") return "✅";
  if (state === "no_show") return "🚫";
  return state === "confirmed" ? MARKS[slotKind].circle : "⏳";
}

/** Those who run the business choose whose day they look at. */
export const staffSpecialistsScreen = (
  words: Words,
  {
    day,
    specialists,
  }: { readonly day: LocalDay; readonly specialists: readonly { id: string; name: string }[] },
): Screen => ({
  text: words.t("staff-whose"),
  buttons: [
    [button(words.c("button-staff-all"), toStaffDay.pack({ day, specialistId: undefined, page: 0 }))],
    ...specialists.map(({ id, name }) => [button(name, toStaffDay.pack({ day, specialistId: id, page: 0 }))]),
  ],
});

export type VisitFacts = StaffVisit & {
  readonly day: LocalDay;
  readonly now: Date;
  readonly note?: string | undefined;
};

/** A visit as staff need it: whose, how to reach them, what is owed, and what may be marked now. */
export function staffVisitScreen(words: Words, { booking, client, day, now, note }: VisitFacts): Screen {
  const { state } = booking;
  const isEarly = state === "confirmed" && booking.startsAt > now;
  return {
    text: lines(
      note,
      note && "",
      words.t("staff-visit-title", { number: String(booking.number), state: words.c(STATE_TEXTS[state]) }),
      "",
      words.t("staff-client-line", { name: client.name }),
      client.phone === undefined ? undefined : words.t("staff-visit-phone", { phone: client.phone }),
      visitLines(words, booking, { address: "", clientZone: undefined }),
      meetingLine(words, booking),
      "",
      staffMoneyLines(words, booking),
      isPromised(booking) ? words.t("staff-visit-promised") : undefined,
      isEarly ? "" : undefined,
      isEarly ? words.t("staff-visit-early") : undefined,
    ),
    buttons: [
      ...(state === "completed" ? [] : markButtons(words, booking, isEarly)),
      ...takeButtons(words, booking, now),
      // Money comes before second thoughts.
      ...(state === "completed" ? markButtons(words, booking, isEarly) : []),
      ...(client.telegramId === undefined
        ? []
        : [[button(words.c("button-write-client"), anew(replyToClient.pack({ clientId: client.id })))]]),
      [button(words.c("button-to-day"), toStaffDay.pack({ day, specialistId: undefined, page: 0 }))],
    ],
  };
}

function markButtons(
  words: Words,
  { id: bookingId, state }: BookingView,
  isEarly: boolean,
): readonly (readonly Button[])[] {
  const correct = (mark: VisitMark, key: string) => [
    [button(words.c(key), askCorrection.pack({ bookingId, mark }))],
  ];
  if (state === "completed") return correct("no_show", "button-correct-missed");
  if (state === "no_show") return correct("completed", "button-correct-came");
  if (state !== "confirmed" || isEarly) return [];
  return [
    [
      button(words.c("button-came"), markNow.pack({ bookingId, mark: "completed" }), "success"),
      button(words.c("button-missed"), markNow.pack({ bookingId, mark: "no_show" })),
    ],
  ];
}

/** A correction says what it will do and waits for its reason (CX-8). */
export const correctionScreen = (
  words: Words,
  facts: { readonly booking: BookingView; readonly mark: VisitMark; readonly note?: string | undefined },
): Screen => ({
  text: lines(
    facts.note,
    facts.note && "",
    words.t(facts.mark === "completed" ? "staff-correct-came" : "staff-correct-missed", {
      number: String(facts.booking.number),
    }),
    "",
    words.t("staff-correct-why"),
  ),
  buttons: [[button(words.c("button-correct-drop"), toStaffVisit.pack({ bookingId: facts.booking.id }))]],
  expects: { what: "reason", subject: correctionSubject({ bookingId: facts.booking.id, mark: facts.mark }) },
});

export type Correction = { readonly bookingId: string; readonly mark: VisitMark };

/** What a chat remembers of a correction while it waits for the reason. */
export const correctionSubject = ({ bookingId, mark }: Correction): string => `${mark}:${bookingId}`;

export function readCorrection(subject: string | undefined): Correction | undefined {
  const [mark, bookingId] = subject?.split(":") ?? [];
  const isKnown = mark === "completed" || mark === "no_show";
  return isKnown && bookingId !== undefined ? { bookingId, mark } : undefined;
}
