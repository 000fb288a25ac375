import { z } from "zod";
import type { Config } from "../../runtime/config.ts";
import type { DoctorGround, Found } from "./model.ts";
import { lossReason, probe } from "./probe.ts";

const readiness = z.object({
  ready: z.boolean(),
  parts: z.record(z.string(), z.object({ ok: z.boolean(), reason: z.string().optional() })),
});

const PART_WORDS: Readonly<Record<string, string>> = { database: "база", panel: "панель", bot: "бот" };

/** Whether the web server answers as the world reaches it, and what it says of its parts. */
export async function checkWeb({ config }: DoctorGround): Promise<readonly Found[]> {
  const url = addressOf(config.web);
  try {
    const { status, body } = await probe(`${url}/ready`);
    const said = readiness.safeParse(body);
    if (!said.success) return [silent(url, `ответ HTTP ${status} — не от этой программы`)];
    const down = Object.entries(said.data.parts).filter(([, { ok }]) => !ok);
    if (down.length === 0) return [{ id: "web_ok", level: "ok", what: `Панель отвечает: ${url}/admin` }];
    return down.map(([part, { reason }]) => ({
      id: `web_${/^[a-z]{1,20}$/.test(part) ? part : "part"}_not_ready`,
      level: "trouble",
      what: `Сервер отвечает, но не готово: ${PART_WORDS[part] ?? part}${reason === undefined ? "" : ` (${reason})`}.`,
      why: "Эта часть сейчас не обслуживает клиентов или сотрудников.",
      mend: "Посмотрите журнал сервера.",
    }));
  } catch (error) {
    return [silent(url, lossReason(error))];
  }
}

const silent = (url: string, reason: string): Found => ({
  id: "web_unreachable",
  level: "trouble",
  what: `Сервер не отвечает на ${url}: ${reason}`,
  why: "Панель закрыта, вебхуки Telegram и уведомления ЮKassa не доходят.",
  mend: "npm start; те же ли здесь PORT, HOST и PUBLIC_URL, что у сервера?",
});

function addressOf({ publicUrl, host, port }: Config["web"]): string {
  if (publicUrl !== undefined) return publicUrl;
  const near = { "0.0.0.0": "127.0.0.1", "::": "::1" }[host] ?? host;
  return `http://${near.includes(":") ? `[${near}]` : near}:${port}`;
}
