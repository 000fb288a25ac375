import type { App } from "../core/app.ts";
import type { Where } from "./prisma-filter.ts";
import type { ListView } from "./table-list.ts";
import { beginningOfToday, begun } from "./views-of-bookings.ts";

/** What the list of slots is looked at by. */
export const SLOT_VIEWS: readonly ListView[] = [
  {
    ...{ text: "Сегодня и дальше", filter: "when", value: "ahead" },
    whenEmpty: {
      title: "На сегодня и дальше окошек нет",
      hint: "Записаться сейчас некуда. Нажмите «Создать окошки» и задайте дни и часы работы.",
    },
  },
  {
    ...{ text: "Прошедшие", filter: "when", value: "past" },
    whenEmpty: { title: "Прошедших окошек нет", hint: "Сюда переходят окошки, когда их время началось." },
  },
  { text: "Все", filter: "when", value: "all" },
];

/** Slots from today on, or those that have begun; undefined: all of them. */
export function slotsWhen(value: string, app: App): Promise<Where> | undefined {
  if (value === "past") return begun(app);
  return value === "ahead"
    ? beginningOfToday(app).then((today) => ({ startsAt: { gte: today } }))
    : undefined;
}
