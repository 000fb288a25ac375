import { addClient } from "../actions/add-client.ts";
import { adjustPoints } from "../actions/adjust-points.ts";
import { blockClient, liftBlock, setVip } from "../actions/block-client.ts";
import { bookVisit } from "../actions/book-visit.ts";
import { changeDetails } from "../actions/change-details.ts";
import { changePhone } from "../actions/change-phone.ts";
import { eraseClient, exportClient } from "../actions/client-data.ts";
import { isThere, ofWhoIsThere } from "../actions/present-client.ts";
import { renameClient } from "../actions/rename-client.ts";
import { setTags } from "../actions/set-tags.ts";
import { addToWaitlist } from "../actions/wait-for-client.ts";
import { writeNote } from "../actions/write-note.ts";
import { answerMessage, writeToClient } from "../actions/write-to-client.ts";
import type { TableList } from "../table-list.ts";
import { blockedOnly, namedLike, segmentOnly, standingOf, tellClients } from "../tell-clients.ts";
import { tellEntries } from "../tell-entries.ts";
import {
  QUESTION_VIEWS,
  QUESTION_WORDS,
  questionsWhen,
  tellQuestions,
  waitingFirst,
} from "../views-of-questions.ts";
import { DIRECTION_TONES, DIRECTIONS, POINT_KINDS } from "./words.ts";

export const CLIENTS: TableList = {
  id: "Client",
  heading: "people",
  many: "Клиенты",
  titleColumn: "name",
  columns: {
    name: { label: "Имя" },
    phone: { label: "Телефон", as: "phone" },
    phoneCheckedAt: { label: "Телефон подтверждён", as: "instant" },
    telegramUsername: { label: "Telegram" },
    telegramId: { label: "Telegram id" },
    email: { label: "Почта" },
    birthday: { label: "День рождения", as: "birthday" },
    timeZone: { label: "Часовой пояс клиента" },
    pointsBalance: { label: "Баллы", as: "points" },
    visits: { label: "Визиты", as: "points", isTold: true },
    lastVisit: { label: "Последний визит", as: "day", isTold: true },
    nextVisit: { label: "Ближайшая запись", as: "instant", isTold: true },
    spent: { label: "Потрачено", as: "rubles", isTold: true },
    marks: { label: "Отметки", isTold: true },
    pointsHeld: { label: "Из них отложено", isTold: true },
    pointsAvailable: { label: "Доступно баллов", isTold: true },
    redeemableFrom: { label: "Списать баллы можно", isTold: true },
    isBlocked: { label: "Заблокирован", as: "yesNo", tones: { true: "danger" }, isTold: true },
    block: { label: "Заблокирован", isTold: true },
    ways: { label: "К этому клиенту", as: "links", isTold: true },
    personalData: { label: "Согласие на обработку данных", isTold: true },
    marketing: { label: "Согласие на рассылки", isTold: true },
    messages: { label: "Сообщения бота", as: "lines", isTold: true },
    referralCode: { label: "Код приглашения" },
    isVip: { label: "VIP", as: "yesNo" },
    tags: { label: "Метки", as: "list" },
    segment: { label: "Сегмент", as: "reference", refersTo: "Segment", isTold: true },
    note: { label: "Закреплённая заметка", as: "lines" },
    invitedById: { label: "Кто пригласил", as: "reference", refersTo: "Client" },
    unreachableAt: { label: "Заблокировал бота", as: "instant" },
    mergedIntoId: { label: "Объединён с", as: "reference", refersTo: "Client" },
    erasedAt: { label: "Данные удалены", as: "instant" },
    createdAt: { label: "Клиент с", as: "instant" },
  },
  list: ["name", "phone", "visits", "lastVisit", "nextVisit", "spent", "pointsBalance", "marks"],
  show: [
    "name",
    "ways",
    "block",
    "phone",
    "phoneCheckedAt",
    "telegramUsername",
    "email",
    "birthday",
    "timeZone",
    "pointsBalance",
    "pointsHeld",
    "pointsAvailable",
    "redeemableFrom",
    "isVip",
    "tags",
    "note",
    "personalData",
    "marketing",
    "referralCode",
    "invitedById",
    "unreachableAt",
    "mergedIntoId",
    "erasedAt",
    "createdAt",
    "messages",
  ],
  filter: [
    "name",
    "phone",
    "telegramUsername",
    "tags",
    "segment",
    "pointsBalance",
    "isVip",
    "isBlocked",
    "createdAt",
    "erasedAt",
  ],
  // One who became another is that other; the erased are shown to who looks for them.
  listed: (filteredBy) => ({
    mergedIntoId: null,
    ...(filteredBy.some((path) => path.startsWith("erasedAt")) ? {} : { erasedAt: null }),
  }),
  asked: { name: namedLike, isBlocked: blockedOnly, segment: segmentOnly },
  foundByPart: ["name", "phone", "telegramUsername"],
  edit: ["note"],
  editFits: isThere,
  sort: { sortBy: "createdAt", direction: "desc" },
  emptyHint:
    "Клиентов пока нет. Они появятся, когда кто-нибудь откроет бота и согласится на обработку данных.",
  tell: tellClients,
  facts: standingOf,
  card: "clientCard",
  ways: [
    { text: "Импорт из CSV", page: "import" },
    { text: "Скачать CSV", page: "import", posts: { do: "takeAll" } },
  ],
  actions: [
    addClient,
    bookVisit,
    writeToClient,
    writeNote,
    adjustPoints,
    blockClient,
    liftBlock,
    setVip,
    setTags,
    addToWaitlist,
    renameClient,
    changePhone,
    changeDetails,
    exportClient,
    eraseClient,
  ].map(ofWhoIsThere),
};

