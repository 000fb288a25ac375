import { addSlot as add } from "../../core/calendar/index.ts";
import { minutesAfter } from "../../core/kernel/instant.ts";
import { dayOf } from "../../core/kernel/local-day.ts";
import { done, type PanelAction, said, wrong } from "../panel-action.ts";
import { formatInstant } from "../readable.ts";
import { NO_SUCH_MOMENT, readInstant, readPercent, specialistChoices } from "./choices.ts";
import { discountField, KIND_FIELD, kindOf } from "./generate-slots.ts";
import { doubtsOfSlot } from "./slot-doubts.ts";

/** Opens one slot. */
export const addSlot: PanelAction = {
  name: "addSlot",
  label: "Добавить одно",
  icon: "Plus",
  of: "list",
  form: async (call) => ({
    submit: "Добавить окошко",
    fields: [
      {
        name: "specialistId",
        label: "Специалист",
        kind: "select",
        options: await specialistChoices(call),
        isRequired: true,
      },
      {
        name: "day",
        label: "День",
        kind: "date",
        value: dayOf(call.app.clock.now(), call.zone),
        isRequired: true,
      },
      { name: "time", label: "Начало", kind: "time", isRequired: true },
      { name: "length", label: "Длина, минут", kind: "number", value: "60", isRequired: true },
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
