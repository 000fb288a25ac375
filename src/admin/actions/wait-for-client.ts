import { joinWaitlist, leaveWaitlist, WAIT_DAYS_MAX } from "../../core/booking/index.ts";
import { listSpecialists } from "../../core/catalog/index.ts";
import { isUuid } from "../../core/kernel/ids.ts";
import {
  dayOf,
  daysFrom,
  type LocalDay,
  parseLocalDay,
  plusDays,
  weekdayOf,
} from "../../core/kernel/local-day.ts";
import {
  type ActionCall,
  done,
  type Field,
  type PanelAction,
  type Said,
  said,
  stale,
  type Values,
  wrong,
} from "../panel-action.ts";
import { readMinute, serviceChoices } from "./choices.ts";
import { WEEKDAYS } from "./generate-slots.ts";
import { toldByBot } from "./told-by-bot.ts";
import { CLIENT_FIELD, findTyped, whoIs } from "./typed-client.ts";

const DAYS_USUAL = 14;

/** Puts a client on the waitlist: what becomes free is offered to them in the bot (MS-9). */
export const addToWaitlist: PanelAction = {
  name: "addToWaitlist",
  label: "В лист ожидания",
  icon: "Bell",
  of: "record",
  fits: (row) => row.telegramId !== null && row.telegramId !== undefined && row.telegramId !== "",
  form: async (call) => ({
    intro: `Клиент: ${String(call.row.name)}. ${WHAT_HAPPENS}`,
    submit: "Добавить",
    fields: await wishFields(call),
  }),
  run: (call, values) => join(call, values, { id: String(call.row.id), name: String(call.row.name) }),
};

const WHAT_HAPPENS =
  "О листе ожидания клиент узнает от бота. Когда подходящее время освободится, бот придержит его и предложит.";

/** The same from the list itself: the client is found by what staff remember of them (MS-9). */
export const addWaiting: PanelAction = {
  name: "addWaiting",
  label: "Добавить клиента",
  icon: "Plus",
  of: "list",
  form: async (call) => ({
    intro: WHAT_HAPPENS,
    submit: "Добавить",
    fields: [CLIENT_FIELD, ...(await wishFields(call))],
  }),
  run: async (call, values) => {
    const found = await findTyped(call, values, NAMED_MAX);
    if ("kind" in found) return found;
    const [client, ...others] = found.clients;
    if (others.length > 0) {
      const more = found.hasMore ? " и другие" : "";
      return wrong(
        "client",
        `Подходят: ${found.clients.map(whoIs).join("; ")}${more}. Уточните имя или телефон.`,
      );
    }
    return join(call, values, client);
  },
};

const NAMED_MAX = 3;

async function wishFields(call: ActionCall): Promise<readonly Field[]> {
  const today = dayOf(call.app.clock.now(), call.zone);
  return [
    { name: "entryId", label: "", kind: "hidden", value: call.app.newId() },
    {
      name: "serviceId",
      label: "Услуга",
      kind: "select",
      options: await serviceChoices(call),
      isRequired: true,
    },
    {
      name: "specialistId",
      label: "Специалист",
      kind: "select",
      value: "any",
      options: await anyOrOne(call),
    },
    { name: "fromDay", label: "С какого дня", kind: "date", value: today, isRequired: true },
    {
      name: "toDay",
      label: "По какой день",
      kind: "date",
      value: plusDays(today, DAYS_USUAL - 1),
      isRequired: true,
    },
    {
      name: "weekdays",
      label: "Дни недели",
      kind: "checks",
      options: WEEKDAYS,
      value: WEEKDAYS.map(({ value }) => value),
    },
    { name: "from", label: "Визит начнётся не раньше", kind: "time", value: "00:00" },
    { name: "to", label: "И раньше чем", kind: "time", hint: "Пусто — до конца дня." },
  ];
}

async function join(
  call: ActionCall,
  values: Values,
  client: { readonly id: string; readonly name: string },
): Promise<Said> {
  const entryId = values.text("entryId");
  if (!isUuid(entryId)) return stale("serviceId");
  const [fromDay, toDay] = [parseLocalDay(values.text("fromDay")), parseLocalDay(values.text("toDay"))];
  if (fromDay === undefined) return wrong("fromDay", "Укажите день.");
  if (toDay === undefined || toDay < fromDay) return wrong("toDay", "Последний день раньше первого.");
  const days = chosenDays({ from: fromDay, to: toDay }, values.list("weekdays"));
  if (days === undefined) return wrong("toDay", `Ждать можно не дольше ${WAIT_DAYS_MAX} дней.`);
  if (days.length === 0) return wrong("weekdays", "Ни один день не подходит: выберите другие.");
  const fromMinute = readMinute(values.text("from") || "00:00");
  const toMinute = readMinute(values.text("to") || "24:00");
  if (fromMinute === undefined) return wrong("from", "Время — в виде 10:00.");
  if (toMinute === undefined) return wrong("to", "Время — в виде 19:00.");
  const specialistId = values.text("specialistId");
  const outcome = await joinWaitlist(call.app, {
    entryId,
    clientId: client.id,
    serviceId: values.uuid("serviceId"),
    specialistId: isUuid(specialistId) ? specialistId : undefined,
    days,
    hours: { fromMinute, toMinute },
    actor: call.actor,
  });
  return said(
    outcome,
    call,
    () => done(`${client.name} в листе ожидания. Бот напишет об этом.`, { stays: true }),
    {
      unknown_service: "serviceId",
      unknown_specialist: "specialistId",
      wait_days_passed: "fromDay",
      wait_days_too_far: "toDay",
      wait_hours_reversed: "to",
    },
  );
}

async function anyOrOne({ app }: ActionCall) {
  const specialists = (await listSpecialists(app.db, {})).filter(({ isActive }) => isActive);
  return [
    { value: "any", label: "любой" },
    ...specialists.map(({ id, name }) => ({ value: id, label: name })),
  ];
}

/** The days between two that fall on the weekdays; undefined: more than anybody may wait. */
function chosenDays(
  between: { readonly from: LocalDay; readonly to: LocalDay },
  weekdays: readonly string[],
): readonly LocalDay[] | undefined {
  if (plusDays(between.from, WAIT_DAYS_MAX) <= between.to) return undefined;
  return daysFrom(between).filter((day) => weekdays.includes(String(weekdayOf(day))));
}

/** Takes a client off the waitlist, with a reason that they read (MS-8, MS-9). */
export const removeFromWaitlist: PanelAction = {
  name: "removeFromWaitlist",
  label: "Снять с ожидания",
  icon: "BellOff",
  of: "record",
  fits: ({ state }) => state === "waiting" || state === "offered",
  form: async (call) => ({
    intro: `${call.row.state === "offered" ? "Сейчас клиенту предложено окошко: оно освободится." : "Клиент больше не будет ждать."} ${await toldByBot(call, "об этом")}`,
    submit: "Снять с ожидания",
    fields: [
      {
        name: "reason",
        label: "Причина",
        kind: "text",
        isRequired: true,
        hint: "Её увидит клиент, и она останется в журнале: имён и телефонов не пишите.",
      },
    ],
  }),
  run: async (call, values) => {
    const by = { kind: "staff", actor: call.actor, reason: values.text("reason") } as const;
    const outcome = await leaveWaitlist(call.app, { entryId: String(call.row.id), by });
    return said(outcome, call, () => done("Клиент больше не ждёт.", { stays: true }), {
      reason_missing: "reason",
    });
  },
};
