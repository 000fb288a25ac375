import { addSegment, changeSegment, deleteSegment, lookUpSegment } from "../actions/segments.ts";
import type { TableList } from "../table-list.ts";
import { tellSegments } from "../tell-segments.ts";

/** Who belongs together (MS-3): conditions under a name, counted anew at every look. */
export const SEGMENTS: TableList = {
  id: "Segment",
  heading: "people",
  many: "Сегменты",
  titleColumn: "name",
  columns: {
    name: { label: "Название" },
    conditions: { label: "Кто в нём", isTold: true },
    clients: { label: "Клиентов сейчас", isTold: true },
    first: { label: "Первые из них", as: "lines", isTold: true, whenEmpty: "никого" },
    ways: { label: "Открыть списком", as: "links", isTold: true },
    createdAt: { label: "Создан", as: "instant" },
    updatedAt: { label: "Изменён", as: "instant" },
  },
  list: ["name", "conditions", "clients"],
  show: ["name", "conditions", "clients", "first", "ways", "createdAt", "updatedAt"],
  filter: ["name"],
  sort: { sortBy: "name", direction: "asc" },
  emptyHint: "Сегментов пока нет. Соберите первый: кнопка «Новый сегмент».",
  tell: tellSegments,
  actions: [addSegment, changeSegment, lookUpSegment, deleteSegment],
};
