import { isManager, type PanelUser } from "../access.ts";
import { addSlot } from "../actions/add-slot.ts";
import { bookAgain } from "../actions/book-again.ts";
import { bookClient } from "../actions/book-client.ts";
import { bookForClient } from "../actions/book-for-client.ts";
import { cancelBooking } from "../actions/cancel-booking.ts";
import { closeSlot, deleteSlot, makeHot, makeRegular, moveSlot, reopenSlot } from "../actions/change-slot.ts";
import { confirmOnSpot } from "../actions/confirm-on-spot.ts";
import { generateSlots } from "../actions/generate-slots.ts";
import { markCame, markNoShow } from "../actions/mark-visit.ts";
import { moveBooking } from "../actions/move-booking.ts";
import { recordOnSpot, recordOnSpotAnew } from "../actions/record-on-spot.ts";
import { refundBooking } from "../actions/refund-money.ts";
import { setBookingNote } from "../actions/set-booking-note.ts";
import { setMeetingLink } from "../actions/set-meeting-link.ts";
import { showPayLink } from "../actions/show-pay-link.ts";
import { takeTimeOff } from "../actions/take-time-off.ts";
import { NOTHING_MATCHES, type Where } from "../prisma-filter.ts";
import type { ColumnGroup, TableList } from "../table-list.ts";
import { tellBookings } from "../tell-bookings.ts";
import { moneyFacts } from "../tell-money.ts";
import { slotFacts, tellSlots } from "../tell-slots.ts";
import { unpaidOnly } from "../unpaid.ts";
import { aheadFirst, BOOKING_VIEWS, WHEN_WORDS, whenOnly } from "../views-of-bookings.ts";
import { SLOT_VIEWS, slotsWhen } from "../views-of-slots.ts";
import {
  BOOKING_STATES,
  BOOKING_TONES,
  ENDED_REASONS,
  POLICY_NAMES,
  SLOT_KIND_NAMES,
  SLOT_KIND_TONES,
  SLOT_STATES,
} from "./words.ts";

/** A specialist sees what is theirs; one without a calendar of their own sees nothing (PE-3). */
const ownOnly = (viewer: PanelUser): Where | undefined =>
  isManager(viewer)
    ? undefined
    : viewer.specialistId === undefined
      ? NOTHING_MATCHES
      : { specialistId: viewer.specialistId };

/** Who comes and when stands first, then what there is to take; what was agreed and how it went is looked up seldom. */
const BOOKING_GROUPS: readonly ColumnGroup[] = [
  {
    title: "Кто и когда",
    columns: [
      ...["number", "state", "startsAt", "endsAt", "clientId", "clientNote", "serviceId", "specialistId"],
      ...["heldUntil", "promisedAt", "meetingUrl", "note", "ways"],
    ],
  },
  {
    title: "Деньги и баллы",
    columns: [
      ...["priceKopecks", "paid", "owedOnSpot", "refunded", "points", "tips", "earns", "rebook", "penalty"],
    ],
  },
  {
    title: "Условия",
    columns: [
      ...[
        "slotKind",
        "listPriceKopecks",
        "discountKopecks",
        "paymentPolicy",
        "payNowKopecks",
        "onSpotKopecks",
      ],
    ],
  },
  {
    title: "История",
    columns: [...["createdAt", "confirmedAt", "endedAt", "endedReason", "replacesId", "movedTo", "messages"]],
  },
];

