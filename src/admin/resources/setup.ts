import { addStaff } from "../actions/add-staff.ts";
import { addService, changeService } from "../actions/change-service.ts";
import {
  addSpecialist,
  assignService,
  changeSpecialist,
  unassignService,
} from "../actions/change-specialist.ts";
import { linkStaff } from "../actions/link-staff.ts";
import { resendMessage } from "../actions/resend-message.ts";
import { setStaffMessages } from "../actions/set-staff-messages.ts";
import { subjectCalled } from "../find-audited.ts";
import type { TableList } from "../table-list.ts";
import { tellAudit } from "../tell-audit.ts";
import { tellOutbox } from "../tell-messages.ts";
import { tellSpecialists } from "../tell-specialists.ts";
import { tellStaff } from "../tell-staff.ts";
import { MESSAGE_VIEWS, nearestFirst, REACH_WORDS, unreachedOnly } from "../views-of-messages.ts";
import {
  ACTOR_KINDS,
  AUDIT_ACTIONS,
  MESSAGE_KINDS,
  MESSAGE_REASONS,
  MESSAGE_STATES,
  MESSAGE_TONES,
  POLICY_NAMES,
  SERVICE_KIND_NAMES,
  STAFF_ROLES_NAMES,
  SUBJECT_KINDS,
} from "./words.ts";

const { hot: _hot, ...SERVICE_POLICY_NAMES } = POLICY_NAMES;

export const SERVICES: TableList = {
  id: "Service",
  heading: "work",
  many: "Услуги",
  titleColumn: "name",
  columns: {
    name: { label: "Название" },
    description: { label: "Описание" },
    kind: { label: "Вид", words: SERVICE_KIND_NAMES },
    durationMinutes: { label: "Длительность", as: "minutes" },
    priceKopecks: { label: "Цена", as: "rubles" },
    paymentPolicy: { label: "Порядок оплаты", words: SERVICE_POLICY_NAMES },
    prepaymentKopecks: { label: "Предоплата", as: "rubles" },
    isActive: { label: "Предлагается", as: "yesNo" },
  },
  list: ["name", "kind", "durationMinutes", "priceKopecks", "paymentPolicy", "isActive"],
  show: [
    "name",
    "description",
    "kind",
    "durationMinutes",
    "priceKopecks",
    "paymentPolicy",
    "prepaymentKopecks",
    "isActive",
  ],
  filter: ["name", "kind", "paymentPolicy", "isActive"],
  sort: { sortBy: "name", direction: "asc" },
  emptyHint: "Услуг пока нет. Добавьте первую: название, длительность и цену.",
  actions: [addService, changeService],
};

export const SPECIALISTS: TableList = {
  id: "Specialist",
  heading: "work",
  many: "Специалисты",
  titleColumn: "name",
  columns: {
    name: { label: "Имя" },
    about: { label: "О специалисте" },
    meetingUrl: { label: "Ссылка для онлайн-встреч" },
    rating: { label: "Средняя оценка", isTold: true },
    isActive: { label: "Принимает", as: "yesNo" },
  },
  list: ["name", "about", "meetingUrl", "rating", "isActive"],
  show: ["name", "about", "meetingUrl", "rating", "isActive"],
  filter: ["name", "isActive"],
  sort: { sortBy: "name", direction: "asc" },
  emptyHint: "Специалистов пока нет. Добавьте того, к кому будут записываться.",
  tell: tellSpecialists,
  actions: [addSpecialist, changeSpecialist],
};

export const SPECIALIST_SERVICES: TableList = {
  id: "SpecialistService",
  heading: "work",
  many: "Кто что делает",
  titleColumn: "serviceId",
  columns: {
    specialistId: { label: "Специалист", as: "reference", refersTo: "Specialist" },
    serviceId: { label: "Услуга", as: "reference", refersTo: "Service" },
    priceKopecks: { label: "Своя цена", as: "rubles", whenEmpty: "как у услуги" },
  },
  list: ["specialistId", "serviceId", "priceKopecks"],
  show: ["specialistId", "serviceId", "priceKopecks"],
  filter: ["specialistId", "serviceId"],
  sort: { sortBy: "specialistId", direction: "asc" },
  emptyHint: "Пока никто ничего не делает. Назначьте услугу специалисту, и на неё можно будет записаться.",
  actions: [assignService, unassignService],
};

