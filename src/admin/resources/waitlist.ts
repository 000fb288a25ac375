import { OPEN_WAIT_STATES, WAIT_END_WORDS, WAIT_STATE_WORDS } from "../../core/booking/index.ts";
import { addWaiting, removeFromWaitlist } from "../actions/wait-for-client.ts";
import type { Tone } from "../readable.ts";
import type { TableList } from "../table-list.ts";
import { tellWaitlist } from "../tell-waitlist.ts";

const TONES: Readonly<Record<string, Tone>> = { waiting: "info", offered: "primary", served: "success" };

/** Who waits for what to become free (MS-9), those who came last first; offers are made the other way round. */
export const WAITLIST: TableList = {
  id: "WaitlistEntry",
  heading: "work",
  many: "Лист ожидания",
  titleColumn: "wish",
  columns: {
    wish: { label: "Чего ждёт", isTold: true },
    clientId: { label: "Клиент", as: "reference", refersTo: "Client" },
    serviceId: { label: "Услуга", as: "reference", refersTo: "Service" },
    specialistId: {
      label: "Специалист",
      as: "reference",
      refersTo: "Specialist",
      whenEmpty: "любой",
    },
    when: { label: "Дни", isTold: true },
    hours: { label: "Время", isTold: true },
    fromDay: { label: "Первый день", as: "day" },
    toDay: { label: "Последний день", as: "day" },
    state: { label: "Состояние", words: WAIT_STATE_WORDS, tones: TONES },
    offers: { label: "Предложений" },
    missed: { label: "Без ответа подряд" },
    createdAt: { label: "Ждёт с", as: "instant" },
    endedAt: { label: "Ждал до", as: "instant" },
    endedReason: { label: "Чем закончилось", words: WAIT_END_WORDS },
    booking: { label: "Запись", as: "links", isTold: true },
    note: { label: "Что мы написали" },
  },
  list: ["createdAt", "clientId", "state", "serviceId", "specialistId", "when", "hours"],
  show: [
    "clientId",
    "state",
    "serviceId",
    "specialistId",
    "when",
    "hours",
    "createdAt",
    "offers",
    "missed",
    "endedAt",
    "endedReason",
    "booking",
    "note",
  ],
  filter: ["state", "clientId", "serviceId", "specialistId", "fromDay", "toDay", "createdAt"],
  sort: { sortBy: "createdAt", direction: "desc" },
  // Who waits no more is shown to who asks for a state, or for all of one client's.
  listed: (filteredBy) =>
    filteredBy.some((path) => path === "state" || path === "clientId")
      ? {}
      : { state: { in: [...OPEN_WAIT_STATES] } },
  emptyHint:
    "Никто не ждёт. Клиент встаёт в лист ожидания в боте: «Сообщить, когда освободится», или его добавляете вы: кнопка «Добавить клиента».",
  tell: tellWaitlist,
  actions: [addWaiting, removeFromWaitlist],
};
