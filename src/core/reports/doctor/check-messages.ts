import { elapsedMs, MINUTE_MS } from "../../kernel/instant.ts";
import { formatWhole } from "../../kernel/points.ts";
import { MESSAGE_KIND_WORDS } from "../../notifications/index.ts";
import { sql } from "../../runtime/sql.ts";
import { judgeInboxAge } from "../rules/health.ts";
import { LATE_MINUTES, readInbox, readOutbox } from "./backlog.ts";
import { areJobsRunning } from "./check-jobs.ts";
import type { Found, OpenGround } from "./model.ts";

/** Whether what clients write and press is answered. */
export async function checkInbox({ db, now }: OpenGround): Promise<readonly Found[]> {
  const { waiting, oldestAt, failed } = await readInbox(db, now);
  const found: Found[] = [];
  const level = oldestAt === null ? "ok" : judgeInboxAge(elapsedMs({ from: oldestAt, to: now }));
  if (level !== "ok" && oldestAt !== null)
    found.push({
      id: "telegram_inbox_late",
      level,
      what: `Клиенты ждут ответа бота, обновлений: ${formatWhole(waiting)}.`,
      why: "Люди нажимают кнопки и не видят ответа.",
      mend: "Работает ли роль bot или web? npm run -s cli -- doctor --only web",
      since: oldestAt,
      count: waiting,
    });
  if (failed > 0)
    found.push({
      id: "telegram_inbox_failed",
      level: "warning",
      what: `За сутки бот не справился с обновлениями: ${formatWhole(failed)}.`,
      why: "Вместо ответа человек увидел извинение.",
      mend: "Причина в журнале сервера и в таблице inbox (столбец failure): покажите разработчику.",
      count: failed,
    });
  return found;
}

/** Messages that should have gone out and did not, kind by kind; and those that Telegram refused for good. */
export async function checkMessages({ db, now }: OpenGround): Promise<readonly Found[]> {
  const found: Found[] = [];
  const mend = `${await senderOf(db)}. Что ждёт: npm run -s cli -- messages list --upcoming`;
  for (const { kind, late, retrying, since } of await readOutbox(db, now)) {
    const about = { since: since ?? undefined, mend };
    const words = MESSAGE_KIND_WORDS[kind];
    if (late > 0)
      found.push({
        ...about,
        id: "messages_late",
        level: "trouble",
        what: `Не ушли вовремя (больше ${LATE_MINUTES} минут): «${words}», ${formatWhole(late)}.`,
        why: "Люди не знают, что с их записью.",
        count: late,
      });
    if (retrying > 0)
      found.push({
        ...about,
        id: "messages_retrying",
        level: "warning",
        what: `Не уходят с первого раза, пробуем снова: «${words}», ${formatWhole(retrying)}.`,
        why: "Telegram не принимает их сейчас; через несколько попыток сообщение пропадёт.",
        count: retrying,
      });
  }
  const failed = await failedOfDay(db, now);
  if (failed > 0)
    found.push({
      id: "messages_failed",
      level: "warning",
      what: `За сутки не удалось отправить сообщений: ${formatWhole(failed)}.`,
      why: "Эти люди не узнали того, что им писали.",
      mend: "npm run -s cli -- messages list --state failed",
      count: failed,
    });
  return found.length > 0 ? found : [{ id: "messages_ok", level: "ok", what: "Сообщения уходят вовремя." }];
}

/** What sends what waits: the background work where nobody does it, Telegram where somebody does. */
const senderOf = async (db: OpenGround["db"]): Promise<string> =>
  (await areJobsRunning(db))
    ? "Программа работает; отвечает ли Telegram: npm run -s cli -- doctor --only telegram"
    : "Отправляют их фоновые задания, а их никто не выполняет: npm start (или npm start -- --role jobs)";

const DAY_MS = 24 * 60 * MINUTE_MS;

async function failedOfDay(db: OpenGround["db"], now: Date): Promise<number> {
  const since = new Date(now.getTime() - DAY_MS);
  const row = await db.first<{ count: number }>(sql`
    SELECT count(*) AS count FROM outbox WHERE state = 'failed' AND coalesce(planned_at, created_at) >= ${since}`);
  return row?.count ?? 0;
}