export const BOOKINGS: TableList = {
  id: "Booking",
  heading: "work",
  many: "Записи",
  titleColumn: "number",
  columns: {
    number: { label: "Запись", prefix: "№\u00a0" },
    startsAt: { label: "Когда", as: "instant" },
    endsAt: { label: "До", as: "time" },
    when: { label: "Какие", words: WHEN_WORDS, isTold: true },
    state: { label: "Состояние", words: BOOKING_STATES, tones: BOOKING_TONES },
    clientId: { label: "Клиент", as: "reference", refersTo: "Client" },
    clientNote: { label: "Важное о клиенте", as: "lines", isTold: true },
    serviceId: { label: "Услуга", as: "reference", refersTo: "Service" },
    specialistId: { label: "Специалист", as: "reference", refersTo: "Specialist" },
    slotKind: { label: "Окошко", words: SLOT_KIND_NAMES, tones: SLOT_KIND_TONES },
    listPriceKopecks: { label: "Цена по прайсу", as: "rubles" },
    discountKopecks: { label: "Скидка", as: "rubles" },
    priceKopecks: { label: "Цена", as: "rubles" },
    points: { label: "Оплата баллами", as: "points" },
    paymentPolicy: { label: "Оплата услуги", words: POLICY_NAMES },
    payNowKopecks: { label: "Оплатить при записи", as: "rubles" },
    onSpotKopecks: { label: "Оплатить на месте", as: "rubles" },
    paid: { label: "Получено", isTold: true },
    unpaid: { label: "Состоялась, не оплачена", as: "yesNo", isTold: true },
    owedOnSpot: { label: "Не оплачено", isTold: true },
    refunded: { label: "Возвращено", isTold: true },
    tips: { label: "Чаевые", isTold: true },
    earns: { label: "Баллы за визит", isTold: true },
    rebook: { label: "За быструю запись", isTold: true },
    penalty: { label: "Штраф баллами", isTold: true },
    movedTo: { label: "Перенесена на", as: "links", isTold: true },
    ways: { label: "К этой записи", as: "links", isTold: true },
    heldUntil: { label: "Держим до", as: "instant" },
    meetingUrl: { label: "Ссылка на встречу" },
    createdAt: { label: "Создана", as: "instant" },
    confirmedAt: { label: "Подтверждена", as: "instant" },
    endedAt: { label: "Завершена", as: "instant" },
    endedReason: { label: "Почему завершена", words: ENDED_REASONS },
    replacesId: { label: "Перенесена с записи", as: "reference", refersTo: "Booking" },
    note: { label: "Заметка", as: "lines" },
    promisedAt: { label: "Подтверждено клиентом", as: "instant", whenEmpty: "пока нет" },
    messages: { label: "Сообщения бота", as: "lines", isTold: true },
  },
  list: [
    "number",
    "startsAt",
    "clientId",
    "serviceId",
    "specialistId",
    "state",
    "owedOnSpot",
    "priceKopecks",
  ],
  show: BOOKING_GROUPS.flatMap(({ columns }) => columns),
  groups: BOOKING_GROUPS,
  filter: [
    "number",
    "when",
    "state",
    "startsAt",
    "clientId",
    "serviceId",
    "specialistId",
    "slotKind",
    "unpaid",
    "createdAt",
  ],
  sort: { sortBy: "startsAt", direction: "desc" },
  emptyHint: "Здесь пусто. Запись появится, как только клиент запишется через бота или вы запишете его сами.",
  rowsFor: ownOnly,
  asked: { unpaid: unpaidOnly, when: whenOnly },
  views: BOOKING_VIEWS,
  usual: aheadFirst,
  tell: tellBookings,
  facts: moneyFacts,
  actions: [
    bookClient,
    showPayLink,
    confirmOnSpot,
    markCame,
    markNoShow,
    moveBooking,
    recordOnSpot,
    bookAgain,
    setBookingNote,
    setMeetingLink,
    refundBooking,
    cancelBooking,
    recordOnSpotAnew,
  ],
};

export const SLOTS: TableList = {
  id: "Slot",
  heading: "work",
  many: "Окошки",
  titleColumn: "startsAt",
  columns: {
    startsAt: { label: "Начало", as: "instant" },
    endsAt: { label: "Конец", as: "time" },
    when: { label: "Какие", words: WHEN_WORDS, isTold: true },
    specialistId: { label: "Специалист", as: "reference", refersTo: "Specialist" },
    kind: { label: "Вид", words: SLOT_KIND_NAMES, tones: SLOT_KIND_TONES },
    discountPercent: { label: "Своя скидка", as: "percent" },
    state: { label: "Состояние", words: SLOT_STATES, tones: { closed: "default" } },
    closedReason: { label: "Почему закрыто" },
    hotSince: { label: "Стало горящим", as: "instant" },
    hotAnnouncedAt: { label: "Клиентам сообщили", as: "instant" },
    bookingId: { label: "Занято записью", as: "reference", refersTo: "Booking" },
    createdAt: { label: "Создано", as: "instant" },
  },
  list: ["startsAt", "endsAt", "specialistId", "kind", "state", "bookingId"],
  show: [
    "startsAt",
    "endsAt",
    "specialistId",
    "kind",
    "discountPercent",
    "state",
    "closedReason",
    "hotSince",
    "hotAnnouncedAt",
    "bookingId",
    "createdAt",
  ],
  filter: ["when", "startsAt", "specialistId", "kind", "state"],
  sort: { sortBy: "startsAt", direction: "asc" },
  emptyHint: "Окошек пока нет. Нажмите «Создать окошки» и задайте дни и часы работы.",
  rowsFor: ownOnly,
  asked: { when: slotsWhen },
  views: SLOT_VIEWS,
  usual: aheadFirst,
  tell: tellSlots,
  facts: slotFacts,
  actions: [
    generateSlots,
    addSlot,
    takeTimeOff,
    bookForClient,
    makeHot,
    makeRegular,
    moveSlot,
    closeSlot,
    reopenSlot,
    deleteSlot,
  ],
};
