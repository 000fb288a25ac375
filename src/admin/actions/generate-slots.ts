import {
  type GeneratedSlots,
  generateSlots as generate,
  type SlotPattern,
} from "../../core/calendar/index.ts";
import { isUuid } from "../../core/kernel/ids.ts";
import { dayOf, parseLocalDay, plusDays, type Weekday, weekdayOf } from "../../core/kernel/local-day.ts";
import { loadSettings } from "../../core/settings/index.ts";
import {
  type ActionCall,
  done,
  type Field,
  type MadeOn,
  type PanelAction,
  type Said,
  said,
  type Values,
  wrong,
} from "../panel-action.ts";
import { readMinute, readPercent, specialistChoices } from "./choices.ts";
import { doubtsOfPattern } from "./slot-doubts.ts";

export const WEEKDAYS = ["Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс"].map((label, index) => ({
  value: String(index + 1),
  label,
}));

export const KIND_FIELD: Field = {
  name: "kind",
  label: "Вид",
  kind: "select",
  value: "regular",
  isRequired: true,
  options: [
    { value: "regular", label: "обычное" },
    { value: "hot", label: "горящее" },
    { value: "online", label: "онлайн" },
  ],
};

/** Left empty, a hot slot's discount is what the settings say: how much that is now is told. */
export async function discountField({ app }: ActionCall, head = "Только для горящих. "): Promise<Field> {
  const { "hot.discountPercent": now } = await loadSettings(app.db);
  const hint = `${head}Пусто — скидка из настроек: сейчас ${now}\u00a0%.`;
  return { name: "discountPercent", label: "Своя скидка, %", kind: "number", hint };
}

/** Makes slots by a pattern; the button beside it only counts them. */
export const generateSlots: PanelAction = {
  name: "generateSlots",
  label: "Создать окошки",
  icon: "Calendar",
  of: "list",
  form: async (call) => {
    const today = dayOf(call.app.clock.now(), call.zone);
    return {
      intro:
        "Задайте дни и часы: окошки встанут одно за другим, кроме перерыва. Уже занятое время останется как есть.",
      submit: "Создать окошки",
      preview: "Посчитать",
      fields: [
        {
          name: "specialistIds",
          label: "Кому",
          kind: "checks",
          hasAll: true,
          options: await specialistChoices(call),
        },
        { name: "from", label: "С какого дня", kind: "date", value: today, isRequired: true },
        { name: "to", label: "По какой день", kind: "date", value: plusDays(today, 13), isRequired: true },
        {
          name: "weekdays",
          label: "Дни недели",
          kind: "checks",
          options: WEEKDAYS,
          value: ["1", "2", "3", "4", "5"],
        },
        { name: "opensAt", label: "Работа с", kind: "time", value: "10:00", isRequired: true },
        { name: "closesAt", label: "Работа до", kind: "time", value: "19:00", isRequired: true },
        { name: "breakFrom", label: "Перерыв с", kind: "time", hint: "Пусто — без перерыва." },
        { name: "breakTo", label: "Перерыв до", kind: "time" },
        { name: "length", label: "Длина окошка, минут", kind: "number", value: "60", isRequired: true },
        KIND_FIELD,
        await discountField(call),
      ],
    };
  },
  run: async (call, values) => {
    const [specialistId, ...alsoFor] = values.list("specialistIds").filter(isUuid);
    if (specialistId === undefined) return wrong("specialistIds", "Отметьте, кому нужны окошки.");
    const pattern = readPattern(values);
    if ("kind" in pattern) return pattern;
    const discountPercent = readPercent(values.text("discountPercent"));
    if (discountPercent === "wrong")
      return wrong("discountPercent", "Скидка — целое число процентов от 0 до 100.");
    const isDryRun = values.flag("isPreview");
    const outcome = await generate(call.app, {
      specialistId,
      alsoFor,
      pattern,
      kind: kindOf(values),
      discountPercent,
      actor: call.actor,
      isDryRun,
    });
    const on = madeOn(pattern, call);
    const made = { pattern, kind: kindOf(values), specialistIds: [specialistId, ...alsoFor] };
    const doubts = outcome.ok && outcome.value.made > 0 ? await doubtsOfPattern(call, on, made) : "";
    return said(outcome, call, (counts) => tell(counts, { isDryRun, doubts, madeOn: on }), FIELDS);
  },
};

const FIELDS = {
  unknown_specialist: "specialistIds",
  discount_only_hot: "discountPercent",
  pattern_days_reversed: "to",
  pattern_too_long: "to",
  pattern_no_weekdays: "weekdays",
  pattern_hours_reversed: "closesAt",
  pattern_length_out_of_range: "length",
  pattern_makes_no_slots: "length",
} as const;

export const kindOf = (values: Values): "regular" | "hot" | "online" => {
  const kind = values.text("kind");
  return kind === "hot" || kind === "online" ? kind : "regular";
};

function readPattern(values: Values): SlotPattern | Said {
  const from = parseLocalDay(values.text("from"));
  const to = parseLocalDay(values.text("to"));
  if (from === undefined) return wrong("from", "Выберите первый день.");
  if (to === undefined) return wrong("to", "Выберите последний день.");
  const opensAt = readMinute(values.text("opensAt"));
  const closesAt = readMinute(values.text("closesAt"));
  if (opensAt === undefined) return wrong("opensAt", "Укажите время, например 10:00.");
  if (closesAt === undefined) return wrong("closesAt", "Укажите время, например 19:00.");
  const breakFrom = readMinute(values.text("breakFrom"));
  const breakTo = readMinute(values.text("breakTo"));
  if ((breakFrom === undefined) !== (breakTo === undefined)) {
    return wrong("breakTo", "У перерыва нужны и начало, и конец.");
  }
  const weekdays = values.list("weekdays").filter((day) => /^[1-7]$/.test(day));
  return {
    from,
    to,
    weekdays: new Set(weekdays.map((day) => Number(day) as Weekday)),
    hours: { from: opensAt, to: closesAt },
    breaks: breakFrom === undefined || breakTo === undefined ? [] : [{ from: breakFrom, to: breakTo }],
    lengthMinutes: values.whole("length"),
  };
}

/** From the first day of a pattern that is not over to its last. */
function madeOn({ from, to, weekdays }: SlotPattern, { app, zone }: ActionCall): MadeOn {
  const today = dayOf(app.clock.now(), zone);
  const first = from < today && today <= to ? today : from;
  const week = Array.from({ length: 7 }, (_, index) => plusDays(first, index));
  return { from: week.find((day) => weekdays.has(weekdayOf(day))) ?? first, to };
}

function tell(
  { made, overlapping, past, off }: GeneratedSlots,
  {
    isDryRun,
    doubts,
    madeOn,
  }: { readonly isDryRun: boolean; readonly doubts: string; readonly madeOn: MadeOn },
): Said {
  const skipped = [
    overlapping > 0 ? `пересекаются с имеющимися: ${overlapping}` : "",
    past > 0 ? `уже в прошлом: ${past}` : "",
    off > 0 ? `в нерабочее время: ${off}` : "",
  ].filter(Boolean);
  const why = skipped.length === 0 ? "" : ` Пропущено — ${skipped.join(", ")}.`;
  return isDryRun
    ? { kind: "counted", message: `Будет создано окошек: ${made}.${why}${doubts}` }
    : done(`Создано окошек: ${made}.${why}${doubts}`, made > 0 ? { madeOn } : {});
}
