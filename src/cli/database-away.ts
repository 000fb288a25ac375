import { lossReason } from "../core/reports/index.ts";
import { isDiskFull, isOutage, sqlState } from "../core/runtime/database-error.ts";
import { EmbeddedPostgresError } from "../core/runtime/embedded-postgres.ts";
import type { DatabaseWhere } from "./database-where.ts";

/** How the driver says, in several ways, that it lost its connection. */
const BROKEN_OFF =
  /Connection terminated|terminating connection|connection error and is not queryable|ECONNRESET|EPIPE/;

const LOOK = "Осмотреть всё: npm run -s cli -- doctor";
const ADVICE = `Запущен ли PostgreSQL? Верен ли DATABASE_URL? ${LOOK}`;

/** That the database cannot be reached, and what to look at, as the doctor words it; undefined: the trouble is another. */
export function databaseAway(error: unknown, where: DatabaseWhere | undefined): string | undefined {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof EmbeddedPostgresError) return notStarted(error);
  if (!isOutage(error) && !/^(28|3D)/.test(sqlState(error) ?? "")) return undefined;
  const why = BROKEN_OFF.test(reason) ? "соединение с ней оборвалось" : lossReason(error);
  const advice = where?.folder === undefined ? ADVICE : `Её папка: ${where.folder}. ${LOOK}`;
  return `База данных недоступна${addressOf(error)}: ${why}. ${advice}`;
}

function notStarted({ message, trouble }: EmbeddedPostgresError): string {
  if (trouble?.kind !== "not_started") return `База данных недоступна: ${withoutPassword(message)}. ${LOOK}`;
  const { said, logFile } = trouble;
  return `База данных недоступна: встроенный сервер не запустился («${withoutPassword(said)}»). Журнал сервера: ${logFile}. ${LOOK}`;
}

/** That the disk of the database is full, and which; undefined: the trouble is another. */
export function diskOfDatabaseFull(error: unknown, where: DatabaseWhere | undefined): string | undefined {
  const trouble = error instanceof EmbeddedPostgresError ? error.trouble : undefined;
  const itsFolder = trouble?.kind === "disk_full" ? `папка ${trouble.folder}` : undefined;
  const isFull = itsFolder !== undefined || isDiskFull(error) || where?.hasRunOutOfDisk() === true;
  if (!isFull) return undefined;
  const place = where === undefined ? "" : ` (${itsFolder ?? where.place})`;
  const isOurs = where?.folder !== undefined;
  const advice = isOurs ? `или назовите в DATA_DIR папку на другом диске. ${LOOK}` : "и повторите.";
  return `База данных не может писать: на диске нет места${place}. Освободите его ${advice}`;
}

/** ` (127.0.0.1:5432)`, where the system said whom it asked. */
function addressOf(error: unknown): string {
  const { address, port } = error as { readonly address?: string; readonly port?: number };
  return address === undefined || port === undefined ? "" : ` (${address}:${port})`;
}

/** No word of ours shows the secret that stands in an address. */
export const withoutPassword = (reason: string): string =>
  reason.replace(/(:\/\/[^\s:/@]+:)[^\s@]+@/g, "$1…@");
