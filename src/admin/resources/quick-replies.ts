import { addQuickReply, changeQuickReply, deleteQuickReply } from "../actions/quick-replies.ts";
import type { TableList } from "../table-list.ts";

/** What staff write to clients often (PE-5): chosen under the message, filled in for the client. */
export const QUICK_REPLIES: TableList = {
  id: "QuickReply",
  heading: "people",
  many: "Быстрые ответы",
  titleColumn: "title",
  columns: {
    place: { label: "Место" },
    title: { label: "Название" },
    text: { label: "Текст", as: "lines" },
    createdAt: { label: "Добавлен", as: "instant" },
    updatedAt: { label: "Изменён", as: "instant" },
  },
  list: ["place", "title", "text"],
  show: ["place", "title", "text", "createdAt", "updatedAt"],
  filter: ["title", "text"],
  sort: { sortBy: "place", direction: "asc" },
  emptyHint:
    "Быстрых ответов пока нет. Сохраните то, что пишете часто: «Как добраться», «Опаздываю на 10 минут» — кнопка «Новый быстрый ответ».",
  actions: [addQuickReply, changeQuickReply, deleteQuickReply],
};
