import { type Life, type StaffGroup, type Visit, valueAt } from "./life.ts";

/*
 * What the chats have to hold after a month, reckoned from the rulebook (MS-1, MS-2, MS-5, MS-6, MS-8, PE-3) and from
 * what happened: no line of the product is used here.
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const VISIT_MS = HOUR;
const AUTO_COMPLETE_MS = 3 * HOUR;
/** How long a step's messages may take to get through Telegram's troubles. */
const TROUBLE_MS = 25 * MINUTE;

/** No quiet hours and no standstill last longer. */
const STEPS_OF_DAYS = 100;

export type Expected = {
  readonly chat: number;
  readonly what: string;
  /** It arrives in one of these steps. */
  readonly from: number;
  readonly to: number;
  readonly isSilent: boolean;
  readonly isRemoved: boolean;
};

export function expectedMessages(life: Life): readonly Expected[] {
  return [
    ...life.visits.flatMap((visit) => [
      ...ofBooking(life, visit),
      ...remindersOf(life, visit),
      ...afterVisit(life, visit),
    ]),
    ...spokenWords(life),
  ];
}

// What is promised at a step is sent at once, or when somebody works again.

const sendingStep = ({ steps }: Life, step: number): number | undefined => {
  const found = steps.findIndex(({ isAlive }, index) => index >= step && isAlive);
  return found === -1 ? undefined : found;
};

const plain = { isSilent: false, isRemoved: false };

function toClient(life: Life, client: number, what: string, step: number | undefined): Expected[] {
  if (step === undefined || valueAt(life.blocked, step).includes(client)) return [];
  const isSilent = !isAnswer(what) && isQuiet(life, step);
  return [{ chat: client, what, from: step, to: step, ...plain, isSilent }];
}

/** To what a client did at that moment: it comes aloud at any hour; what staff and the clock do, without a sound (MS-5). */
const isAnswer = (what: string): boolean => /^(confirmed|moved_by_client) /.test(what);

function toStaff(
  life: Life,
  about: { readonly what: string; readonly group: StaffGroup; readonly specialists: readonly number[] },
  step: number | undefined,
): Expected[] {
  if (step === undefined) return [];
  return life.hearers
    .filter(({ specialist }) => specialist === undefined || about.specialists.includes(specialist))
    .filter(({ muted }) => !valueAt(muted, step).includes(about.group))
    .map(({ telegramId }) => ({
      chat: telegramId,
      what: about.what,
      from: step,
      to: step,
      ...plain,
      isSilent: isQuiet(life, step),
    }));
}

/** Whether a visit still stands when its confirmation goes out: one of what is over already helps nobody. */
function isStanding(life: Life, visit: Visit): boolean {
  const made = sendingStep(life, visit.bookedStep);
  const ends = [visit.ended?.step, completion(life, visit)?.step, visit.marked?.step];
  return ends.every((step) => (step ?? Number.POSITIVE_INFINITY) > (made ?? 0));
}

/** MS-1: the message of a move, or of staff's cancellation, takes the place of the visit's last reminder. */
function isEndTold(life: Life, visit: Visit): boolean {
  if (visit.ended === undefined || visit.ended.how === "by_client") return false;
  const step = sendingStep(life, visit.ended.step);
  if (step === undefined || valueAt(life.blocked, step).includes(visit.client)) return false;
  if (visit.ended.how === "by_staff") return true;
  return life.visits.some((one) => one.movedFrom === visit && isStanding(life, one));
}

function ofBooking(life: Life, visit: Visit): Expected[] {
  const { number, client, specialist, movedFrom, ended } = visit;
  const made = sendingStep(life, visit.bookedStep);
  const stands = isStanding(life, visit);
  const own = [specialist];
  const both = movedFrom === undefined ? own : [specialist, movedFrom.specialist];
  const messages =
    visit.made === "booked"
      ? [
          ...(stands ? toClient(life, client, `confirmed ${number}`, made) : []),
          ...toStaff(life, { what: `new ${number}`, group: "new_booking", specialists: own }, made),
        ]
      : [
          ...(stands ? toClient(life, client, `${visit.made} ${number}`, made) : []),
          ...toStaff(life, { what: `moved ${number}`, group: "move", specialists: both }, made),
        ];
  if (ended === undefined || ended.how === "moved") return messages;
  const over = sendingStep(life, ended.step);
  return [
    ...messages,
    ...(ended.how === "by_staff" ? toClient(life, client, `cancelled ${number}`, over) : []),
    ...toStaff(life, { what: `cancelled ${number}`, group: "cancellation", specialists: own }, over),
  ];
}

/**
 * MS-1: at each working step the newest reminder whose moment has come since the working step before it, if it came
 * after the booking was made and the visit is still ahead; each takes the place of the one before it.
 */
