import { mayDo, type ResourceId } from "../../access.ts";
import type { PageCall } from "../../panel-page.ts";
import { LINES_FIRST, LINES_MORE, OFFSET_MAX, type PartAsked } from "./part.ts";
import { moneyPart, pointPart } from "./parts-of-money.ts";
import { reviewPart, visitPart, waitlistPart } from "./parts-of-visits.ts";
import { consentPart, friendPart, notePart, outboxPart, talkPart } from "./parts-of-words.ts";
import type { CardPart, NamedPart, PartId } from "./view.ts";

type Part = {
  readonly title: string;
  readonly whenEmpty: string;
  /** Where all of it is listed. */
  readonly list?: ResourceId;
  readonly read: (call: PageCall, asked: PartAsked) => Promise<CardPart>;
};

/** The parts of a client's card, in the order in which they are looked for at the desk. */
const PARTS: Readonly<Record<PartId, Part>> = {
  upcoming: {
    title: "Предстоящие записи",
    whenEmpty: "Записей впереди нет.",
    read: visitPart("upcoming"),
    list: "Booking",
  },
  notes: { title: "Заметки сотрудников", whenEmpty: "Заметок пока нет.", read: notePart },
  past: {
    title: "Прошлые визиты, отмены и переносы",
    whenEmpty: "Визитов ещё не было.",
    read: visitPart("past"),
    list: "Booking",
  },
  talk: { title: "Переписка", whenEmpty: "Переписки ещё не было.", read: talkPart, list: "ClientMessage" },
  money: {
    title: "Платежи и возвраты",
    whenEmpty: "Денег от клиента ещё не было.",
    read: moneyPart,
    list: "Payment",
  },
  points: { title: "Баллы", whenEmpty: "Движений баллов ещё не было.", read: pointPart, list: "PointEntry" },
  outbox: {
    title: "Сообщения бота",
    whenEmpty: "Бот ещё ничего не писал.",
    read: outboxPart,
    list: "OutboxMessage",
  },
  waitlist: {
    title: "Лист ожидания",
    whenEmpty: "Клиент ничего не ждёт.",
    read: waitlistPart,
    list: "WaitlistEntry",
  },
  reviews: { title: "Отзывы", whenEmpty: "Отзывов ещё нет.", read: reviewPart, list: "Review" },
  friends: { title: "Приглашённые друзья", whenEmpty: "Приглашённых друзей пока нет.", read: friendPart },
  consents: { title: "Согласия", whenEmpty: "Согласий нет.", read: consentPart },
};

const PART_IDS = Object.keys(PARTS) as readonly PartId[];

export const isPartId = (text: string): text is PartId => Object.hasOwn(PARTS, text);

/** The beginning of every part. */
export function firstParts(call: PageCall, clientId: string): Promise<readonly NamedPart[]> {
  const asked = { clientId, rowsMax: LINES_FIRST + 1, offset: 0 };
  return Promise.all(
    PART_IDS.map(async (id) => {
      const { title, whenEmpty, read, list: of } = PARTS[id];
      const isOpen = of !== undefined && mayDo(call.user, of, "list");
      const list = isOpen ? `resources/${of}?filters.clientId=${clientId}` : undefined;
      return { id, title, whenEmpty, list, ...(await read(call, asked)) };
    }),
  );
}

/** More of one part. */
export const moreOf = (
  call: PageCall,
  { id, clientId, offset }: { readonly id: PartId; readonly clientId: string; readonly offset: number },
): Promise<CardPart> =>
  PARTS[id].read(call, { clientId, rowsMax: LINES_MORE + 1, offset: Math.min(offset, OFFSET_MAX) });
