import type { LocalDay } from "../kernel/local-day.ts";
import type { Points } from "../kernel/points.ts";

export type Client = {
  readonly id: string;
  readonly telegramId: number | undefined;
  /** Whether the bot can write to them: they have a chat with it, and have not stopped it. */
  readonly isReachable: boolean;
  readonly name: string;
  readonly phone: string | undefined;
  readonly phoneCheckedAt: Date | undefined;
  readonly email: string | undefined;
  /** Of the year 1604 when the client did not name theirs. */
  readonly birthday: LocalDay | undefined;
  readonly timeZone: string | undefined;
  readonly referralCode: string;
  readonly invitedById: string | undefined;
  readonly isVip: boolean;
  readonly pointsBalance: Points;
  readonly createdAt: Date;
  /** Nothing personal is left of them, and nothing personal is written to them any more (PE-2). */
  readonly isErased: boolean;
};

/** What an erased client is called wherever a row still needs a name. */
export const ERASED_NAME = "Удалённый клиент";

export type ConsentKind = "personal_data" | "marketing";

/** `owner` everything; `admin` all but staff, settings of money and roles; `specialist` own calendar (PE-3). */
export type StaffRole = "owner" | "admin" | "specialist";

export const STAFF_ROLES: readonly StaffRole[] = ["owner", "admin", "specialist"];

/** As every face says them. */
export const STAFF_ROLE_WORDS = {
  owner: "владелец",
  admin: "администратор",
  specialist: "специалист",
} as const satisfies Readonly<Record<StaffRole, string>>;

/** What staff hear of from the bot, in groups that each receiver may switch off. */
export const STAFF_MESSAGE_GROUPS = [
  "new_booking",
  "cancellation",
  "move",
  "low_rating",
  "client_words",
  "payment",
  "tip",
  "client_card",
  "hot_windows",
  "schedule",
] as const;

export type StaffMessageGroup = (typeof STAFF_MESSAGE_GROUPS)[number];

/** As every face says them. */
export const STAFF_MESSAGE_WORDS = {
  new_booking: "новые записи",
  cancellation: "отмены",
  move: "переносы",
  low_rating: "низкие оценки",
  client_words: "сообщения клиентов",
  payment: "деньги, которым нужен человек",
  tip: "чаевые",
  client_card: "карточки клиентов",
  hot_windows: "новые горящие окна",
  schedule: "сбои по расписанию: резервные копии и выгрузки",
} as const satisfies Readonly<Record<StaffMessageGroup, string>>;

export type StaffMember = {
  readonly id: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly email: string | undefined;
  readonly telegramId: number | undefined;
  readonly specialistId: string | undefined;
  readonly isActive: boolean;
  /** Sessions opened before this moment are over. */
  readonly sessionsValidFrom: Date;
  /** What they switched off for themselves. */
  readonly mutedMessages: readonly StaffMessageGroup[];
  /** Their password was made by somebody else: until this moment it lets them choose another, and nothing else. */
  readonly oneTimeUntil: Date | undefined;
  readonly lastSignInAt: Date | undefined;
};

/** A time in which a client may not book, with the reason that the client is told (CX-4). */
export type Block = { readonly reason: string; readonly endsAt: Date | undefined };