function remindersOf(life: Life, visit: Visit): Expected[] {
  const { steps } = life;
  const bookedAtMs = steps[visit.bookedStep]?.atMs ?? 0;
  const found: { step: number; hours: number }[] = [];
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const [step, { atMs, isAlive }] of steps.entries()) {
    if (!isAlive) continue;
    const sinceMs = lastMs;
    lastMs = atMs;
    if (atMs >= visit.startsAtMs || atMs < bookedAtMs || (visit.ended?.step ?? Infinity) <= step) continue;
    const dueOf = (hours: number) => visit.startsAtMs - hours * HOUR;
    const newest = valueAt(life.hours, step)
      .filter((hours) => dueOf(hours) <= atMs)
      .sort((a, b) => a - b)[0];
    if (newest === undefined || dueOf(newest) <= sinceMs || dueOf(newest) <= bookedAtMs) continue;
    if (valueAt(life.blocked, step).includes(visit.client)) continue;
    found.push({ step, hours: Math.round((visit.startsAtMs - atMs) / HOUR) });
  }
  return found.map(({ step, hours }, index) => ({
    chat: visit.client,
    what: `reminder ${visit.id} ${hours}`,
    from: step,
    to: step,
    isSilent: isQuiet(life, step),
    isRemoved: index < found.length - 1 || isEndTold(life, visit),
  }));
}

/** When a visit was completed, by staff or by itself (EP-3); undefined: it was not, or not yet. */
function completion(life: Life, visit: Visit): { readonly step: number; readonly atMs: number } | undefined {
  if (visit.ended !== undefined) return undefined;
  if (visit.marked !== undefined) {
    const { step, mark } = visit.marked;
    return mark === "completed" ? { step, atMs: life.steps[step]?.atMs ?? 0 } : undefined;
  }
  const forgottenMs = visit.startsAtMs + VISIT_MS + AUTO_COMPLETE_MS;
  const step = life.steps.findIndex(({ atMs, isAlive }) => isAlive && atMs >= forgottenMs);
  return step === -1 ? undefined : { step, atMs: life.steps[step]?.atMs ?? 0 };
}

/** The steps in which a visit's review may be asked for, whoever answers meanwhile (MS-2, MS-5). */
export function reviewSteps(
  life: Life,
  visit: Visit,
): { readonly from: number; readonly to: number } | undefined {
  const completed = completion(life, visit);
  if (completed === undefined) return undefined;
  const dueMs = completed.atMs + valueAt(life.reviewDelayMinutes, completed.step) * MINUTE;
  const possible = life.steps
    .slice(completed.step, completed.step + STEPS_OF_DAYS)
    .flatMap(({ atMs, isAlive }, index) => {
      const step = completed.step + index;
      return isAlive && atMs + TROUBLE_MS >= dueMs && !isQuiet(life, step) ? [step] : [];
    });
  const to = possible.find((step) => (life.steps[step]?.atMs ?? 0) >= dueMs + TROUBLE_MS);
  const [from] = possible;
  return from === undefined ? undefined : { from, to: to ?? life.steps.length - 1 };
}

function afterVisit(life: Life, visit: Visit): Expected[] {
  const { client, number, marked, ratedStep, lowStep, betterStep } = visit;
  const when = momentText(visit.startsAtMs, life.zone);
  const messages: Expected[] = [];
  if (marked?.mark === "no_show")
    messages.push(...toClient(life, client, `missed ${when}`, sendingStep(life, marked.step)));
  const completed = completion(life, visit);
  if (completed !== undefined) {
    const thanks = toClient(life, client, `completed ${when}`, sendingStep(life, completed.step));
    messages.push(...thanks.map((one) => ({ ...one, isSilent: true })));
  }
  const asked = reviewSteps(life, visit);
  const isAnswered = asked !== undefined && ratedStep !== undefined && ratedStep <= asked.from;
  const isBlocked = asked !== undefined && valueAt(life.blocked, asked.from).includes(client);
  if (asked !== undefined && !isAnswered && !isBlocked)
    messages.push({ chat: client, what: `review ${visit.id}`, ...asked, ...plain });
  if (lowStep === undefined) return messages;
  const low = { what: `low ${number}`, group: "low_rating", specialists: [] } as const;
  const alarm = [...messages, ...toStaff(life, low, sendingStep(life, lowStep))];
  if (betterStep === undefined) return alarm;
  return [...alarm, ...toStaff(life, { ...low, what: `better ${number}` }, sendingStep(life, betterStep))];
}

function spokenWords(life: Life): Expected[] {
  return life.words.flatMap(({ step, client, from, text }) => {
    const sent = sendingStep(life, step);
    if (from === "staff") return toClient(life, client, `said ${text}`, sent);
    return toStaff(life, { what: `said ${text}`, group: "client_words", specialists: [] }, sent);
  });
}

export function isQuiet(life: Life, step: number): boolean {
  const { fromMinute, toMinute } = valueAt(life.quiet, step);
  const minute = minuteOfDay(life.steps[step]?.atMs ?? 0, life.zone);
  if (fromMinute === toMinute) return false;
  return fromMinute < toMinute
    ? minute >= fromMinute && minute < toMinute
    : minute >= fromMinute || minute < toMinute;
}

const minutes = new Map<number, number>();
let clockOf: ((atMs: number) => string) | undefined;

function minuteOfDay(atMs: number, zone: string): number {
  const known = minutes.get(atMs);
  if (known !== undefined) return known;
  clockOf ??= new Intl.DateTimeFormat("en-GB", {
    ...{ timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  }).format;
  const [hour = 0, minute = 0] = clockOf(atMs).split(":").map(Number);
  minutes.set(atMs, hour * 60 + minute);
  return hour * 60 + minute;
}

/** «вт, 6 октября, 14:00» by the clocks of a zone. */
export function momentText(atMs: number, zone: string): string {
  const parts = new Intl.DateTimeFormat("ru-RU", {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(atMs);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("weekday")}, ${part("day")} ${part("month")}, ${part("hour")}:${part("minute")}`;
}
