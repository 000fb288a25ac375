import {
  type Broadcast,
  cancelBroadcast as cancel,
  type DecideHotWindowsRefusal,
  type DryRun,
  decideHotWindows,
  dryRunBroadcast,
  isProposal,
  pauseBroadcast as pause,
  quietWait,
  resumeBroadcast as resume,
  type ScheduleBroadcastRefusal,
  scheduleBroadcast as schedule,
  startBroadcast as start,
} from "../../core/broadcasts/index.ts";
import { dayOf, plusDays } from "../../core/kernel/local-day.ts";
import type { Outcome } from "../../core/kernel/outcome.ts";
import { loadSettings } from "../../core/settings/index.ts";
import { clientsWord, leftOutWords } from "../broadcast-card.ts";
import {
  type ActionCall,
  done,
  type Form,
  type PanelAction,
  type Said,
  said,
  wrong,
} from "../panel-action.ts";
import { formatInstant, formatTime } from "../readable.ts";
import { REFUSAL_WAYS } from "../refusals.ts";
import { titleOf } from "./broadcast-checks.ts";
import { readInstant } from "./choices.ts";

type Row = ActionCall["row"];
const isWaiting = ({ state }: Row): boolean => state === "draft" || state === "scheduled";

const stepOf = ({ actor, row }: ActionCall) => ({ broadcastId: String(row.id), actor });

function told(
  call: ActionCall,
  outcome: Outcome<Broadcast, ScheduleBroadcastRefusal | DecideHotWindowsRefusal>,
  message: string,
): Said {
  return said(outcome, call, () => done(message, { stays: true }), { schedule_in_past: "time" });
}

/** What would begin at once, with who would get it; nothing to press while the owner's switch is off (MS-7). */
async function starting(
  call: ActionCall,
  { intro, submit }: { readonly intro: string; readonly submit: string },
): Promise<Form> {
  const run = await dryRunBroadcast(call.app, String(call.row.id));
  if (!run.ok) return { intro, submit, fields: [] };
  if (!run.value.isSwitchedOff)
    return { intro: `${intro}\n\n${readersWords(run.value, call)}`, submit, fields: [] };
  return {
    intro: `${titleOf(call)} пока не начнётся: рекламные рассылки выключены. Включить их может владелец.`,
    ...(REFUSAL_WAYS.marketing_off ? { way: REFUSAL_WAYS.marketing_off } : {}),
    submit: "",
    fields: [],
  };
}

/** Who would get it now, in a sentence or two. */
function readersWords(
  { recipients, leftOut, isSwitchedOff, quietUntil }: DryRun,
  { zone }: ActionCall,
): string {
  const left = leftOutWords(leftOut);
  return [
    `Получат: ${clientsWord(recipients)}.`,
    ...(left === "" ? [] : [`Не получат: ${left}.`]),
    ...(isSwitchedOff ? ["Рекламные рассылки сейчас выключены, поэтому она не начнётся."] : []),
    ...(quietUntil ? [`Сейчас тихие часы: сообщения пойдут с ${formatInstant(quietUntil, zone)}.`] : []),
  ].join("\n");
}

/** When the quiet hours that hold it back end (MS-5). */
async function quietUntil({ app, zone }: ActionCall, broadcast: Broadcast): Promise<Date | undefined> {
  const { quietHours: quiet } = await loadSettings(app.db);
  return quietWait(broadcast, { quiet, zone, now: app.clock.now() });
}

export const startBroadcast: PanelAction = {
  name: "startBroadcast",
  label: "Начать",
  icon: "Send",
  of: "record",
  fits: (row) => isWaiting(row) && !isProposal(row),
  form: (call) =>
    starting(call, {
      intro: `${titleOf(call)} начнётся сразу. Остановить её можно в любой момент, но то, что ушло, не вернуть.`,
      submit: "Начать рассылку",
    }),
  run: async (call) => {
    const outcome = await start(call.app, stepOf(call));
    const opensAt = outcome.ok ? await quietUntil(call, outcome.value) : undefined;
    const waits = opensAt ? ` Сейчас тихие часы: сообщения пойдут в ${formatTime(opensAt, call.zone)}.` : "";
    return told(call, outcome, `${titleOf(call)} началась.${waits}`);
  },
};

