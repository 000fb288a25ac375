import { changeSetting } from "./actions/change-setting.ts";
import { BROADCASTS } from "./resources/broadcasts.ts";
import { PAYMENTS, REFUNDS } from "./resources/money.ts";
import { CLIENT_MESSAGES, CLIENTS, POINT_ENTRIES } from "./resources/people.ts";
import { QUICK_REPLIES } from "./resources/quick-replies.ts";
import { CLOSING_RECEIPTS } from "./resources/receipts.ts";
import { REVIEWS } from "./resources/reviews.ts";
import { SEGMENTS } from "./resources/segments.ts";
import { AUDIT, OUTBOX, SERVICES, SPECIALIST_SERVICES, SPECIALISTS, STAFF } from "./resources/setup.ts";
import { WAITLIST } from "./resources/waitlist.ts";
import { BOOKINGS, SLOTS } from "./resources/work.ts";
import type { TableList } from "./table-list.ts";

/** The panel's lists that are tables, in the order of the menu. */
export const TABLES: readonly TableList[] = [
  BOOKINGS,
  SLOTS,
  WAITLIST,
  SERVICES,
  SPECIALISTS,
  SPECIALIST_SERVICES,
  CLIENTS,
  SEGMENTS,
  BROADCASTS,
  CLIENT_MESSAGES,
  QUICK_REPLIES,
  REVIEWS,
  POINT_ENTRIES,
  OUTBOX,
  PAYMENTS,
  REFUNDS,
  CLOSING_RECEIPTS,
  STAFF,
  AUDIT,
];

/** The settings: rows that no table holds (`settings-resource.ts`). */
export const SETTINGS: TableList = {
  id: "Setting",
  heading: "settings",
  // The menu has a page of them; rows are still led to.
  isOffMenu: true,
  many: "Настройки",
  titleColumn: "label",
  columns: {
    label: { label: "Настройка" },
    value: { label: "Сейчас" },
    usual: { label: "Обычно" },
    group: { label: "О чём" },
    expected: { label: "Что подходит" },
    history: { label: "Что меняли", as: "lines", whenEmpty: "не меняли" },
    id: { label: "Ключ" },
  },
  list: ["group", "label", "value", "usual"],
  show: ["group", "label", "value", "usual", "expected", "history", "id"],
  filter: ["label", "group"],
  sort: { sortBy: "label", direction: "asc" },
  emptyHint: "Такой настройки нет. Сбросьте фильтр.",
  actions: [changeSetting],
};
