import { type TakenTimeOff, takeTimeOff as take } from "../../core/booking/index.ts";
import type { TimeOffSpan } from "../../core/calendar/index.ts";
import { isUuid } from "../../core/kernel/ids.ts";
import { dayOf, parseLocalDay, plusDays, startOfDay } from "../../core/kernel/local-day.ts";
import {
  type ActionCall,
  done,
  type PanelAction,
  type Said,
  said,
  stale,
  type Values,
  wrong,
} from "../panel-action.ts";
import { formatInstant, wordFor } from "../readable.ts";
import { readInstant, specialistChoices } from "./choices.ts";

const BOOKINGS_SHOWN = 12;

/** A specialist does not work for a while; the bookings in it are listed first, and stand until they are moved (SL-4). */
export const takeTimeOff: PanelAction = {
  name: "takeTimeOff",
  label: "Выходной или перерыв",
  icon: "Coffee",
  of: "list",
  form: async (call) => {
    const today = dayOf(call.app.clock.now(), call.zone);
    return {
      intro:
        "Свободные окошки в это время закроются, новых там не появится. Записи останутся: их нужно перенести или отменить.",
      submit: "Не работать",
      preview: "Посчитать",
      fields: [
        { name: "changeId", label: "", kind: "hidden", value: call.app.newId() },
        {
          name: "specialistIds",
          label: "Кто не работает",
          kind: "checks",
          options: await specialistChoices(call),
        },
        { name: "from", label: "С какого дня", kind: "date", value: today, isRequired: true },
        { name: "fromTime", label: "Со скольки", kind: "time", hint: "Пусто — с начала дня." },
        { name: "to", label: "По какой день", kind: "date", value: today, isRequired: true },
        { name: "toTime", label: "До скольки", kind: "time", hint: "Пусто — до конца дня." },
        {
          name: "reason",
          label: "Причина",
          kind: "text",
          isRequired: true,
          hint: "Например: отпуск, обед, врач. Клиенты её не увидят.",
        },
      ],
    };
  },
  run: async (call, values) => {
    if (!isUuid(values.text("changeId"))) return stale("reason");
    const span = readSpan(call, values);
    if ("kind" in span) return span;
    const isDryRun = values.flag("isPreview");
    const outcome = await take(call.app, {
      changeId: values.text("changeId"),
      specialistIds: values.list("specialistIds").filter(isUuid),
      span,
      reason: values.text("reason"),
      actor: call.actor,
      isDryRun,
    });
    return said(outcome, call, (taken) => tell(taken, call, isDryRun), {
      no_specialist_chosen: "specialistIds",
      unknown_specialist: "specialistIds",
      reason_missing: "reason",
      time_off_reversed: "to",
      time_off_too_long: "to",
      time_off_past: "to",
    });
  },
};

/** Whole days where no time is given; a time alone begins or ends its day. */
function readSpan({ zone }: ActionCall, values: Values): TimeOffSpan | Said {
  const fromDay = parseLocalDay(values.text("from"));
  const toDay = parseLocalDay(values.text("to") || values.text("from"));
  if (fromDay === undefined) return wrong("from", "Выберите первый день.");
  if (toDay === undefined) return wrong("to", "Выберите последний день.");
  const [fromTime, toTime] = [values.optional("fromTime"), values.optional("toTime")];
  if (fromTime === undefined && toTime === undefined) return { fromDay, toDay };
  const startsAt =
    fromTime === undefined ? startOfDay(fromDay, zone) : readInstant({ day: fromDay, time: fromTime }, zone);
  const endsAt =
    toTime === undefined
      ? startOfDay(plusDays(toDay, 1), zone)
      : readInstant({ day: toDay, time: toTime }, zone);
  if (startsAt === undefined) return wrong("fromTime", "Укажите время, например 13:00.");
  if (endsAt === undefined) return wrong("toTime", "Укажите время, например 14:00.");
  return { startsAt, endsAt };
}

function tell({ closed, bookings }: TakenTimeOff, { zone }: ActionCall, isDryRun: boolean): Said {
  const slots = `${closed} ${wordFor(closed, ["свободное окошко", "свободных окошка", "свободных окошек"])}`;
  const closes =
    closed === 0 ? "Свободных окошек в это время нет." : `${isDryRun ? "Закроется" : "Закрыто"}: ${slots}.`;
  if (!isDryRun) {
    const stay =
      bookings.length === 0
        ? ""
        : ` Записей в это время: ${bookings.length}. Нажмите на нерабочее время в календаре, чтобы перенести их.`;
    return done(`${closes}${stay}`);
  }
  if (bookings.length === 0) return { kind: "counted", message: `${closes} Записей в это время нет.` };
  const lines = bookings
    .slice(0, BOOKINGS_SHOWN)
    .map((one) => `${formatInstant(one.startsAt, zone)}, ${one.clientName} (№ ${one.number})`);
  const more = bookings.length > BOOKINGS_SHOWN ? [`и ещё ${bookings.length - BOOKINGS_SHOWN}`] : [];
  const listed = [...lines, ...more].join("; ");
  return { kind: "counted", message: `${closes} Останутся записи, их нужно перенести: ${listed}.` };
}
