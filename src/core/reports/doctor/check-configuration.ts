import { findInstallation } from "../../runtime/installation.ts";
import type { DoctorGround, Found, OpenGround } from "./model.ts";

/** What the product was told from outside; that it can be read at all is seen before. */
export async function checkConfiguration({ config }: DoctorGround): Promise<readonly Found[]> {
  const { mode, web } = config;
  const isForWorld = mode === "live" && web.publicUrl === undefined && isOpenHost(web.host);
  const updates = web.publicUrl === undefined ? "обновления спрашиваем сами" : "обновления приходят вебхуком";
  const ok: Found = {
    id: "configuration_ok",
    level: "ok",
    what: `Настройки окружения читаются: ${mode === "live" ? "рабочий режим" : "песочница"}, ${updates}.`,
  };
  if (!isForWorld) return [ok];
  return [
    ok,
    {
      id: "configuration_open_without_https",
      level: "warning",
      what: `Панель открыта всем в сети (HOST=${web.host}), а PUBLIC_URL не задан.`,
      why: "Без https пароли сотрудников идут по сети открытым текстом.",
      mend: "Поставьте впереди прокси с https и задайте PUBLIC_URL, или HOST=127.0.0.1.",
    },
  ];
}

const isOpenHost = (host: string): boolean => host === "0.0.0.0" || host === "::";

/** The database was made for the mode that the environment asks for. */
export async function checkMode({ config, db }: OpenGround): Promise<readonly Found[]> {
  const installation = await findInstallation(db);
  if (installation === undefined || installation.mode === config.mode) return [];
  const isLive = installation.mode === "live";
  return [
    {
      id: "configuration_wrong_mode",
      level: "trouble",
      what: isLive
        ? "База рабочая, а BOT_TOKEN не задан: продукт не запустится."
        : "База от песочницы, а BOT_TOKEN задан: продукт не запустится.",
      why: "Игрушечные и настоящие записи не должны смешаться.",
      mend: isLive
        ? "Задайте BOT_TOKEN, или другую базу (DATABASE_URL, DATA_DIR) для песочницы."
        : "Задайте другую базу (DATABASE_URL или DATA_DIR) для настоящего бота.",
    },
  ];
}
