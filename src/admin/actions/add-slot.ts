import { rehearsed } from "../../core/app.ts";
import { type AddSlotRefusal, addSlot as add } from "../../core/calendar/index.ts";
import { isUuid } from "../../core/kernel/ids.ts";
import { minutesAfter } from "../../core/kernel/instant.ts";
import { dayOf } from "../../core/kernel/local-day.ts";
import { type ActionCall, done, type PanelAction, said, type Values, wrong } from "../panel-action.ts";
import { formatInstant } from "../readable.ts";
import { sentence } from "../refusals.ts";
import { NO_SUCH_MOMENT, readInstant, readPercent, specialistChoices } from "./choices.ts";
import { discountField, KIND_FIELD, kindOf } from "./generate-slots.ts";
import { doubtsOfSlot } from "./slot-doubts.ts";

/** Opens one slot. */
export const addSlot: PanelAction = {
  name: "addSlot",
  label: "Добавить одно",
  icon: "Plus",
  of: "list",
  form: async (call, values) => ({
    ...(await inTheWay(call, values)),
    submit: "Добавить окошко",
    fields: [
      {
        name: "specialistId",
        label: "Специалист",
        kind: "select",
        options: await specialistChoices(call),
        isRequired: true,
        recasts: true,
      },
      {
        name: "day",
        label: "День",
        kind: "date",
        value: dayOf(call.app.clock.now(), call.zone),
        isRequired: true,
        recasts: true,
      },
      { name: "time", label: "Начало", kind: "time", isRequired: true, recasts: true },
      { name: "length", label: "Длина, минут", kind: "number", value: "60", isRequired: true, recasts: true },
      KIND_FIELD,
      await discountField(call),
    ],
  }),
  run: async (call, values) => {
    if (values.text("specialistId") === "") return wrong("specialistId", "Выберите специалиста.");
    const startsAt = readInstant({ day: values.text("day"), time: values.text("time") }, call.zone);
    if (startsAt === undefined) return wrong("time", NO_SUCH_MOMENT);
    const discountPercent = readPercent(values.text("discountPercent"));
    if (discountPercent === "wrong")
      return wrong("discountPercent", "Скидка — целое число процентов от 0 до 100.");
    const length = values.whole("length");
    if (!(length > 0 && length <= 1440)) return wrong("length", "Окошко длится от 5 минут до 24 часов.");
    const outcome = await add(call.app, {
      specialistId: values.uuid("specialistId"),
      startsAt,
      endsAt: minutesAfter(startsAt, length),
      kind: kindOf(values),
      discountPercent,
      actor: call.actor,
    });
    const doubts = outcome.ok ? await doubtsOfSlot(call, outcome.value) : "";
    return said(
      outcome,
      call,
      (slot) => {
        const day = dayOf(slot.startsAt, call.zone);
        const message = `Окошко добавлено: ${formatInstant(slot.startsAt, call.zone)}.${doubts}`;
        return done(message, { madeOn: { from: day, to: day } });
      },
      {
        unknown_specialist: "specialistId",
        slot_overlaps: "time",
        slot_in_past: "time",
        slot_length_out_of_range: "length",
        discount_only_hot: "discountPercent",
      },
    );
  },
};

/** What stands in the way at once, while it can still be dragged or typed anew; it is refused again when it is saved. */
async function inTheWay(
  { app, actor, zone }: ActionCall,
  values: Values | undefined,
): Promise<{ readonly intro?: string }> {
  if (values === undefined || !isUuid(values.text("specialistId"))) return {};
  const startsAt = readInstant({ day: values.text("day"), time: values.text("time") }, zone);
  const length = values.whole("length");
  if (startsAt === undefined || !(length > 0 && length <= 1440)) return {};
  const tried = await add(rehearsed(app), {
    ...{ specialistId: values.uuid("specialistId"), startsAt, endsAt: minutesAfter(startsAt, length) },
    ...{ kind: "regular", actor },
  });
  if (tried.ok || !OF_TIME.has(tried.refusal)) return {};
  return { intro: `Так не сохранится. ${sentence(tried.refusal, tried.detail, zone)}` };
}

/** Whatever else is missing in a form that is not filled in yet is nobody's fault. */
const OF_TIME: ReadonlySet<AddSlotRefusal> = new Set(["slot_overlaps", "slot_in_time_off", "slot_in_past"]);
