import { elapsedMs, MINUTE_MS } from "../../kernel/instant.ts";
import { readTicks, type Ticks } from "./backlog.ts";
import type { Found, OpenGround } from "./model.ts";

/** Ticks come every second or few; so long without one, nobody makes them. */
const SILENT_MS_MAX = 2 * MINUTE_MS;

/** Whether somebody does the background work, and every kind of it. */
export async function checkJobs({ db }: OpenGround): Promise<readonly Found[]> {
  const ticks = await readTicks(db);
  const newest = latest(ticks ?? []);
  const now = ticks?.[0]?.now;
  if (ticks === undefined || newest === undefined || now === undefined) return [stopped(undefined)];
  if (elapsedMs({ from: newest, to: now }) > SILENT_MS_MAX) return [stopped(newest)];
  const found = ticks.flatMap(judgeQueue);
  return found.length > 0
    ? found
    : [{ id: "jobs_ok", level: "ok", what: `Фоновые задания выполняются, очередей: ${ticks.length}.` }];
}

/** Whether somebody does the background work just now. */
export async function areJobsRunning(db: OpenGround["db"]): Promise<boolean> {
  const ticks = (await readTicks(db)) ?? [];
  const newest = latest(ticks);
  const now = ticks[0]?.now;
  return newest !== undefined && now !== undefined && elapsedMs({ from: newest, to: now }) <= SILENT_MS_MAX;
}

const latest = (ticks: readonly Ticks[]): Date | undefined =>
  ticks.reduce<Date | undefined>(
    (newest, { newestAt }) =>
      newestAt !== null && (newest === undefined || newestAt > newest) ? newestAt : newest,
    undefined,
  );

const stopped = (since: Date | undefined): Found => ({
  id: "jobs_stopped",
  level: "trouble",
  what:
    since === undefined
      ? "Фоновые задания на этой базе никто не выполняет."
      : "Фоновые задания остановились.",
  why: "Брони не истекают, сообщения и возвраты не уходят, оплаты не проверяются.",
  mend: "npm start (или npm start -- --role jobs)",
  since,
});

function judgeQueue({ queue, waitingSince, runningSince, failed, now }: Ticks): readonly Found[] {
  const found: Found[] = [];
  const isOld = (at: Date | null): at is Date =>
    at !== null && elapsedMs({ from: at, to: now }) > SILENT_MS_MAX;
  if (isOld(waitingSince))
    found.push({
      id: "jobs_queue_unattended",
      level: "trouble",
      what: `Задание ${queue} ждёт, и его никто не берёт.`,
      why: "То, что оно делает, сейчас не делается.",
      mend: "Одна ли версия программы запущена? Перезапустите роль jobs.",
      since: waitingSince,
    });
  if (isOld(runningSince))
    found.push({
      id: "jobs_queue_stuck",
      level: "warning",
      what: `Задание ${queue} выполняется слишком долго.`,
      why: "Пока оно не закончится, следующее не начнётся.",
      mend: "Посмотрите журнал; через две минуты задание возьмут заново.",
      since: runningSince,
    });
  if (failed > 0)
    found.push({
      id: "jobs_interrupted",
      level: "warning",
      what: `Задание ${queue} за последние минуты обрывалось, раз: ${failed}.`,
      why: "Процесс завершился на середине или не уложился в срок; работа будет повторена.",
      mend: "Посмотрите журнал сервера: не перезапускается ли он сам?",
      count: failed,
    });
  return found;
}
