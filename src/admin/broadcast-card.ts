import type { App } from "../core/app.ts";
import {
  BROADCAST_LABELS,
  type Broadcast,
  type BroadcastFigures,
  type BroadcastMessage,
  broadcastMessage,
  broadcastStateText,
  buttonLabels,
  type DescribedBroadcast,
  dryRunBroadcast,
  isProposal,
  LEFT_OUT_WORDS,
  type LeftOutCounts,
  type LeftOutReason,
  type Reader,
  standingText,
} from "../core/broadcasts/index.ts";
import { minutesAfter } from "../core/kernel/instant.ts";
import type { Zone } from "../core/kernel/local-day.ts";
import { formatRubles } from "../core/kernel/money.ts";
import { formatWhole } from "../core/kernel/points.ts";
import { messageReasonText } from "../core/notifications/index.ts";
import { describeDefinition, findSegmentNames } from "../core/segments/index.ts";
import { formatInstant, formatTime, type Tone, wordFor } from "./readable.ts";
import { BROADCAST_TONES } from "./resources/words.ts";

/** What a message looks like in Telegram. */
export type MessageLook = {
  /** Telegram's HTML. */
  readonly html: string;
  readonly buttons: readonly string[];
  readonly pictureUrl?: string;
  /** The picture is the one that the form brought. */
  readonly hasGivenPicture?: boolean;
};

type Line = { readonly label: string; readonly value: string };

/** A broadcast on its own page: what it says, where it stands, what came of it. */
export type BroadcastCard = {
  readonly state: string;
  readonly stateWords: string;
  readonly tone: Tone;
  readonly look?: MessageLook;
  /** Why there is nothing to look at. */
  readonly lookMissing?: string;
  readonly facts: readonly Line[];
  /** Share of those who were dealt with, 0–100, while it is under way. */
  readonly progress?: { readonly percent: number; readonly words: string };
  readonly figures: readonly Line[];
  /** Nobody would get it now: starting it is not what it waits for. */
  readonly isForNobody?: true;
  /** It changes by itself: looked at again and again. */
  readonly isMoving: boolean;
};

export const pictureUrlOf = (broadcastId: string): string => `/admin/broadcast-pictures/${broadcastId}`;

/** A written message as it will look; the way out stands under every advertisement. */
export function lookOf(message: BroadcastMessage): MessageLook {
  const { broadcast, html } = message;
  return {
    html,
    buttons: buttonLabels(message),
    ...(broadcast.hasPicture ? { pictureUrl: pictureUrlOf(broadcast.id) } : {}),
  };
}

export async function cardOf(
  app: App,
  { broadcast, figures, quietUntil, isSwitchedOff }: DescribedBroadcast,
  to: { readonly reader: Reader; readonly zone: Zone },
): Promise<BroadcastCard> {
  const written = await broadcastMessage(app, { broadcastId: broadcast.id, reader: to.reader });
  const hasBegun = broadcast.startedAt !== undefined;
  const isUnderWay = broadcast.state === "running" || broadcast.state === "paused";
  const readers = await readersOf(app, broadcast);
  return {
    state: broadcast.state,
    stateWords: stateWords(broadcast, { quietUntil, isSwitchedOff, zone: to.zone }),
    tone: toneOf(broadcast),
    ...(written.ok ? { look: lookOf(written.value) } : { lookMissing: LOOK_MISSING[written.refusal] }),
    facts: [...(await factsOf(app, broadcast, to.zone)), ...readersLine(readers)],
    ...(readers === 0 ? { isForNobody: true } : {}),
    ...(isUnderWay
      ? { progress: broadcast.plannedAt ? progressOf(figures) : await gatheringOf(app, broadcast.id) }
      : {}),
    // Until its readers are written down, in quiet hours, there is nothing to count.
    figures: hasBegun && (broadcast.plannedAt || !isUnderWay) ? figureLines(figures) : [],
    isMoving: isMoving(broadcast, app.clock.now()),
  };
}

/** Whoever got it last presses a button a little later. */
const STILL_PRESSED_MINUTES = 15;

const isMoving = ({ state, endedAt }: Broadcast, now: Date): boolean =>
  state === "running" ||
  state === "scheduled" ||
  (endedAt !== undefined && now < minutesAfter(endedAt, STILL_PRESSED_MINUTES));

/** Before its readers are written down: how many they will be. */
async function gatheringOf(app: App, broadcastId: string): Promise<{ percent: number; words: string }> {
  const run = await dryRunBroadcast(app, broadcastId);
  const words = "собираем получателей";
  return { percent: 0, words: run.ok ? `${words}: ${clientsWord(run.value.recipients)}` : words };
}

/** Who would get it if it started now: the first thing that is asked of a draft. */
async function readersOf(app: App, { id, state }: Broadcast): Promise<number | undefined> {
  if (state !== "draft" && state !== "scheduled") return undefined;
  const run = await dryRunBroadcast(app, id);
  return run.ok ? run.value.recipients : undefined;
}

const readersLine = (readers: number | undefined): readonly Line[] =>
  readers === undefined ? [] : [{ label: "Получат сейчас", value: clientsWord(readers) }];

