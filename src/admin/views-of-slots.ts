import type { App } from "../core/app.ts";
import type { Where } from "./prisma-filter.ts";
import type { ListView } from "./table-list.ts";
import { beginningOfToday } from "./views-of-bookings.ts";

/** What the list of slots is looked at by. */
export const SLOT_VIEWS: readonly ListView[] = [
  {
    ...{ text: "Предстоящие", filter: "when", value: "ahead" },
    whenEmpty: {
      title: "Предстоящих окошек нет",
      hint: "Записаться сейчас некуда. Нажмите «Создать окошки» и задайте дни и часы работы.",
    },
  },
  {
    ...{ text: "Прошедшие", filter: "when", value: "past" },
    whenEmpty: { title: "Прошедших окошек нет", hint: "Сюда переходят окошки, когда их день позади." },
  },
  { text: "Все", filter: "when", value: "all" },
];

/** Slots from today on, or those of the days before; undefined: all of them. */
export const slotsWhen = (value: string, app: App): Promise<Where> | undefined =>
  value === "ahead" || value === "past"
    ? beginningOfToday(app).then((today) => ({ startsAt: value === "past" ? { lt: today } : { gte: today } }))
    : undefined;