export const STAFF: TableList = {
  id: "Staff",
  heading: "settings",
  // The menu has pages for them: all of them, and one's own account.
  isOffMenu: true,
  many: "Сотрудники",
  titleColumn: "name",
  columns: {
    name: { label: "Имя" },
    role: { label: "Роль", words: STAFF_ROLES_NAMES },
    email: { label: "Почта для входа" },
    telegramId: { label: "Telegram id" },
    specialistId: { label: "Чей календарь", as: "reference", refersTo: "Specialist" },
    isActive: { label: "Работает", as: "yesNo" },
    messages: { label: "Уведомления в Telegram", isTold: true },
    createdAt: { label: "Добавлен", as: "instant" },
  },
  list: ["name", "role", "email", "telegramId", "specialistId", "isActive"],
  show: ["name", "role", "email", "telegramId", "specialistId", "isActive", "messages", "createdAt"],
  filter: ["name", "role", "email", "isActive"],
  sort: { sortBy: "name", direction: "asc" },
  emptyHint: "Сотрудников пока нет.",
  tell: tellStaff,
  // Who works here is the owner's to see; the others find their own row, and the names of those who did something.
  rowsFor: (viewer, isReference) => (viewer.role === "owner" || isReference ? undefined : { id: viewer.id }),
  actions: [addStaff, linkStaff, setStaffMessages],
};

export const AUDIT: TableList = {
  id: "AuditEntry",
  heading: "settings",
  many: "Журнал",
  titleColumn: "action",
  columns: {
    createdAt: { label: "Когда", as: "instant" },
    actorKind: { label: "Роль", words: ACTOR_KINDS },
    actorId: { label: "Кто", as: "reference", refersTo: "Staff" },
    action: { label: "Что сделал", words: AUDIT_ACTIONS },
    subjectKind: { label: "С чем", words: SUBJECT_KINDS },
    subjectId: { label: "О ком или о чём" },
    reason: { label: "Причина" },
    change: { label: "Что изменилось", as: "json" },
  },
  list: ["createdAt", "actorId", "action", "subjectId", "change", "reason"],
  show: ["createdAt", "actorKind", "actorId", "action", "subjectKind", "subjectId", "reason", "change"],
  filter: ["createdAt", "actorKind", "actorId", "action", "subjectKind", "subjectId"],
  sort: { sortBy: "createdAt", direction: "desc" },
  emptyHint: "Журнал пуст: пока никто ничего не менял.",
  asked: { subjectId: subjectCalled },
  tell: tellAudit,
};

export const OUTBOX: TableList = {
  id: "OutboxMessage",
  heading: "people",
  many: "Сообщения бота",
  titleColumn: "kind",
  columns: {
    dueAt: { label: "Когда", as: "instant" },
    plannedAt: { label: "По плану", as: "instant" },
    kind: { label: "О чём", words: MESSAGE_KINDS },
    text: { label: "Текст", as: "lines", isTold: true },
    whom: { label: "Кому", as: "links", isTold: true },
    clientId: { label: "Клиенту", as: "reference", refersTo: "Client" },
    staffId: { label: "Сотруднику", as: "reference", refersTo: "Staff" },
    bookingId: { label: "Запись", as: "reference", refersTo: "Booking" },
    reach: { label: "Какие", words: REACH_WORDS, isTold: true },
    state: { label: "Состояние", words: MESSAGE_STATES, tones: MESSAGE_TONES },
    stateReason: { label: "Почему", words: MESSAGE_REASONS },
    telegramMessageId: { label: "Номер в Telegram" },
    attempts: { label: "Попыток" },
    sentAt: { label: "Отправлено", as: "instant" },
    createdAt: { label: "Создано", as: "instant" },
  },
  list: ["dueAt", "kind", "whom", "bookingId", "state", "stateReason"],
  show: [
    "kind",
    "text",
    "whom",
    "bookingId",
    "state",
    "stateReason",
    "attempts",
    "plannedAt",
    "dueAt",
    "sentAt",
    "telegramMessageId",
    "createdAt",
  ],
  filter: ["reach", "dueAt", "kind", "state", "clientId", "staffId", "bookingId"],
  sort: { sortBy: "dueAt", direction: "desc" },
  emptyHint: "Бот ещё никому не писал.",
  actions: [resendMessage],
  asked: { reach: unreachedOnly },
  views: MESSAGE_VIEWS,
  usual: nearestFirst,
  tell: tellOutbox,
};
