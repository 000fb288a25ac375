import type { SlotKind } from "../../core/calendar/index.ts";
import type { Service } from "../../core/catalog/index.ts";
import type { LocalDay, Zone } from "../../core/kernel/local-day.ts";
import type { Kopecks } from "../../core/kernel/money.ts";
import { holdStart, toCalendar, toContacts, toDay } from "../buttons.ts";
import { dayName, shortMomentOf, shortRubles, timeOf } from "../format.ts";
import { pageRow, toMenuButton } from "../navigation.ts";
import { type Button, button, inRows, lines, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";
import { buttonTimes, type VisitTime } from "../visit.ts";
import { waitButton } from "../waitlist/screens.ts";
import { MARKS } from "./marks.ts";

/** As many as a phone shows without scrolling. */
export const TIMES_PER_PAGE = 12;
/** The longest captions, in characters, that stand side by side on a phone without being cut. */
const CAPTION_MAX = { inThree: 9, inTwo: 24 } as const;

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
  /** The client's own zone, if they chose one. */
  readonly clientZone?: Zone | undefined;
};

export function timesScreen(words: Words, facts: TimesFacts): Screen {
  const { service, specialistId, day, starts } = facts;
  const page = lastPageUpTo(facts.page, starts);
  const toDays = button(words.c("button-days"), toCalendar.pack({ serviceId: service.id, specialistId }));
  const shown = starts.slice(page * TIMES_PER_PAGE, (page + 1) * TIMES_PER_PAGE);
  const title = words.t("times-ask", { service: service.name, day: dayName(day) });
  if (shown.length === 0) {
    const wait = waitButton(words, { serviceId: service.id, specialistId, day });
    return {
      text: words.t("times-full", { service: service.name, day: dayName(day) }),
      buttons: [[wait], [toDays, toMenuButton(words)]],
    };
  }
  const hasHot = shown.some(({ kind }) => kind === "hot");
  const zone = buttonTimes(words, onlineTime(shown, facts.clientZone));
  return {
    text: lines(title, hasHot ? words.t("times-hot-legend") : undefined, zone && "", zone),
    buttons: [
      ...timeRows(words, { starts, page, dataOf: (start) => holdData(service.id, start) }),
      ...pageRow(words, {
        page,
        hasMore: starts.length > (page + 1) * TIMES_PER_PAGE,
        to: (to) => toDay.pack({ serviceId: service.id, specialistId, day, page: to }),
      }),
      [toDays, toMenuButton(words)],
    ],
  };
}

/** The first of the times shown, as one whose zone may have to be told (UN-4). */
export const onlineTime = (
  [first]: readonly OfferedStart[],
  clientZone: Zone | undefined,
): VisitTime | undefined =>
  first && { startsAt: first.startsAt, isOnline: first.kind === "online", clientZone };

/** The page asked for, or the last one there is: times are taken while somebody reads. */
export const lastPageUpTo = (page: number, starts: readonly OfferedStart[]): number =>
  Math.min(page, Math.max(0, Math.ceil(starts.length / TIMES_PER_PAGE) - 1));

/** The times of one page, in as many columns as their captions allow; with names where there are several. */
export function timeRows(
  words: Words,
  facts: {
    /** All of the day. */
    readonly starts: readonly OfferedStart[];
    readonly page: number;
    readonly dataOf: (start: OfferedStart) => string;
  },
): readonly (readonly Button[])[] {
  const { starts, page, dataOf } = facts;
  const isWithNames = new Set(starts.map(({ specialistName }) => specialistName)).size > 1;
  const buttons = starts
    .slice(page * TIMES_PER_PAGE, (page + 1) * TIMES_PER_PAGE)
    .map((start) => button(timeCaption(words, start, isWithNames), dataOf(start), MARKS[start.kind].style));
  return inRows(buttons, columnsFor(buttons));
}

function columnsFor(buttons: readonly Button[]): number {
  const longest = Math.max(...buttons.map(({ text }) => [...text].length));
  if (longest <= CAPTION_MAX.inThree) return 3;
  return longest <= CAPTION_MAX.inTwo ? 2 : 1;
}

function timeCaption(words: Words, start: OfferedStart, isWithName: boolean): string {
  const isHot = start.kind === "hot";
  const key = isWithName
    ? isHot
      ? "button-time-hot-who"
      : "button-time-who"
    : isHot
      ? "button-time-hot"
      : "button-time";
  return words.c(key, {
    mark: MARKS[start.kind].circle,
    time: timeOf(start.startsAt, words.zone),
    specialist: start.specialistName,
    price: shortRubles(start.price),
  });
}

const holdData = (serviceId: string, { slotId, startsAt }: OfferedStart): string =>
  holdStart.pack({ serviceId, slotId, startsAt });

const holdButton = (serviceId: string, start: OfferedStart, caption: string): Button =>
  button(caption, holdData(serviceId, start), MARKS[start.kind].style);

/** A wanted start is not to be had: why, and the nearest ones that are. */
export function nearestScreen(
  words: Words,
  facts: {
    readonly serviceId: string;
    readonly why: string;
    readonly starts: readonly OfferedStart[];
    /** The client's own zone, if they chose one. */
    readonly clientZone?: Zone | undefined;
  },
): Screen {
  const { serviceId, why, starts } = facts;
  const zone = buttonTimes(words, onlineTime(starts, facts.clientZone));
  return {
    text: lines(why, "", words.t(starts.length > 0 ? "nearest-ask" : "nearest-none"), zone && "", zone),
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
      ...(starts.length === 0 ? [[waitButton(words, { serviceId, specialistId: undefined })]] : []),
      [
        button(words.c("button-other-day"), toCalendar.pack({ serviceId, specialistId: undefined })),
        toMenuButton(words),
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
  buttons: [...ways, [button(words.c("button-contact"), toContacts.pack({})), toMenuButton(words)]],
});