const LOOK_MISSING = {
  no_hot_slot_left: "Свободных окон из этой рассылки уже не осталось.",
  unknown_broadcast: "Этой рассылки больше нет.",
  unknown_client: "Показать рассылку сейчас некому.",
  unknown_staff: "Показать рассылку сейчас некому.",
} as const;

type Stage = Pick<Broadcast, "state" | "scheduledAt" | "pausedReason" | "proposedAt">;

/** What waits for somebody is seen. */
export const toneOf = (broadcast: Stage): Tone =>
  isProposal(broadcast) ? "info" : (BROADCAST_TONES[broadcast.state] ?? "default");

/** «запланирована на 27 ноя 2026, 12:00», «на паузе: реклама выключена», «ждёт решения: разослать или нет». */
function stateWords(
  broadcast: Stage,
  {
    quietUntil,
    isSwitchedOff,
    zone,
  }: {
    readonly quietUntil: Date | undefined;
    readonly isSwitchedOff: boolean;
    readonly zone: Zone;
  },
): string {
  const { state, scheduledAt } = broadcast;
  const word = broadcastStateText(broadcast);
  if (isProposal(broadcast)) return `${word}: разослать или нет`;
  if (state === "scheduled" && scheduledAt) {
    const planned = `${word} на ${formatInstant(scheduledAt, zone)}`;
    return quietUntil ? `${planned}, а уйдёт в ${formatTime(quietUntil, zone)} (тихие часы)` : planned;
  }
  if (quietUntil) return `${word}, ${quietWords(quietUntil, zone)}`;
  return standingText(broadcast, { isSwitchedOff });
}

/** «ждёт 09:00 (тихие часы)» */
export const quietWords = (until: Date, zone: Zone): string => `ждёт ${formatTime(until, zone)} (тихие часы)`;

async function factsOf(app: App, broadcast: Broadcast, zone: Zone): Promise<readonly Line[]> {
  const { segmentName, segment, startedAt, endedAt, advertiser, erid } = broadcast;
  const words = describeDefinition(segment, await findSegmentNames(app.db));
  const lines: readonly (readonly [string, string | undefined])[] = [
    ["Кому", segmentName === "" ? words : `«${segmentName}»: ${words}`],
    ["Началась", startedAt && formatInstant(startedAt, zone)],
    [broadcast.state === "cancelled" ? "Отменена" : "Закончилась", endedAt && formatInstant(endedAt, zone)],
    ["Рекламодатель", advertiser || undefined],
    ["erid", erid || undefined],
    [BROADCAST_LABELS.leftOut, leftOutWords(broadcast.leftOut) || undefined],
  ];
  return lines.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}

/** «не соглашались на рассылки: 12, не заходили в бот: 3». */
export const leftOutWords = (leftOut: LeftOutCounts): string =>
  Object.entries(leftOut)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${LEFT_OUT_WORDS[reason as LeftOutReason]}: ${formatWhole(count)}`)
    .join(", ");

/** How far it is: «1 200 из 4 000, осталось примерно 2 минуты». */
export function progressOf(figures: BroadcastFigures): { readonly percent: number; readonly words: string } {
  const { recipients, left, secondsLeft } = figures;
  const passed = Math.max(0, recipients - left);
  const percent = recipients === 0 ? 100 : Math.floor((passed * 100) / recipients);
  const time = secondsLeft === undefined || secondsLeft === 0 ? "" : `, осталось ${timeWords(secondsLeft)}`;
  return { percent, words: `${formatWhole(passed)} из ${formatWhole(recipients)}${time}` };
}

const counted = (count: number, forms: Parameters<typeof wordFor>[1]): string =>
  `${formatWhole(count)}\u00a0${wordFor(count, forms)}`;

function timeWords(seconds: number): string {
  if (seconds < 60) return "меньше минуты";
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `примерно ${counted(minutes, ["минута", "минуты", "минут"])}`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const hoursWords = counted(hours, ["час", "часа", "часов"]);
  return `примерно ${hoursWords}${rest === 0 ? "" : ` ${rest}\u00a0мин`}`;
}

export const clientsWord = (count: number): string => counted(count, ["клиент", "клиента", "клиентов"]);

function figureLines(figures: BroadcastFigures): readonly Line[] {
  const reasons = Object.entries(figures.reasons).map(
    ([reason, count]) => `${messageReasonText(reason)}: ${formatWhole(count)}`,
  );
  const lines: readonly (readonly [string, string | undefined])[] = [
    ["Получателей", formatWhole(figures.recipients)],
    ["Доставлено", formatWhole(figures.delivered)],
    [BROADCAST_LABELS.blocked, formatWhole(figures.blocked)],
    ["Не вышло", formatWhole(figures.failed)],
    ["Пропущено", figures.skipped > 0 ? formatWhole(figures.skipped) : undefined],
    ["Почему", reasons.join(", ") || undefined],
    ["Нажали кнопку", formatWhole(figures.pressed)],
    ["Отписались", formatWhole(figures.optedOut)],
    ["Записались", formatWhole(figures.booked)],
    ["Принесли", formatRubles(figures.money)],
  ];
  return lines.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}
