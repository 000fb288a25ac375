import { lossReason } from "../core/reports/index.ts";
import { isOutage, sqlState } from "../core/runtime/database-error.ts";
import { EmbeddedPostgresError } from "../core/runtime/embedded-postgres.ts";

/** How the driver says, in several ways, that it lost its connection. */
const BROKEN_OFF =
  /Connection terminated|terminating connection|connection error and is not queryable|ECONNRESET|EPIPE/;

const ADVICE = "Запущен ли PostgreSQL? Верен ли DATABASE_URL? Осмотреть всё: npm run -s cli -- doctor";

/** That the database cannot be reached, and what to look at, as the doctor words it; undefined: the trouble is another. */
export function databaseAway(error: unknown): string | undefined {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof EmbeddedPostgresError) {
    return `База данных недоступна: ${withoutPassword(reason)}. Осмотреть всё: npm run -s cli -- doctor`;
  }
  if (!isOutage(error) && !/^(28|3D)/.test(sqlState(error) ?? "")) return undefined;
  const why = BROKEN_OFF.test(reason) ? "соединение с ней оборвалось" : lossReason(error);
  return `База данных недоступна${addressOf(error)}: ${why}. ${ADVICE}`;
}

/** ` (127.0.0.1:5432)`, where the system said whom it asked. */
function addressOf(error: unknown): string {
  const { address, port } = error as { readonly address?: string; readonly port?: number };
  return address === undefined || port === undefined ? "" : ` (${address}:${port})`;
}

/** No word of ours shows the secret that stands in an address. */
export const withoutPassword = (reason: string): string =>
  reason.replace(/(:\/\/[^\s:/@]+:)[^\s@]+@/g, "$1…@");
