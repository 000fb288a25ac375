import { previewHot } from "../../core/broadcasts/index.ts";
import {
  closeSlot as close,
  makeRegular as cool,
  deleteSlot as drop,
  makeHot as heat,
  moveSlot as move,
  reopenSlot as reopen,
} from "../../core/calendar/index.ts";
import { minutesAfter } from "../../core/kernel/instant.ts";
import { durationMinutes } from "../../core/kernel/interval.ts";
import { dayOf } from "../../core/kernel/local-day.ts";
import { type ActionCall, done, type PanelAction, said, wrong } from "../panel-action.ts";
import { formatInstant, formatTime } from "../readable.ts";
import { NO_SUCH_MOMENT, readInstant, readPercent, specialistChoices } from "./choices.ts";
import { discountField } from "./generate-slots.ts";
import { approvalHint, hotPreviewOf } from "./hot-preview.ts";

const target = ({ row, actor }: ActionCall) => ({ slotId: String(row.id), actor });
const named = ({ row, zone }: ActionCall): string => formatInstant(new Date(String(row.startsAt)), zone);
const isOpen = (row: ActionCall["row"]) => row.state === "open";
/** Of a time that began already there is nothing to offer any more. */
const isAhead = (row: ActionCall["row"], now: Date) => new Date(String(row.startsAt)) > now;

/** Takes a slot out of the offer, with a reason. */
export const closeSlot: PanelAction = {
  name: "closeSlot",
  label: "Закрыть",
  icon: "Lock",
  of: "record",
  fits: isOpen,
  form: (call) => ({
    intro: `Окошко ${named(call)} перестанет предлагаться клиентам.`,
    submit: "Закрыть окошко",
    fields: [
      { name: "reason", label: "Причина", kind: "text", isRequired: true, hint: "Останется в журнале." },
    ],
  }),
  run: async (call, values) =>
    said(
      await close(call.app, { ...target(call), reason: values.text("reason") }),
      call,
      () => done("Окошко закрыто.", { stays: true }),
      { reason_missing: "reason" },
    ),
};

/** Offers a closed slot again. */
export const reopenSlot: PanelAction = {
  name: "reopenSlot",
  label: "Открыть снова",
  icon: "Unlock",
  of: "record",
  fits: (row, _user, now) => row.state === "closed" && isAhead(row, now),
  form: (call) => ({
    intro: `Окошко ${named(call)} снова будет предлагаться клиентам.`,
    submit: "Открыть окошко",
    fields: [],
  }),
  run: async (call) =>
    said(await reopen(call.app, target(call)), call, () => done("Окошко открыто.", { stays: true })),
};

/** Turns a free slot into a hot one. */
export const makeHot: PanelAction = {
  name: "makeHot",
  label: "Сделать горящим",
  icon: "Zap",
  of: "record",
  fits: (row, _user, now) => isOpen(row) && row.kind === "regular" && isAhead(row, now),
  form: async (call) => ({
    intro: `Окошко ${named(call)} станет горящим: со скидкой и с предоплатой.`,
    submit: "Сделать горящим",
    countsAtOnce: "discountPercent",
    fields: [await discountField(call, "")],
  }),
  run: async (call, values) => {
    const discountPercent = readPercent(values.text("discountPercent"));
    if (discountPercent === "wrong")
      return wrong("discountPercent", "Скидка — целое число процентов от 0 до 100.");
    if (values.flag("isPreview"))
      return { kind: "counted", message: await hotPreviewOf(call, discountPercent) };
    const preview = await previewHot(call.app, { slotIds: [String(call.row.id)], discountPercent });
    const outcome = await heat(call.app, { ...target(call), discountPercent });
    return said(outcome, call, () => done(`Окошко теперь горящее.${approvalHint(preview)}`, { stays: true }));
  },
};

/** Turns a hot slot back into a regular one. */
export const makeRegular: PanelAction = {
  name: "makeRegular",
  label: "Сделать обычным",
  icon: "ZapOff",
  of: "record",
  fits: (row, _user, now) => isOpen(row) && row.kind === "hot" && isAhead(row, now),
  form: (call) => ({
    intro: `Окошко ${named(call)} станет обычным: без скидки.`,
    submit: "Сделать обычным",
    fields: [],
  }),
  run: async (call) =>
    said(await cool(call.app, target(call)), call, () => done("Окошко теперь обычное.", { stays: true })),
};

/** Moves or resizes a free slot. */
export const moveSlot: PanelAction = {
  name: "moveSlot",
  label: "Изменить время",
  icon: "Move",
  of: "record",
  fits: (row, _user, now) => row.bookingId === null && isAhead(row, now),
  form: async (call) => {
    const startsAt = new Date(String(call.row.startsAt));
    const minutes = durationMinutes({ startsAt, endsAt: new Date(String(call.row.endsAt)) });
    return {
      intro: `Окошко ${named(call)} встанет на новое время.`,
      submit: "Изменить время",
      fields: [
        { name: "day", label: "День", kind: "date", value: dayOf(startsAt, call.zone), isRequired: true },
        {
          name: "time",
          label: "Начало",
          kind: "time",
          value: formatTime(startsAt, call.zone),
          isRequired: true,
        },
        { name: "length", label: "Длина, минут", kind: "number", value: String(minutes), isRequired: true },
        {
          name: "specialistId",
          label: "Специалист",
          kind: "select",
          value: String(call.row.specialistId),
          options: await specialistChoices(call),
          isRequired: true,
        },
      ],
    };
  },
  run: async (call, values) => {
    const startsAt = readInstant({ day: values.text("day"), time: values.text("time") }, call.zone);
    if (startsAt === undefined) return wrong("time", NO_SUCH_MOMENT);
    const length = values.whole("length");
    if (!(length > 0 && length <= 1440)) return wrong("length", "Окошко длится от 5 минут до 24 часов.");
    const specialistId = values.text("specialistId") === "" ? undefined : values.uuid("specialistId");
    const to = { startsAt, endsAt: minutesAfter(startsAt, length), specialistId };
    const outcome = await move(call.app, { ...target(call), ...to });
    return said(
      outcome,
      call,
      (slot) =>
        done(
          `Теперь окошко ${formatInstant(slot.startsAt, call.zone)}–${formatTime(slot.endsAt, call.zone)}.`,
          {
            stays: true,
          },
        ),
      {
        slot_overlaps: "time",
        slot_in_past: "time",
        slot_in_time_off: "time",
        unknown_specialist: "specialistId",
        slot_length_out_of_range: "length",
      },
    );
  },
};

/** Deletes a free slot. */
export const deleteSlot: PanelAction = {
  name: "deleteSlot",
  label: "Удалить",
  icon: "Trash2",
  of: "record",
  form: (call) => ({
    intro: `Окошко ${named(call)} исчезнет совсем. Чтобы временно не принимать, лучше закройте его.`,
    submit: "Удалить окошко",
    fields: [],
  }),
  run: async (call) => said(await drop(call.app, target(call)), call, () => done("Окошко удалено.")),
};
