import type { App } from "../core/app.ts";
import { listUnreachedReminders } from "../core/reports/index.ts";
import type { Where } from "./prisma-filter.ts";
import type { ListView, Params } from "./table-list.ts";

/** What the list of the bot's messages is looked at by. */
export const REACH_WORDS = { all: "все", none: "кому позвонить" } as const;

export const MESSAGE_VIEWS: readonly ListView[] = [
  { text: "Все", filter: "reach", value: "all" },
  {
    ...{ text: "Кому позвонить", filter: "reach", value: "none" },
    whenEmpty: {
      title: "Звонить никому не нужно",
      hint: "Сюда попадают напоминания клиентам, которых нет в Telegram или которые закрыли бота: им о визите напомните вы.",
    },
  },
];

/** So many ids fit into one question to the database. */
const ROWS_MAX = 30_000;

/** One reminder of each visit whose client the bot does not reach; undefined: every message (MS-1, MS-6). */
export const unreachedOnly = (value: string, { db }: App): Promise<Where> | undefined =>
  value === "none"
    ? listUnreachedReminders(db, { rowsMax: ROWS_MAX }).then((ids) => ({ id: { in: ids } }))
    : undefined;

/** Whom to ring is read from the nearest visit on; everything else from the latest message back. */
export const nearestFirst = (query: Params): Params =>
  query["filters.reach"] === "none" && query.sortBy === undefined
    ? { ...query, sortBy: "dueAt", direction: "asc" }
    : query;
