import { z } from "zod";
import type { Config } from "../../runtime/config.ts";
import { findInstallation, markOf } from "../../runtime/installation.ts";
import type { DoctorGround, Found } from "./model.ts";
import { lossReason, probe } from "./probe.ts";
import type { Reading } from "./readings.ts";

const readiness = z.object({
  ready: z.boolean(),
  installation: z.string().optional(),
  parts: z.record(z.string(), z.object({ ok: z.boolean(), reason: z.string().optional() })),
});

const PART_WORDS: Readonly<Record<string, string>> = { database: "база", panel: "панель", bot: "бот" };

/** Whether the web server answers as the world reaches it, works on this database, and what it says of its parts. */
export async function checkWeb({ config, db }: DoctorGround): Promise<readonly Found[]> {
  const url = addressOf(config.web);
  try {
    const { status, body } = await probe(`${url}/ready`);
    const said = readiness.safeParse(body);
    if (!said.success) return [silent(url, `ответ HTTP ${status} — не от этой программы`)];
    const whose = await judgeOwner(said.data.installation, { db, url });
    if (whose.some(({ level }) => level === "trouble")) return whose;
    const down = Object.entries(said.data.parts).filter(([, { ok }]) => !ok);
    // Well and unknown at once it cannot be.
    const [unknown] = whose.filter(({ level }) => level === "unchecked");
    if (down.length === 0 && unknown !== undefined) return [{ ...unknown, readings: REACHED }];
    if (down.length === 0)
      return [
        { id: "web_ok", level: "ok", what: `Панель отвечает: ${url}/admin`, readings: REACHED },
        ...whose,
      ];
    return down.map(([part, { reason }], place) => ({
      ...webNotReady(part, reason),
      readings: place === 0 ? REACHED : [],
    }));
  } catch (error) {
    return [silent(url, lossReason(error))];
  }
}

/** The server answers, and a part of it does not serve. */
export const webNotReady = (part: string, reason: string | undefined): Found => ({
  id: `web_${/^[a-z]{1,20}$/.test(part) ? part : "part"}_not_ready`,
  level: "trouble",
  what: `Сервер отвечает, но не готово: ${PART_WORDS[part] ?? part}${reason === undefined ? "" : ` (${reason})`}.`,
  why: "Эта часть сейчас не обслуживает клиентов или сотрудников.",
  mend: "Посмотрите журнал сервера.",
});

const REACHED: readonly Reading[] = [{ of: "web_reachable", value: 1 }];

/** Where a server answers that has lost its database: it may be ours. Undefined: none does. */
export async function serverWithoutDatabase({ web }: Config): Promise<string | undefined> {
  const url = addressOf(web);
  const said = readiness.safeParse((await probe(`${url}/ready`).catch(() => undefined))?.body);
  return said.success && said.data.parts.database?.ok === false ? url : undefined;
}

/** Another installation at the same address answers as well as ours, and hides that ours does not. */
async function judgeOwner(
  theirs: string | undefined,
  { db, url }: { readonly db: DoctorGround["db"]; readonly url: string },
): Promise<readonly Found[]> {
  if (db === undefined)
    return [
      {
        id: "web_owner_unchecked",
        level: "unchecked",
        what: `Панель отвечает (${url}/admin), но эта ли это установка?`,
        why: "Без базы её не отличить от другой.",
      },
    ];
  if (theirs === undefined)
    return [
      {
        id: "web_outdated",
        level: "warning",
        what: `На ${url} работает сервер прежней версии.`,
        why: "Он не говорит, с какой базой работает: свой ли это сервер, не узнать.",
        mend: "Перезапустите сервер: npm start",
      },
    ];
  const ours = await findInstallation(db);
  if (ours !== undefined && markOf(ours) === theirs) return [];
  return [
    {
      id: "web_other_installation",
      level: "trouble",
      readings: [{ of: "web_reachable", value: 0 }],
      what: `На ${url} отвечает другая установка: её база — не эта.`,
      why: "Панель, вебхуки и уведомления попадают не туда, а свой сервер, скорее всего, не запущен.",
      mend: "Те ли здесь DATA_DIR, DATABASE_URL, PORT и PUBLIC_URL, что у сервера? У каждой установки — свой PORT.",
    },
  ];
}

const silent = (url: string, reason: string): Found => ({
  id: "web_unreachable",
  level: "trouble",
  readings: [{ of: "web_reachable", value: 0 }],
  what: `Сервер не отвечает на ${url}: ${reason}`,
  why: "Панель закрыта, вебхуки Telegram и уведомления ЮKassa не доходят.",
  mend: "npm start; те же ли здесь PORT, HOST и PUBLIC_URL, что у сервера?",
});

function addressOf({ publicUrl, host, port }: Config["web"]): string {
  if (publicUrl !== undefined) return publicUrl;
  const near = { "0.0.0.0": "127.0.0.1", "::": "::1" }[host] ?? host;
  return `http://${near.includes(":") ? `[${near}]` : near}:${port}`;
}
