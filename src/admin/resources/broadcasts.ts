import { countReaders, previewBroadcast, tryBroadcast } from "../actions/broadcast-checks.ts";
import { addBroadcast, changeBroadcast } from "../actions/broadcast-draft.ts";
import {
  cancelBroadcast,
  dropHotWindows,
  pauseBroadcast,
  resumeBroadcast,
  scheduleBroadcast,
  sendHotWindows,
  startBroadcast,
} from "../actions/broadcast-steps.ts";
import type { TableList } from "../table-list.ts";
import { tellBroadcasts } from "../tell-broadcasts.ts";
import { BROADCAST_KINDS, BROADCAST_STATES, BROADCAST_TONES } from "./words.ts";

/** What is said to many (MS-3, MS-4): written, tried out, started, steered, counted. */
export const BROADCASTS: TableList = {
  id: "Broadcast",
  heading: "people",
  many: "Рассылки",
  titleColumn: "title",
  columns: {
    number: { label: "Номер", prefix: "№\u00a0" },
    title: { label: "Название" },
    kind: { label: "Какая", words: BROADCAST_KINDS },
    state: { label: "Что с ней", words: BROADCAST_STATES, tones: BROADCAST_TONES },
    audience: { label: "Кому", isTold: true },
    progress: { label: "Отправка", isTold: true },
    card: { label: "Рассылка", isTold: true, drawnBy: "broadcastCard" },
    scheduledAt: { label: "Запланирована на", as: "instant" },
    proposedAt: { label: "Ждёт решения", as: "instant" },
    createdAt: { label: "Создана", as: "instant" },
    staffId: { label: "Кто написал", as: "reference", refersTo: "Staff" },
  },
  list: ["title", "kind", "state", "audience", "progress", "createdAt"],
  show: ["card", "number", "kind", "createdAt", "staffId"],
  filter: ["title", "kind", "state", "createdAt"],
  sort: { sortBy: "createdAt", direction: "desc" },
  emptyHint: "Рассылок пока нет. Напишите первую: кнопка «Новая рассылка».",
  tell: tellBroadcasts,
  actions: [
    addBroadcast,
    sendHotWindows,
    dropHotWindows,
    startBroadcast,
    scheduleBroadcast,
    changeBroadcast,
    tryBroadcast,
    pauseBroadcast,
    resumeBroadcast,
    cancelBroadcast,
    // The page itself shows the message and says how many get it.
    { ...previewBroadcast, isAside: true },
    { ...countReaders, isAside: true },
  ],
};
