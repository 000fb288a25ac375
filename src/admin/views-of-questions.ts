import type { App } from "../core/app.ts";
import { listLastWords, messageStateText } from "../core/notifications/index.ts";
import { type ClientTurn, findTurns, listClientWords } from "../core/reports/index.ts";
import type { Where } from "./prisma-filter.ts";
import { formatInstant } from "./readable.ts";
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

/** Which of these lines waits for an answer, what ours answer; on a card the whole conversation, with who and when. */
export async function tellQuestions(rows: readonly Params[], to: Telling): Promise<readonly Params[]> {
  const { app } = to;
  const waiting = await listLastWords(app.db, { isWaiting: true, rowsMax: ROWS_MAX });
  const ids = new Set(waiting.map(({ id }) => id));
  const turns = await findTurns(
    app.db,
    rows.map(({ id }) => String(id)),
  );
  const [only] = to.isCard ? rows : [];
  const card = only === undefined ? {} : await cardOf(String(only.clientId), to);
  return rows.map(({ id }) => {
    const turn = turns.get(String(id));
    return {
      ...(ids.has(String(id)) ? WAITS : { waits: answeredText(turn, to) }),
      asked: turn?.asked ?? "",
      ...card,
    };
  });
}

const WAITS = { waits: "ждёт ответа", waitsTone: "danger" };

/** «отвечено вт, 1 дек 2026, 14:35 · Анна» */
function answeredText(turn: ClientTurn | undefined, { zone }: Telling): string {
  if (!turn?.answeredAt) return "";
  return [`отвечено ${formatInstant(turn.answeredAt, zone)}`, turn.answeredBy].filter(Boolean).join(" · ");
}

const THREAD_MAX = 50;

/** The conversation as it went, the last words last: who said what, and when; and whether it waits for an answer. */
async function cardOf(clientId: string, { app, zone }: Telling): Promise<Params> {
  const found = await listClientWords(app.db, { clientId, rowsMax: THREAD_MAX + 1, offset: 0 });
  const lines = found.slice(0, THREAD_MAX).map(({ direction, text, staffName, createdAt, delivery }) => {
    const who = direction === "in" ? "Клиент" : (staffName ?? "Мы");
    const became =
      delivery === undefined || delivery.state === "sent" ? "" : ` (${messageStateText(delivery)})`;
    return `${who}, ${formatInstant(createdAt, zone)}${became}: ${text}`;
  });
  const more = found.length > THREAD_MAX ? ["Более раннее — в карточке клиента."] : [];
  const thread = [...more, ...lines.reverse()].join("\n");
  const [last] = found;
  if (last === undefined || last.direction === "in") return { thread, ...WAITS };
  const answered = [`отвечено ${formatInstant(last.createdAt, zone)}`, last.staffName];
  return { thread, waits: answered.filter(Boolean).join(" · ") };
}