export const scheduleBroadcast: PanelAction = {
  name: "scheduleBroadcast",
  label: "Запланировать",
  icon: "Clock",
  of: "record",
  fits: (row) => isWaiting(row) && !isProposal(row),
  form: async (call) => {
    const run = await dryRunBroadcast(call.app, String(call.row.id));
    const readers = run.ok ? `\n\n${readersWords(run.value, call)}` : "";
    const tomorrow = plusDays(dayOf(call.app.clock.now(), call.zone), 1);
    return {
      intro: `${titleOf(call)} начнётся сама в назначенное время по часам салона. Кто подходит под условия, решится в ту минуту.${readers}`,
      submit: "Запланировать",
      fields: [
        { name: "day", label: "День", kind: "date", value: tomorrow, isRequired: true },
        { name: "time", label: "Время", kind: "time", value: "12:00", isRequired: true },
      ],
    };
  },
  run: async (call, values) => {
    const at = readInstant({ day: values.text("day"), time: values.text("time") }, call.zone);
    if (at === undefined) return wrong("time", "Укажите день и время, например 12:00.");
    const outcome = await schedule(call.app, { ...stepOf(call), at });
    const opensAt = outcome.ok ? await quietUntil(call, outcome.value) : undefined;
    const waits = opensAt
      ? ` В это время тихие часы, поэтому сообщения пойдут в ${formatTime(opensAt, call.zone)}.`
      : "";
    return told(call, outcome, `${titleOf(call)} запланирована на ${formatInstant(at, call.zone)}.${waits}`);
  },
};

export const pauseBroadcast: PanelAction = {
  name: "pauseBroadcast",
  label: "Приостановить",
  icon: "Pause",
  of: "record",
  fits: ({ state }) => state === "running",
  form: (call) => ({
    intro: `${titleOf(call)} остановится сразу. Потом её можно продолжить с того же места, никто не получит её дважды.`,
    submit: "Приостановить",
    fields: [],
  }),
  run: async (call) => told(call, await pause(call.app, stepOf(call)), `${titleOf(call)} на паузе.`),
};

export const resumeBroadcast: PanelAction = {
  name: "resumeBroadcast",
  label: "Продолжить",
  icon: "Play",
  of: "record",
  fits: ({ state }) => state === "paused",
  form: (call) => ({
    intro: `${titleOf(call)} продолжится с того места, где остановилась.`,
    submit: "Продолжить",
    fields: [],
  }),
  run: async (call) => told(call, await resume(call.app, stepOf(call)), `${titleOf(call)} продолжается.`),
};

export const cancelBroadcast: PanelAction = {
  name: "cancelBroadcast",
  label: "Отменить",
  icon: "XCircle",
  of: "record",
  fits: (row) => row.state !== "done" && row.state !== "cancelled" && !isProposal(row),
  form: (call) => ({
    intro: `${titleOf(call)} будет отменена навсегда: кто её ещё не получил, не получит. Продолжить её будет нельзя.`,
    submit: "Отменить рассылку",
    fields: [],
  }),
  run: async (call) => told(call, await cancel(call.app, stepOf(call)), `${titleOf(call)} отменена.`),
};

export const sendHotWindows: PanelAction = {
  name: "sendHotWindows",
  label: "Разослать",
  icon: "Send",
  of: "record",
  fits: isProposal,
  form: (call) =>
    starting(call, {
      intro: "Клиенты узнают о новых горящих окнах. Занятые к этому времени окна в сообщение не попадут.",
      submit: "Разослать",
    }),
  run: async (call) => {
    const outcome = await decideHotWindows(call.app, { ...stepOf(call), decision: "send" });
    return told(call, outcome, "Рассылаем горящие окна.");
  },
};

export const dropHotWindows: PanelAction = {
  name: "dropHotWindows",
  label: "Не надо",
  icon: "XCircle",
  of: "record",
  fits: isProposal,
  form: () => ({
    intro: "Об этих горящих окнах клиентам не расскажут. В боте они останутся.",
    submit: "Не рассылать",
    fields: [],
  }),
  run: async (call) => {
    const outcome = await decideHotWindows(call.app, { ...stepOf(call), decision: "drop" });
    return told(call, outcome, "Хорошо, эти горящие окна не рассылаем.");
  },
};
