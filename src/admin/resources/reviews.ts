import type { TableList } from "../table-list.ts";
import { RATING_TONES, RATINGS } from "./words.ts";

/** What clients said of their visits (MS-2): read by those who run the business, changed by the clients alone. */
export const REVIEWS: TableList = {
  id: "Review",
  heading: "people",
  many: "Отзывы",
  titleColumn: "rating",
  columns: {
    createdAt: { label: "Когда", as: "instant" },
    changedAt: { label: "Изменён", as: "instant" },
    rating: { label: "Оценка", words: RATINGS, tones: RATING_TONES },
    words: { label: "Отзыв" },
    clientId: { label: "Клиент", as: "reference", refersTo: "Client" },
    specialistId: { label: "Специалист", as: "reference", refersTo: "Specialist" },
    bookingId: { label: "Запись", as: "reference", refersTo: "Booking" },
  },
  list: ["createdAt", "rating", "words", "clientId", "specialistId", "bookingId"],
  show: ["rating", "words", "clientId", "specialistId", "bookingId", "createdAt", "changedAt"],
  filter: ["rating", "specialistId", "clientId", "bookingId", "createdAt"],
  sort: { sortBy: "createdAt", direction: "desc" },
  emptyHint: "Отзывов пока нет. Мы просим о них после каждого состоявшегося визита.",
};
