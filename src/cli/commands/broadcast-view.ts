import {
  audienceText,
  BROADCAST_KIND_WORDS,
  BROADCAST_LABELS,
  type Broadcast,
  type BroadcastFigures,
  type BroadcastMessage,
  broadcastStateText,
  buttonLabels,
  type DescribedBroadcast,
  type DryRun,
  LEFT_OUT_WORDS,
  type LeftOutNames,
  type LeftOutReason,
  standingText,
} from "../../core/broadcasts/index.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { formatWhole } from "../../core/kernel/points.ts";
import { messageReasonText } from "../../core/notifications/index.ts";
import { counted, fields, momentOf, table, timeOf } from "../output.ts";

const CLIENTS = ["клиент", "клиента", "клиентов"] as const;
const BROADCASTS = ["рассылка", "рассылки", "рассылок"] as const;
const MINUTES = ["минуту", "минуты", "минут"] as const;
const SECONDS_PER_MINUTE = 60;

/** By whose clocks it is said, until when the quiet hours hold each back, and whether the switch of MS-7 does. */
export type Clocks = {
  readonly zone: Zone;
  readonly isMarketingOn: boolean;
  readonly quietUntil: (broadcast: Broadcast) => Date | undefined;
};

export const broadcastJson = (broadcast: Broadcast, quietUntil?: Date) => ({
  id: broadcast.id,
  number: broadcast.number,
  kind: broadcast.kind,
  title: broadcast.title,
  text: broadcast.text,
  buttons: broadcast.buttons,
  hasPicture: broadcast.hasPicture,
  segment: broadcast.segment,
  segmentName: broadcast.segmentName || null,
  state: broadcast.state,
  proposedAt: broadcast.proposedAt ?? null,
  quietUntil: quietUntil ?? null,
  pausedReason: broadcast.pausedReason ?? null,
  recipients: broadcast.recipients,
  leftOut: broadcast.leftOut,
  scheduledAt: broadcast.scheduledAt ?? null,
  startedAt: broadcast.startedAt ?? null,
  endedAt: broadcast.endedAt ?? null,
  createdAt: broadcast.createdAt,
});

export const figuresJson = ({ money, secondsLeft, ...figures }: BroadcastFigures) => ({
  ...figures,
  secondsLeft: secondsLeft ?? null,
  moneyKopecks: money,
});

export function broadcastTable(broadcasts: readonly Broadcast[], clocks: Clocks, columns: number): string {
  if (broadcasts.length === 0) return "Рассылок пока нет. Написать: broadcast create --help";
  const drawn = table(
    [
      { title: "№", align: "right" },
      { title: "Название", isFlexible: true },
      { title: "Какая", isFlexible: true },
      { title: "Что с ней", isFlexible: true },
      { title: "Получателей", align: "right" },
    ],
    broadcasts.map((broadcast) => [
      String(broadcast.number),
      broadcast.title,
      BROADCAST_KIND_WORDS[broadcast.kind],
      stateWord(broadcast, clocks),
      broadcast.plannedAt === undefined ? "—" : formatWhole(broadcast.recipients),
    ]),
    columns,
  );
  return `${drawn}\n\n${counted(broadcasts.length, BROADCASTS)}`;
}

function stateWord(broadcast: Broadcast, { zone, quietUntil, isMarketingOn }: Clocks): string {
  const word = broadcastStateText(broadcast);
  const until = quietUntil(broadcast);
  const opens = until && timeOf(until, zone);
  if (broadcast.state === "scheduled" && broadcast.scheduledAt) {
    const planned = `${word} на ${momentOf(broadcast.scheduledAt, zone)}`;
    return opens ? `${planned}, а уйдёт в ${opens} (тихие часы)` : planned;
  }
  if (opens) return `${word}, ждёт ${opens} (тихие часы)`;
  return standingText(broadcast, { isSwitchedOff: !isMarketingOn });
}

/** What a step made of it. @param isRepeated it was so before */
export const stateLine = (broadcast: Broadcast, clocks: Clocks, isRepeated = false): string =>
  `Рассылка №${broadcast.number} «${broadcast.title}»: ${isRepeated ? "уже " : ""}${stateWord(broadcast, clocks)}.`;

