import { isDiskFull } from "../../runtime/database-error.ts";
import { hasEmbeddedDatabase, isFile } from "../../runtime/embedded-presence.ts";
import { migrationStatus } from "../../runtime/migrate.ts";
import { keptPromises, listedIndexes, listedPromises, usableIndexes } from "../../runtime/promises.ts";
import { sql } from "../../runtime/sql.ts";
import { serverWithoutDatabase } from "./check-web.ts";
import { migrationSentence } from "./migration-words.ts";
import type { DoctorGround, Found, OpenGround } from "./model.ts";
import { lossReason } from "./probe.ts";

/** PostgreSQL 15 is the first with all that the statements use. */
const VERSION_MIN = 150_000;
const NAMES_SHOWN = 5;

/** Whether the database answers at all, is new enough, and thinks in UTC. */
export async function reachDatabase({ db, config }: DoctorGround): Promise<readonly Found[]> {
  if (db === undefined)
    return [hasEmbeddedDatabase(config.database.dataDir) ? await stopped(config) : missing(config)];
  try {
    const row = await db.first<{ version: string; number: number; zone: string }>(sql`
      SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
             current_setting('TimeZone') AS zone`);
    const { version = "?", number = 0, zone = "?" } = row ?? {};
    return [...judgeServer({ version, number, zone })];
  } catch (error) {
    return [
      {
        id: "database_unreachable",
        level: "trouble",
        what: `База не отвечает: ${lossReason(error)}`,
        why: "Без базы не работает ничего: ни бот, ни панель, ни оплата.",
        mend: isDiskFull(error)
          ? "Освободите место на диске, где лежит база."
          : "Запущен ли PostgreSQL? Верен ли DATABASE_URL? npm run -s cli -- db status",
      },
    ];
  }
}

/** Where DATA_DIR is a file nothing can be begun either. */
const missing = ({ database: { dataDir } }: DoctorGround["config"]): Found => ({
  id: "database_stopped",
  level: "trouble",
  what: isFile(dataDir) ? `DATA_DIR — это файл, а не папка: ${dataDir}` : `Базы в папке ${dataDir} нет.`,
  why: "Без базы не работает ничего: ни бот, ни панель, ни оплата.",
  mend: isFile(dataDir)
    ? "Назовите в DATA_DIR папку."
    : "Верен ли DATA_DIR? Если верен: npm start — начать новую; npm run -s cli -- db restore <файл> — из копии.",
});

/** The server that runs without it does not start it again. */
async function stopped(config: DoctorGround["config"]): Promise<Found> {
  const url = await serverWithoutDatabase(config);
  const isServed = url !== undefined;
  return {
    id: "database_stopped",
    level: "trouble",
    what: isServed
      ? `Встроенная база не запущена, а сервер (${url}) работает без базы.`
      : "Встроенная база не запущена.",
    why: "Без базы не работает ничего: ни бот, ни панель, ни оплата.",
    mend: isServed ? "Перезапустите сервер: остановите его и снова npm start" : "npm start",
  };
}

/** @param number as PostgreSQL counts versions: 150000 is 15.0 */
function judgeServer({
  version,
  number,
  zone,
}: {
  readonly version: string;
  readonly number: number;
  readonly zone: string;
}): readonly Found[] {
  const found: Found[] = [];
  if (number < VERSION_MIN)
    found.push({
      id: "database_too_old",
      level: "trouble",
      what: `PostgreSQL ${version}, а нужен 15 или новее.`,
      why: "Часть запросов старая версия не понимает.",
      mend: "Обновите PostgreSQL и перенесите базу.",
    });
  if (zone !== "UTC")
    found.push({
      id: "database_zone",
      level: "trouble",
      what: `Соединение с базой живёт по часам ${zone}, а не UTC.`,
      why: "Время записей может сдвинуться.",
      mend: "Уберите из DATABASE_URL параметр options, а с прокси перед базой — его настройку часового пояса.",
    });
  return found.length > 0
    ? found
    : [{ id: "database_ok", level: "ok", what: `База отвечает: PostgreSQL ${version}, часы по UTC.` }];
}

/** The schema is the program's: nothing is missing, nothing was edited, nothing is newer. */
export async function checkSchema({ db }: OpenGround): Promise<readonly Found[]> {
  const { applied, pending, problems } = await migrationStatus(db);
  const found: Found[] = problems.map((problem) => ({
    id: "database_schema_not_ours",
    level: "trouble",
    what: `Схема базы не от этой программы. ${migrationSentence(problem)}`,
    why: "Программа откажется с ней работать.",
    mend: "npm run -s cli -- db status",
  }));
  // Where the history is lost nobody knows what was applied.
  if (pending.length > 0 && !problems.some(({ trouble }) => trouble === "lost"))
    found.push({
      id: "database_schema_behind",
      level: "trouble",
      what: `Схема базы отстала от программы, не применено миграций: ${pending.length}.`,
      why: "Команды откажутся работать, пока схема старая.",
      mend: "npm run -s cli -- db migrate",
      count: pending.length,
    });
  return found.length > 0
    ? found
    : [
        {
          id: "database_schema_ok",
          level: "ok",
          what: `Схема соответствует программе, миграций: ${applied.length}.`,
        },
      ];
}

/** Brings a schema that is behind up to date, too, and names the rows that break what is put back. */
const REPAIR = "npm run -s cli -- db migrate --repair";

/** Every constraint, unique index and trigger that the code relies on is there, and switched on. */
export async function checkPromises({ db }: OpenGround): Promise<readonly Found[]> {
  const kept = new Set(await keptPromises(db));
  const listed = await listedPromises();
  const missing = listed.map(({ name }) => name).filter((name) => !kept.has(name));
  if (missing.length === 0)
    return [
      { id: "database_promises_ok", level: "ok", what: `Ограничения базы на месте: ${listed.length}.` },
    ];
  return [
    {
      id: "database_promises_missing",
      level: "trouble",
      what: `В базе нет ограничений, или они выключены: ${shortList(missing)}.`,
      why: "Они не дают продать одно время дважды и испортить деньги и баллы.",
      mend: REPAIR,
      count: missing.length,
    },
  ];
}

const shortList = (names: readonly string[]): string =>
  names.length > NAMES_SHOWN
    ? `${names.slice(0, NAMES_SHOWN).join(", ")} и ещё ${names.length - NAMES_SHOWN}`
    : names.join(", ");

/** The indexes that keep the product fast are there: without one it is right, and slow. */
export async function checkIndexes({ db }: OpenGround): Promise<readonly Found[]> {
  const usable = await usableIndexes(db);
  /** Where DATA_DIR is a file nothing can be begun either. */
  const missing = (await listedIndexes()).filter((name) => !usable.has(name));
  if (missing.length === 0) return [];
  return [
    {
      id: "database_indexes_missing",
      level: "warning",
      what: `В базе нет индексов: ${shortList(missing)}.`,
      why: "Всё верно, но чем больше записей, тем медленнее бот и панель.",
      mend: REPAIR,
      count: missing.length,
    },
  ];
}
