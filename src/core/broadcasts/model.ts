import type { HotWindow } from "../booking/index.ts";
import type { SegmentDefinition } from "../segments/index.ts";

export type { HotWindow };

/** `marketing` and `hot` (MS-4) go only to clients who agreed to marketing; `informational` to all (MS-3). */
export type BroadcastKind = "marketing" | "informational" | "hot";

/** draft → scheduled → running ⇄ paused → done; from any but done → cancelled. */
export type BroadcastState = "draft" | "scheduled" | "running" | "paused" | "done" | "cancelled";

/** As every face says them. */
export const BROADCAST_KIND_WORDS = {
  marketing: "рекламная",
  informational: "информационная",
  hot: "горящие окна",
} as const satisfies Readonly<Record<BroadcastKind, string>>;

export const BROADCAST_STATE_WORDS = {
  draft: "черновик",
  scheduled: "запланирована",
  running: "идёт",
  paused: "на паузе",
  done: "закончена",
  cancelled: "отменена",
} as const satisfies Readonly<Record<BroadcastState, string>>;

/** Where a button under the message leads: to the times of a service, to a page, to one hot slot, with the service or for any that fits. */
export type ButtonTarget =
  | { readonly leadsTo: "service"; readonly serviceId: string }
  | { readonly leadsTo: "link"; readonly url: string }
  | { readonly leadsTo: "slot"; readonly serviceId: string; readonly slotId: string }
  | { readonly leadsTo: "window"; readonly slotId: string };

export type BroadcastButton = ButtonTarget & { readonly label: string };

/** The way out under every advertisement, as it is captioned and kept as evidence (PE-1). */
export const WAY_OUT = "Не присылать такое";

/** What stands under a hot-window broadcast besides its windows: the way to all that there are. */
export const HOT_ALL = "Все горящие окна";

/** The slots of its hot windows. */
export const windowSlotsOf = (buttons: readonly BroadcastButton[]): readonly string[] =>
  buttons.flatMap((button) => (button.leadsTo === "window" ? [button.slotId] : []));

/** What is said: frozen when the broadcast starts. */
export type BroadcastContent = {
  readonly kind: BroadcastKind;
  /** For staff; clients do not see it. */
  readonly title: string;
  /** Telegram's HTML with {variables}. */
  readonly text: string;
  readonly buttons: readonly BroadcastButton[];
  /** The marking of an advertisement, where the law asks for it; both may be empty. */
  readonly advertiser: string;
  readonly erid: string;
};

export type Broadcast = BroadcastContent & {
  readonly id: string;
  readonly number: number;
  readonly segment: SegmentDefinition;
  /** The saved segment that the definition is taken from, until it starts and the definition is frozen. */
  readonly segmentId: string | undefined;
  /** What that segment was called; empty when the definition was given as it is. */
  readonly segmentName: string;
  readonly state: BroadcastState;
  readonly scheduledAt: Date | undefined;
  readonly startedAt: Date | undefined;
  /** When it was known who gets it. */
  readonly plannedAt: Date | undefined;
  readonly recipients: number;
  readonly leftOut: LeftOutCounts;
  readonly pausedReason: PauseReason | undefined;
  readonly endedAt: Date | undefined;
  readonly staffId: string | undefined;
  readonly createdAt: Date;
  readonly hasPicture: boolean;
  /** Hot windows that staff are asked about (MS-4): since when. */
  readonly proposedAt: Date | undefined;
};

export type PauseReason = "by_staff" | "marketing_off";

/** Why somebody of the segment does not get it. */
export type LeftOutReason = "no_consent" | "blocked_bot" | "no_chat" | "may_not_book" | "told_lately";

export const LEFT_OUT_WORDS = {
  no_consent: "не соглашались на рассылки",
  blocked_bot: "заблокировали бота раньше",
  no_chat: "не заходили в бот",
  may_not_book: "запись для них закрыта",
  told_lately: "недавно уже получали горящие окна",
} as const satisfies Readonly<Record<LeftOutReason, string>>;

/** Two that are easily taken for one: who was never among the receivers, and whom it was sent to and did not reach. */
export const BROADCAST_LABELS = {
  leftOut: "Не вошли в рассылку",
  blocked: "Не дошло: бот заблокирован",
} as const;

/** The same of one client, in a sentence about them. */
export const NOT_READER_WORDS = {
  not_in_segment: "не входит в отбор",
  no_consent: "согласия на рассылки нет",
  blocked_bot: "бот остановлен",
  no_chat: "в бот ещё не заходили",
  may_not_book: "запись для клиента закрыта",
  told_lately: "недавно уже приходили горящие окна",
} as const satisfies Readonly<Record<LeftOutReason | "not_in_segment", string>>;

export type LeftOutCounts = Readonly<Partial<Record<LeftOutReason, number>>>;

export type Picture = { readonly kind: "jpeg" | "png"; readonly bytes: Uint8Array };
