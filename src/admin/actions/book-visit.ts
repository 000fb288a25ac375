import {
  bookAgain,
  bookForClient,
  listFreeDays,
  listFreeStarts,
  type PricedStart,
} from "../../core/booking/index.ts";
import { dayOf, type LocalDay, type Zone } from "../../core/kernel/local-day.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import {
  type ActionCall,
  type Choice,
  done,
  type Field,
  type PanelAction,
  type Said,
  said,
  type Values,
  wrong,
} from "../panel-action.ts";
import { formatInstant, formatTime } from "../readable.ts";
import { linkWords, PAYMENT_REFUSALS, paymentFields, paymentOf } from "./book-for-client.ts";
import { serviceChoices } from "./choices.ts";
import { dayChoices } from "./day-choices.ts";
import { isReached } from "./told-by-bot.ts";

/** Books a visit for the client whose card is open: a service, a day, a time (PY-8). */
export const bookVisit: PanelAction = {
  name: "bookVisit",
  label: "Записать",
  icon: "Calendar",
  of: "record",
  form: async (call, values) => {
    const services = await serviceChoices(call);
    const serviceId = values?.text("serviceId") || (services.length === 1 ? (services[0]?.value ?? "") : "");
    const choice = { serviceId, day: values?.text("day") ?? "", slotId: values?.text("slotId") };
    const { fields, isHot } = await timeFields(call, choice);
    return {
      intro: `${String(call.row.name)}. Выберите услугу: покажем свободные дни и время.`,
      submit: "Записать",
      fields: [
        { name: "bookingId", label: "", kind: "hidden", value: call.app.newId() },
        serviceField(services, serviceId),
        ...fields,
        ...paymentFields(call, values, {
          isReachable: await isReached(call.app, String(call.row.id)),
          isHot,
        }),
      ],
    };
  },
  run: (call, values) => bookTyped(call, values, { clientId: String(call.row.id) }),
};

/** The service of a booking; the days and times of the form follow it. */
export const serviceField = (services: readonly Choice[], value: string): Field => ({
  ...{ name: "serviceId", label: "Услуга", kind: "select", value, options: services },
  ...{ isRequired: true, recasts: true },
});

/** What is missing of a service and a time, if anything. */
export function noVisit(values: Values): Said | undefined {
  if (values.text("serviceId") === "") return wrong("serviceId", "Выберите услугу.");
  return values.text("slotId") === "" ? wrong("slotId", "Выберите время.") : undefined;
}

/** Books what a form of a service, a day and a time was filled with, for a client or for that of a booking, which is then left for the new one. */
export async function bookTyped(
  call: ActionCall,
  values: Values,
  whose: { readonly clientId: string } | { readonly lastId: string },
): Promise<Said> {
  const unchosen = noVisit(values);
  if (unchosen) return unchosen;
  const payment = paymentOf(call, values);
  if (payment === undefined) return wrong("hours", "Ждать оплату можно от 1 до 720 часов.");
  const bookingId = values.uuid("bookingId");
  const wanted = {
    ...{ bookingId, payment, actor: call.actor },
    ...{ serviceId: values.uuid("serviceId"), slotId: values.uuid("slotId") },
  };
  const isAgain = "lastId" in whose;
  const outcome = isAgain
    ? await bookAgain(call.app, { ...wanted, ...whose })
    : await bookForClient(call.app, { ...wanted, ...whose });
  return said(
    outcome,
    call,
    (booking) =>
      done(
        `Запись № ${booking.number}: ${formatInstant(booking.startsAt, call.zone)}, ${booking.specialistName}.${linkWords(booking)}`,
        isAgain ? { opens: bookingId } : { stays: true },
      ),
    {
      ...PAYMENT_REFUSALS,
      unknown_service: "serviceId",
      ...{ slot_taken: "slotId", slot_gone: "slotId", start_on_past_day: "slotId" },
      ...{ overlaps_own_booking: "slotId", not_your_slot: "slotId" },
    },
  );
}

type Chosen = {
  readonly serviceId: string;
  readonly day: string;
  /** Of the start that is chosen already, if any. */
  readonly slotId: string | undefined;
  /** Of this specialist alone; empty: of anybody. */
  readonly specialistId?: string;
  /** Of days that were not chosen the first free one from here on is. */
  readonly since?: LocalDay;
};

/** `isHot`: the start that is chosen is of a hot slot. */
type Times = { readonly fields: readonly Field[]; readonly isHot: boolean };

/**
 * The days that have free starts of a service, and the starts of one of them: the chosen one, or the first. Today is
 * among them, too, when all that is left of it has begun: the client walked in.
 */
export async function timeFields(
  call: ActionCall,
  { serviceId, day: asked, slotId, since, ...whose }: Chosen,
): Promise<Times> {
  if (serviceId === "") return { fields: [], isHot: false };
  const { app, zone } = call;
  const wanted = { serviceId, specialistId: whose.specialistId || undefined };
  const days = await listFreeDays(app, wanted);
  const ahead = days.ok ? days.value : [];
  const today = dayOf(app.clock.now(), zone);
  const isTodayLeft = !ahead.includes(today) && (await startsOf(call, { ...wanted, day: today })).length > 0;
  const free = isTodayLeft ? [today, ...ahead] : ahead;
  const day =
    free.find((one) => one === asked) ??
    (since === undefined ? undefined : (free.find((one) => one >= since) ?? ahead.at(-1))) ??
    ahead[0] ??
    free[0];
  if (day === undefined) return { fields: [NO_DAY], isHot: false };
  const starts = await startsOf(call, { ...wanted, day });
  const fields: readonly Field[] = [
    {
      name: "day",
      label: "День",
      kind: "select",
      value: day,
      options: dayChoices(free),
      isRequired: true,
      recasts: true,
    },
    {
      name: "slotId",
      label: "Время",
      kind: "select",
      options: startChoices(call, starts),
      isRequired: true,
      recasts: true,
    },
  ];
  const isHot = starts.some(({ kind, slotIds }) => kind === "hot" && slotIds[0] === slotId);
  return { fields, isHot };
}

const NO_DAY: Field = {
  name: "day",
  label: "День",
  kind: "select",
  options: [],
  hint: "Свободного времени для этой услуги сейчас нет. Добавьте окошки или поставьте клиента в лист ожидания.",
};

type Day = {
  readonly serviceId: string;
  readonly specialistId: string | undefined;
  readonly day: LocalDay;
};

async function startsOf({ app }: ActionCall, of: Day): Promise<readonly PricedStart[]> {
  const found = await listFreeStarts(app, { ...of, bookedBy: "staff", isFarToo: true });
  return found.ok ? found.value.starts : [];
}

/** What is ahead comes first: it is chosen when nothing is; then what has begun, the latest first. */
function startChoices({ app, zone }: ActionCall, starts: readonly PricedStart[]): readonly Choice[] {
  const now = app.clock.now();
  const begun = starts.filter(({ startsAt }) => startsAt <= now).reverse();
  const ahead = starts.filter(({ startsAt }) => startsAt > now);
  return [
    ...ahead.map((start) => choiceOf(start, zone)),
    ...begun.map((start) => choiceOf(start, zone, "уже началось")),
  ];
}

const choiceOf = (
  { slotIds, startsAt, specialistName, kind, price }: PricedStart,
  zone: Zone,
  ...more: readonly string[]
): Choice => ({
  value: slotIds[0] ?? "",
  label: [
    `${formatTime(startsAt, zone)}, ${specialistName}, ${formatRubles(price.price)}`,
    ...(kind === "hot" ? ["горящее"] : []),
    ...more,
  ].join(", "),
});
