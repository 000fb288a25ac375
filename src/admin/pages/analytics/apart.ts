import type { Cohort, Period, ReminderEffect } from "../../../core/reports/index.ts";
import { formatMonth } from "../../readable.ts";
import { figureText, rowOf, shareOf } from "./figure-words.ts";
import { listOf } from "./pictures.ts";
import type { Picture, Series } from "./view.ts";

/** Who of those that came for the first time in a month came again, month by month. */
export function cohortPicture(cohorts: readonly Cohort[]): Picture {
  const series: readonly Series[] = [
    { key: "clients", label: "Впервые", unit: "count" },
    ...cohorts
      .slice(1)
      .map((_, place): Series => ({ key: `after${place + 1}`, label: `+${place + 1} мес`, unit: "percent" })),
  ];
  const rows = cohorts
    .filter(({ clients }) => clients > 0)
    .map(({ month, clients, returned }) => {
      const shares = cohorts.slice(1).map((_, place) => {
        const came = returned[place];
        return came === undefined ? null : shareOf(came, clients);
      });
      const { texts, ...row } = rowOf(formatMonth(month), series, [clients, ...shares]);
      // A month that is still ahead is no dash: nobody could have come.
      return { ...row, texts: texts.map((text, place) => (place > returned.length ? "" : text)) };
    });
  const next = cohorts.filter(({ clients, returned }) => clients > 0 && returned.length > 0);
  const all = next.reduce((total, { clients }) => total + clients, 0);
  const again = next.reduce((total, { returned }) => total + (returned[0] ?? 0), 0);
  return {
    id: "cohorts",
    question: "Возвращаются ли те, кто пришёл впервые?",
    about:
      "Строка — месяц первого визита, столбцы — доля этих клиентов, побывавших через столько месяцев. Последние 12 месяцев.",
    answer:
      all === 0
        ? "Пока рано судить: нужен хотя бы один закончившийся месяц с новыми клиентами."
        : `В следующем месяце возвращаются ${figureText(shareOf(again, all), "percent")} новых клиентов.`,
    look: "cohorts",
    series,
    rows,
    way: { label: "Клиенты", href: "resources/Client" },
  };
}

const GROUPS = [
  ["promised", "Обещали прийти"],
  ["unpromised", "Не обещали"],
  ["reminded", "Получили напоминание"],
  ["unreminded", "Без напоминания"],
] as const satisfies readonly (readonly [keyof ReminderEffect, string])[];

/** How often people forget, with and without a reminder, with and without a promise. */
export function reminderPicture(effect: ReminderEffect, period: Period): Picture {
  const series: readonly Series[] = [
    { key: "share", label: "Не пришли", unit: "percent" },
    { key: "noShows", label: "Неявки", unit: "count", isAside: true },
    { key: "visits", label: "Визиты и неявки", unit: "count", isAside: true },
  ];
  const rows = GROUPS.map(([name, label]) => {
    const { visits, noShows } = effect[name];
    return rowOf(label, series, [shareOf(noShows, visits), noShows, visits]);
  });
  const share = (name: keyof ReminderEffect) =>
    figureText(shareOf(effect[name].noShows, effect[name].visits), "percent");
  return {
    id: "reminders",
    question: "Помогают ли напоминания?",
    about:
      "Доля неявок среди визитов, которые состоялись или сорвались неявкой. Сравнение, а не доказательство причины.",
    answer: `Не пришли: после обещания ${share("promised")}, без него ${share("unpromised")}; с напоминанием ${share("reminded")}, без него ${share("unreminded")}.`,
    look: "ranks",
    series,
    rows,
    way: { label: "Неявки", href: listOf("Booking", period, { column: "startsAt", state: "no_show" }) },
  };
}