export function showText(
  { broadcast, figures }: DescribedBroadcast,
  windows: readonly string[],
  { clocks, columns }: { readonly clocks: Clocks; readonly columns: number },
): string {
  const { zone } = clocks;
  const moment = (at: Date | undefined) => at && momentOf(at, zone);
  const hasBegun = broadcast.startedAt !== undefined;
  const labels = broadcast.buttons.map(({ label }) => label).join(", ");
  return fields(
    [
      ["Рассылка", `№${broadcast.number} «${broadcast.title}», ${BROADCAST_KIND_WORDS[broadcast.kind]}`],
      ["Что с ней", stateWord(broadcast, clocks)],
      ["Кому", audienceText(broadcast)],
      ["Текст", broadcast.text],
      ["Картинка", broadcast.hasPicture ? "есть" : undefined],
      ["Окна", windows.join("\n") || undefined],
      ["Кнопки", windows.length === 0 ? labels || undefined : undefined],
      ["Начата", moment(broadcast.startedAt)],
      [broadcast.state === "cancelled" ? "Отменена" : "Закончена", moment(broadcast.endedAt)],
      [BROADCAST_LABELS.leftOut, leftOutText(broadcast.leftOut) || undefined],
      ...(hasBegun ? figureFields(figures) : []),
    ],
    columns,
  );
}

function figureFields(figures: BroadcastFigures): readonly (readonly [string, string | undefined])[] {
  const reasons = Object.entries(figures.reasons).map(
    ([reason, count]) => `${messageReasonText(reason)}: ${formatWhole(count)}`,
  );
  return [
    ["Получателей", formatWhole(figures.recipients)],
    ["Доставлено", formatWhole(figures.delivered)],
    [BROADCAST_LABELS.blocked, formatWhole(figures.blocked)],
    ["Не вышло", figures.failed > 0 ? formatWhole(figures.failed) : undefined],
    ["Пропущено", figures.skipped > 0 ? formatWhole(figures.skipped) : undefined],
    ["Почему", reasons.join("; ") || undefined],
    ["Осталось", `${formatWhole(figures.left)}${timeLeft(figures.secondsLeft)}`],
    ["Нажали", formatWhole(figures.pressed)],
    ["Отписались", formatWhole(figures.optedOut)],
    ["Записались", formatWhole(figures.booked)],
    ["Принесли", formatRubles(figures.money)],
  ];
}

function timeLeft(seconds: number | undefined): string {
  if (seconds === undefined || seconds === 0) return "";
  return `, ещё примерно ${counted(Math.ceil(seconds / SECONDS_PER_MINUTE), MINUTES)}`;
}

const leftOutText = (leftOut: Broadcast["leftOut"]): string =>
  Object.entries(leftOut)
    .map(([reason, count]) => `${LEFT_OUT_WORDS[reason as LeftOutReason]}: ${formatWhole(count)}`)
    .join(", ");

export const dryRunJson = ({ number }: Broadcast, run: DryRun, names?: LeftOutNames) => ({
  number,
  recipients: run.recipients,
  leftOut: run.leftOut,
  ...(names === undefined ? {} : { leftOutClients: leftOutJson(names) }),
  isSwitchedOff: run.isSwitchedOff,
  quietUntil: run.quietUntil ?? null,
});

const leftOutJson = (names: LeftOutNames) =>
  Object.fromEntries(
    Object.entries(names).map(([reason, clients]) => [
      reason,
      clients.map(({ id, name, phone }) => ({ id, name, phone: phone ?? null })),
    ]),
  );

export function dryRunText({ recipients, leftOut, isSwitchedOff, quietUntil }: DryRun, zone: Zone): string {
  const left = leftOutText(leftOut);
  return [
    `Получат: ${counted(recipients, CLIENTS)}.`,
    ...(left === "" ? [] : [`Не получат: ${left}.`]),
    ...(isSwitchedOff ? ["Рекламные рассылки выключены (marketing.enabled): сейчас не начнётся."] : []),
    ...(quietUntil ? [`Сейчас тихие часы: пойдёт с ${momentOf(quietUntil, zone)}.`] : []),
  ].join("\n");
}

/** Under each reason those whom it leaves out. */
export function namesText(leftOut: DryRun["leftOut"], names: LeftOutNames, clientsMax: number): string {
  return Object.entries(names)
    .map(([reason, all]) => {
      const clients = all.slice(0, clientsMax);
      const rest = (leftOut[reason as LeftOutReason] ?? 0) - clients.length;
      const lines = clients.map(({ name, phone }) => `  ${phone ? `${name}, ${phone}` : name}`);
      const more = rest > 0 ? [`  и ещё ${counted(rest, CLIENTS)}`] : [];
      return ["", `${LEFT_OUT_WORDS[reason as LeftOutReason]}:`, ...lines, ...more].join("\n");
    })
    .join("\n");
}

/** As near to the look in Telegram as a terminal comes. */
export function plainLook(message: BroadcastMessage): string {
  const { broadcast, html } = message;
  const words = html
    .replace(/<a [^>]*href\s*=\s*["']([^"']*)["'][^>]*>(.*?)<\/a>/gs, "$2 ($1)")
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
  const keys = buttonLabels(message);
  return [
    ...(broadcast.hasPicture ? ["[картинка]", ""] : []),
    words,
    ...(keys.length > 0 ? ["", ...keys.map((label) => `[ ${label} ]`)] : []),
  ].join("\n");
}