export const CLIENT_MESSAGES: TableList = {
  id: "ClientMessage",
  heading: "people",
  many: "Вопросы клиентов",
  titleColumn: "text",
  columns: {
    clientId: { label: "Клиент", as: "reference", refersTo: "Client" },
    direction: { label: "Чьё", words: DIRECTIONS, tones: DIRECTION_TONES },
    text: { label: "Текст" },
    asked: { label: "На что отвечаем", isTold: true },
    waits: { label: "Ответ", isTold: true },
    thread: { label: "Переписка", as: "lines", isTold: true },
    look: { label: "Какие", words: QUESTION_WORDS, isTold: true },
    createdAt: { label: "Когда", as: "instant" },
  },
  list: ["createdAt", "clientId", "direction", "text", "asked", "waits"],
  show: ["clientId", "thread", "waits"],
  filter: ["look", "clientId", "direction", "text", "createdAt"],
  asked: { look: questionsWhen },
  views: QUESTION_VIEWS,
  usual: waitingFirst,
  tell: tellQuestions,
  sort: { sortBy: "createdAt", direction: "desc" },
  emptyHint: "Сообщений пока нет. Клиент может написать вам из бота: кнопка «Связаться».",
  actions: [answerMessage],
};

export const POINT_ENTRIES: TableList = {
  id: "PointEntry",
  heading: "people",
  many: "Баллы",
  titleColumn: "kind",
  columns: {
    clientId: { label: "Клиент", as: "reference", refersTo: "Client" },
    points: { label: "Баллы", as: "change" },
    kind: { label: "За что", words: POINT_KINDS },
    bookingId: { label: "Запись", as: "reference", refersTo: "Booking" },
    friendId: { label: "Друг", as: "reference", refersTo: "Client" },
    staffId: { label: "Кто изменил", as: "reference", refersTo: "Staff" },
    reason: { label: "Причина" },
    createdAt: { label: "Когда", as: "instant" },
  },
  list: ["createdAt", "clientId", "points", "kind", "bookingId", "reason"],
  show: ["clientId", "points", "kind", "bookingId", "friendId", "staffId", "reason", "createdAt"],
  filter: ["clientId", "kind", "points", "bookingId", "createdAt"],
  sort: { sortBy: "createdAt", direction: "desc" },
  tell: tellEntries,
  emptyHint: "Движений баллов пока нет. Начислить или списать баллы можно в карточке клиента.",
};
