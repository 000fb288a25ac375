import type { SlotChange, SlotChangeAction } from "../../../core/calendar/index.ts";
import type { Interval } from "../../../core/kernel/interval.ts";
import { dayOf, plusDays, startOfDay, type Zone } from "../../../core/kernel/local-day.ts";
import { formatTime, formatWeekday, wordFor } from "../../readable.ts";
import type { Column } from "./model.ts";

const DONE: Readonly<Record<SlotChangeAction, string>> = {
  add_slot: "добавлено",
  generate_slots: "создано по шаблону",
  move_slot: "перенесено на",
  close_slot: "закрыто",
  reopen_slot: "открыто",
  delete_slot: "удалено",
  make_hot: "сделано горящим",
  make_regular: "сделано обычным",
  take_time_off: "не работает",
  lift_time_off: "снято «не работает»",
};

type Beside = { readonly zone: Zone; readonly now: Date; readonly everybody: readonly Column[] };

/** What undoing a change would undo, shortly: «закрыто 12:00–13:00, Анна». Of today's the day is not said. */
export function undoWords(change: SlotChange, { zone, now, everybody }: Beside): string {
  const { action, specialistIds } = change;
  const when = whenOf(change, { zone, now });
  // A slot that was moved stands with the last one.
  const whose = action === "move_slot" ? specialistIds.slice(-1) : specialistIds;
  const names = everybody.filter(({ id }) => whose.includes(id)).map(({ name }) => name);
  const count = `${whose.length} ${wordFor(whose.length, ["специалист", "специалиста", "специалистов"])}`;
  const who = whose.length > 1 ? count : names[0];
  return [`${DONE[action]} ${when}`, who].filter(Boolean).join(", ");
}

/** The same for a phone's width: whose it was is left out, and when, where it is of many days. */
export function shortUndoWords(change: SlotChange, at: Omit<Beside, "everybody">): string {
  const when = whenOf(change, at);
  return when.includes(" — ") ? DONE[change.action] : `${DONE[change.action]} ${when}`;
}

/** So many slots are put back by one press without a question. */
const SLOTS_UNASKED = 10;

/** What is asked before many slots go at once by undoing that they were made; of fewer, or another change, nothing. */
export function undoQuestion({ action, slots }: SlotChange): { readonly question?: string } {
  if (action !== "generate_slots" || slots <= SLOTS_UNASKED) return {};
  return {
    question: `Убрать ${slots} ${wordFor(slots, ["окошко", "окошка", "окошек"])}, созданных по шаблону?`,
  };
}

/** «ср, 2 дек»: what can be undone is never far away. */
const shortDay = (day: string): string => formatWeekday(day).slice(0, -" 2026".length);

function whenOf({ startsAt, endsAt }: Interval, { zone, now }: Omit<Beside, "everybody">): string {
  const [first, last] = [dayOf(startsAt, zone), dayOf(new Date(endsAt.getTime() - 1), zone)];
  if (first !== last) return `${shortDay(first)} — ${shortDay(last)}`;
  const isWhole =
    startOfDay(first, zone).getTime() === startsAt.getTime() &&
    startOfDay(plusDays(last, 1), zone).getTime() === endsAt.getTime();
  const times = isWhole ? "весь день" : `${formatTime(startsAt, zone)}–${formatTime(endsAt, zone)}`;
  return first === dayOf(now, zone) && !isWhole ? times : `${shortDay(first)}, ${times}`;
}
