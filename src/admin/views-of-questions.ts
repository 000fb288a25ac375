import type { App } from "../core/app.ts";
import { listLastWords } from "../core/notifications/index.ts";
import type { Where } from "./prisma-filter.ts";
import type { ListView, Params, Telling } from "./table-list.ts";

/** What the list of clients' questions is looked at by. */
export const QUESTION_WORDS = { waiting: "ждут ответа", all: "все" } as const;

export const QUESTION_VIEWS: readonly ListView[] = [
  {
    ...{ text: "Ждут ответа", filter: "look", value: "waiting" },
    whenEmpty: {
      title: "Никто не ждёт ответа",
      hint: "Сюда попадает клиент, последнее слово которого осталось за ним. Вся переписка — во «Все».",
    },
  },
  { text: "Все", filter: "look", value: "all" },
];

/** So many ids fit into one question to the database: the latest conversations are shown. */
const ROWS_MAX = 30_000;

/** The last line with each client, or only those that wait for an answer; undefined: every line. */
export const questionsWhen = (value: string, { db }: App): Promise<Where> | undefined =>
  value === "waiting" || value === "all"
    ? listLastWords(db, { ...(value === "waiting" ? { isWaiting: true } : {}), rowsMax: ROWS_MAX }).then(
        (found) => ({ id: { in: found.map(({ id }) => id) } }),
      )
    : undefined;

/** Who asks for nothing sees those who wait; who looks for something is shown every line that has it. */
export function waitingFirst(query: Params): Params {
  const filters = Object.keys(query).filter((name) => name.startsWith("filters."));
  if (filters.length === 0) return { ...query, "filters.look": "waiting" };
  if (filters.length === 1 || query["filters.look"] !== "all") return query;
  const { "filters.look": _all, ...rest } = query;
  return rest;
}

/** Which of these lines waits for an answer. */
export async function tellQuestions(rows: readonly Params[], { app }: Telling): Promise<readonly Params[]> {
  const waiting = await listLastWords(app.db, { isWaiting: true, rowsMax: ROWS_MAX });
  const ids = new Set(waiting.map(({ id }) => id));
  return rows.map(({ id }) =>
    ids.has(String(id)) ? { waits: "ждёт ответа", waitsTone: "danger" } : { waits: "" },
  );
}
