import { type TakenTimeOff, takeTimeOff as take } from "../../core/booking/index.ts";
import type { TimeOffSpan, WeeklyTimeOff } from "../../core/calendar/index.ts";
import { isUuid } from "../../core/kernel/ids.ts";
import {
  dayOf,
  parseLocalDay,
  plusDays,
  startOfDay,
  type Weekday,
  type Zone,
} from "../../core/kernel/local-day.ts";
import { isManager, mayDo } from "../access.ts";
import {
  type ActionCall,
  done,
  type MadeOn,
  type PanelAction,
  type Said,
  said,
  stale,
  type Values,
  wrong,
} from "../panel-action.ts";
import { formatInstant, formatWeekday, wordFor } from "../readable.ts";
import { readInstant, readMinute, specialistChoices } from "./choices.ts";
import { WEEKDAYS } from "./generate-slots.ts";

const BOOKINGS_SHOWN = 12;
const STRETCHES_SHOWN = 3;
const DAY_MINUTES = 24 * 60;

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
          hasAll: true,
          options: await mayTakeFor(call),
          ...(isManager(call.user) ? {} : { value: whoseOwn(call) }),
        },
        { name: "from", label: "С какого дня", kind: "date", value: today, isRequired: true },
        { name: "to", label: "По какой день", kind: "date", value: today, isRequired: true },
        {
          name: "weekdays",
          label: "Повторять по дням недели",
          kind: "checks",
          options: WEEKDAYS,
          hint: "Например, каждый вторник между этими днями. Ничего не отмечено — всё время подряд.",
        },
        { name: "fromTime", label: "Со скольки", kind: "time", hint: "Пусто — с начала дня." },
        { name: "toTime", label: "До скольки", kind: "time", hint: "Пусто — до конца дня." },
        {
          name: "isDaily",
          label: "Эти часы каждый день, а не подряд",
          kind: "switch",
        },
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
    const specialistIds = values.list("specialistIds").filter(isUuid);
    if (!isManager(call.user) && specialistIds.some((id) => id !== call.user.specialistId))
      return wrong("specialistIds", "Можно отметить только своё нерабочее время.");
    const outcome = await take(call.app, {
      changeId: values.text("changeId"),
      specialistIds,
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
      time_off_on_no_day: "weekdays",
    });
  },
};

/** Managers take time off for anybody, a specialist for themselves alone: their own calendar is theirs (PE-3). */
const mayTakeFor = async (call: ActionCall) =>
  (await specialistChoices(call)).filter(
    ({ value }) => isManager(call.user) || value === call.user.specialistId,
  );

const whoseOwn = ({ user }: ActionCall): string => user.specialistId ?? "";

