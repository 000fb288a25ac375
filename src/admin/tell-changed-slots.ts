import type { Interval } from "../core/kernel/interval.ts";
import type { Zone } from "../core/kernel/local-day.ts";
import { formatWeekday } from "./readable.ts";
import { spanText } from "./span-text.ts";

type Telling = { readonly zone: Zone; readonly names: ReadonlyMap<string, string> };
type Fields = Readonly<Record<string, unknown>>;

/** The people whom a change of slots names. */
export const idsOfSlots = (name: string, value: unknown): readonly string[] =>
  name === "slotOf" || name === "alsoOf" ? [value].flat().map(String) : [];

/** What was left out is told when something was. */
export const isNothing = (name: string, value: unknown): boolean =>
  value === 0 && (name === "overlapping" || name === "past" || name === "off");

/**
 * What a change of slots was about: whose, which days and hours; `before → after` of what was moved. Undefined: the name
 * is of another kind of change, or its value cannot be read.
 */
export function tellSlots(
  name: string,
  value: unknown,
  { zone, names }: Telling,
): readonly string[] | undefined {
  const nameOf = (id: unknown): string => names.get(String(id)) ?? "уже удалено";
  switch (name) {
    case "slotOf":
      return [Array.isArray(value) ? value.map(nameOf).join(" → ") : nameOf(value)];
    case "alsoOf":
      return Array.isArray(value) ? [`и ещё: ${value.map(nameOf).join(", ")}`] : undefined;
    case "slotAt": {
      const spans = [value].flat().flatMap(spanOf);
      return [spans.map((span) => spanText(span, zone)).join(" → ")];
    }
    case "spans":
      return Array.isArray(value) ? value.flatMap(spanOf).map((span) => spanText(span, zone)) : undefined;
    case "pattern":
      return isFields(value) ? [patternText(value)] : undefined;
    default:
      return undefined;
  }
}

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;

function spanOf(value: unknown): readonly Interval[] {
  if (!isFields(value)) return [];
  const span = { startsAt: new Date(String(value.startsAt)), endsAt: new Date(String(value.endsAt)) };
  return Number.isNaN(span.startsAt.getTime()) || Number.isNaN(span.endsAt.getTime()) ? [] : [span];
}

const WEEKDAYS = ["пн", "вт", "ср", "чт", "пт", "сб", "вс"] as const;

/** «вт, 1 дек 2026 — пн, 14 дек 2026, по пн, ср, 10:00–19:00, перерыв 13:00–14:00, по 60 мин» */
function patternText({ from, to, weekdays, hours, breaks, lengthMinutes }: Fields): string {
  const days = from === to ? [from] : [from, to];
  const chosen = Array.isArray(weekdays) ? weekdays : [];
  const isEvery = chosen.length === WEEKDAYS.length || from === to;
  const pauses = Array.isArray(breaks) ? breaks : [];
  return [
    days.map((day) => formatWeekday(String(day))).join(" — "),
    isEvery ? "" : `по ${chosen.map((day) => WEEKDAYS[Number(day) - 1] ?? "").join(", ")}`,
    hoursText(hours),
    pauses.length === 0 ? "" : `перерыв ${pauses.map(hoursText).join(", ")}`,
    `по\u00a0${String(lengthMinutes)}\u00a0мин`,
  ]
    .filter(Boolean)
    .join(", ");
}

const hoursText = (hours: unknown): string =>
  isFields(hours) ? `${clockText(Number(hours.from))}–${clockText(Number(hours.to))}` : "";

const clockText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
