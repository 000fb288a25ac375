import { listSlotServices } from "../../core/booking/index.ts";
import {
  doubtsAbout,
  lastDaySeen,
  longestRun,
  type Slot,
  type SlotKind,
  type SlotPattern,
  unseenUntil,
} from "../../core/calendar/index.ts";
import { listOfferings, listSpecialists } from "../../core/catalog/index.ts";
import { durationMinutes } from "../../core/kernel/interval.ts";
import { dayOf, minuteOfDay, plusDays, type Weekday, weekdayOf } from "../../core/kernel/local-day.ts";
import { loadSettings } from "../../core/settings/index.ts";
import type { ActionCall, MadeOn } from "../panel-action.ts";
import { formatDay, formatTime, wordFor } from "../readable.ts";

/** What is said of a slot that was just made: since when clients see it, and what looks like a slip. */
export async function doubtsOfSlot(call: ActionCall, slot: Slot): Promise<string> {
  const { app, zone } = call;
  const { today, daysAhead, isOpen } = await horizonOf(call);
  const day = dayOf(slot.startsAt, zone);
  const from = minuteOfDay(slot.startsAt, zone);
  const doubts = doubtsAbout({ day, hours: { from, to: from + durationMinutes(slot) } }, today);
  const offer = await listSlotServices(app, slot.id, { isAhead: true });
  const seenSince = unseenUntil(day, { today, daysAhead });
  return said([
    seenSince && `Клиенты увидят его с ${formatDay(seenSince)}: ${isOpen}.`,
    doubts.includes("far_ahead") && yearOf(day),
    doubts.includes("at_night") &&
      `Проверьте время: окошко ночное, ${formatTime(slot.startsAt, zone)}–${formatTime(slot.endsAt, zone)}.`,
    offer.ok &&
      offer.value.services.length === 0 &&
      "Ни одна услуга специалиста в него не помещается: проверьте длину и список услуг.",
  ]);
}

/** The same of slots by a pattern, made or counted only. */
export async function doubtsOfPattern(
  call: ActionCall,
  { from, to }: MadeOn,
  made: {
    readonly pattern: SlotPattern;
    readonly kind: SlotKind;
    readonly specialistIds: readonly string[];
  },
): Promise<string> {
  const { pattern } = made;
  const { today, daysAhead, isOpen } = await horizonOf(call);
  const lastSeen = lastDaySeen(today, daysAhead);
  const seenSince = unseenUntil(from, { today, daysAhead });
  const doubts = doubtsAbout({ day: from, hours: pattern.hours }, today);
  const without = await whoDoesNothing(call, made);
  return said([
    seenSince
      ? `Клиенты увидят первые из них с ${formatDay(seenSince)}: ${isOpen}.`
      : lastOf(to, pattern.weekdays) > lastSeen &&
        `Клиенты пока увидят те, что до ${formatDay(lastSeen)} включительно: ${isOpen}.`,
    doubts.includes("far_ahead") && yearOf(from),
    doubts.includes("at_night") && "Проверьте часы: часть из них — ночью.",
    without.length > 0 &&
      `В такие окошки не помещается ни одна услуга (${without.join(", ")}): проверьте длину и список услуг.`,
  ]);
}

const said = (sentences: readonly (string | false | undefined)[]): string =>
  sentences.map((one) => (one ? ` ${one}` : "")).join("");

async function horizonOf({ app, zone }: ActionCall) {
  const { "calendar.daysAhead": daysAhead } = await loadSettings(app.db);
  const days = `${daysAhead}\u00a0${wordFor(daysAhead, ["день", "дня", "дней"])}`;
  return { today: dayOf(app.clock.now(), zone), daysAhead, isOpen: `запись открыта на ${days} вперёд` };
}

const yearOf = (day: string): string => `Проверьте год: до ${formatDay(day)} больше года.`;

/** The last day up to one that is of the pattern. */
const lastOf = (to: MadeOn["to"], weekdays: ReadonlySet<Weekday>): string =>
  Array.from({ length: 7 }, (_, back) => plusDays(to, -back)).find((day) => weekdays.has(weekdayOf(day))) ??
  to;

/** Whose services are all longer than the slots in a row, or of another kind. */
async function whoDoesNothing(
  { app }: ActionCall,
  {
    pattern,
    kind,
    specialistIds,
  }: { readonly pattern: SlotPattern; readonly kind: SlotKind; readonly specialistIds: readonly string[] },
): Promise<readonly string[]> {
  const longest = longestRun(pattern);
  const offerings = (await listOfferings(app.db, specialistIds)).filter(
    ({ service }) =>
      (service.kind === "online") === (kind === "online") && service.durationMinutes <= longest,
  );
  const without = specialistIds.filter((id) => !offerings.some(({ doers }) => doers.has(id)));
  if (without.length === 0) return [];
  const all = await listSpecialists(app.db);
  return all.filter(({ id }) => without.includes(id)).map(({ name }) => name);
}