/** Whole days where no time is given; a time alone begins or ends its day. */
function readSpan({ zone }: ActionCall, values: Values): TimeOffSpan | WeeklyTimeOff | Said {
  const fromDay = parseLocalDay(values.text("from"));
  const toDay = parseLocalDay(values.text("to") || values.text("from"));
  if (fromDay === undefined) return wrong("from", "Выберите первый день.");
  if (toDay === undefined) return wrong("to", "Выберите последний день.");
  const [fromTime, toTime] = [values.optional("fromTime"), values.optional("toTime")];
  const marked = values.list("weekdays").filter((day) => WEEKDAYS.some(({ value }) => value === day));
  const hasHours = fromTime !== undefined || toTime !== undefined;
  const weekdays =
    marked.length === 0 && hasHours && values.flag("isDaily") ? WEEKDAYS.map(({ value }) => value) : marked;
  if (weekdays.length > 0) {
    const from = fromTime === undefined ? 0 : readMinute(fromTime);
    const to = toTime === undefined ? DAY_MINUTES : readMinute(toTime);
    if (from === undefined) return wrong("fromTime", "Укажите время, например 13:00.");
    if (to === undefined) return wrong("toTime", "Укажите время, например 14:00.");
    if (to <= from) return wrong("toTime", "Конец раньше начала: часы одни на каждый день.");
    const days = new Set(weekdays.map((day) => Number(day) as Weekday));
    return { fromDay, toDay, weekdays: days, hours: { from, to } };
  }
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

function tell(taken: TakenTimeOff, { zone, user }: ActionCall, isDryRun: boolean): Said {
  const { closed, bookings } = taken;
  const slots = `${closed} ${wordFor(closed, ["свободное окошко", "свободных окошка", "свободных окошек"])}`;
  const repeats = seriesText(taken, zone, isDryRun);
  const closes =
    repeats +
    blockText(taken, zone) +
    (closed === 0 ? "Свободных окошек в это время нет." : `${isDryRun ? "Закроется" : "Закрыто"}: ${slots}.`);
  if (!isDryRun) {
    const next = mayDo(user, "Booking", "moveBooking")
      ? "Перенести их можно с карточки нерабочего времени в календаре."
      : "Перенести их может администратор: предупредите его.";
    const stay = bookings.length === 0 ? "" : ` Записей в это время: ${bookings.length}. ${next}`;
    return done(`${closes}${stay}`, { madeOn: whereOf(taken, zone) });
  }
  if (bookings.length === 0) return { kind: "counted", message: `${closes} Записей в это время нет.` };
  const lines = bookings.slice(0, BOOKINGS_SHOWN).map((one) => {
    const waits = one.state === "held" ? ", ждёт оплаты" : "";
    return `${formatInstant(one.startsAt, zone)}, ${one.clientName} (№ ${one.number})${waits}`;
  });
  const more = bookings.length > BOOKINGS_SHOWN ? [`и ещё ${bookings.length - BOOKINGS_SHOWN}`] : [];
  const listed = [...lines, ...more].join("; ");
  return {
    kind: "counted",
    message: `${closes} Останутся записи, их нужно перенести или отменить: ${listed}.`,
  };
}

/** Where it stands: of several in one go, the one that has the first of the bookings in it. */
function whereOf({ timeOff, bookings, startsAt, endsAt }: TakenTimeOff, zone: Zone): MadeOn {
  const [booking] = bookings;
  const off =
    booking &&
    timeOff.find(
      (one) =>
        one.specialistId === booking.specialistId &&
        one.startsAt < booking.endsAt &&
        one.endsAt > booking.startsAt,
    );
  const whole = { from: dayOf(startsAt, zone), to: dayOf(new Date(endsAt.getTime() - 1), zone) };
  return off === undefined ? whole : { ...whole, offId: off.id };
}

/** «Без перерыва с пн, 7 дек 2026, 13:00 по ср, 9 дек 2026, 14:00.»: of several days, not whole ones, in one piece. */
function blockText({ stretches, startsAt, endsAt }: TakenTimeOff, zone: Zone): string {
  const last = dayOf(new Date(endsAt.getTime() - 1), zone);
  const first = dayOf(startsAt, zone);
  const isWhole =
    startOfDay(first, zone).getTime() === startsAt.getTime() &&
    startOfDay(plusDays(last, 1), zone).getTime() === endsAt.getTime();
  if (stretches.length !== 1 || first === last || isWhole) return "";
  return `Без перерыва с ${formatInstant(startsAt, zone)} по ${formatInstant(endsAt, zone)}. `;
}

/** «Будет 6 раз: вт, 1 дек; вт, 8 дек; вт, 15 дек; …; последний — вт, 5 янв.»; nothing where it does not repeat. */
function seriesText({ stretches }: TakenTimeOff, zone: Zone, isDryRun: boolean): string {
  const days = stretches.map(({ startsAt }) => formatWeekday(dayOf(startsAt, zone)));
  if (days.length < 2) return "";
  const times = `${days.length} ${wordFor(days.length, ["раз", "раза", "раз"])}`;
  const isLong = days.length > STRETCHES_SHOWN + 1;
  const listed = isLong ? [...days.slice(0, STRETCHES_SHOWN), `…, последний — ${days.at(-1)}`] : days;
  return `${isDryRun ? "Будет" : "Записано"} ${times}: ${listed.join("; ")}. `;
}
