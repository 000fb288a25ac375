import { z } from "zod";
import { elapsedMs, HOUR_MS } from "../../kernel/instant.ts";
import type { Config } from "../../runtime/config.ts";
import { judgeBacklog } from "../rules/health.ts";
import type { DoctorGround, Found } from "./model.ts";
import { lossReason, type Probed, probe } from "./probe.ts";

const SECOND_MS = 1_000;
const refused = z.object({ ok: z.literal(false), description: z.string() });
const me = z.object({ ok: z.literal(true), result: z.object({ username: z.string() }) });
const webhook = z.object({
  ok: z.literal(true),
  result: z.object({
    url: z.string(),
    pending_update_count: z.number(),
    last_error_date: z.number().optional(),
    last_error_message: z.string().optional(),
  }),
});
type Webhook = z.infer<typeof webhook>["result"];

/** The bot's token, where its updates go, and how many of them wait at Telegram. */
export async function checkTelegram({ config, clock }: DoctorGround): Promise<readonly Found[]> {
  const { token, apiRoot } = config.telegram;
  if (token === undefined)
    return [{ id: "telegram_sandbox", level: "ok", what: "Telegram: песочница, настоящего бота нет." }];
  const call = (method: string) => probe(`${apiRoot}/bot${token}/${method}`);
  try {
    const who = await call("getMe");
    const known = me.safeParse(who.body);
    if (!known.success) return [unwell(who)];
    const info = webhook.safeParse((await call("getWebhookInfo")).body);
    const pending = info.success ? info.data.result.pending_update_count : undefined;
    const ok: Found = {
      id: "telegram_ok",
      level: "ok",
      what: `Telegram отвечает: бот @${known.data.result.username}.`,
      readings: [
        { of: "telegram_reachable", value: 1 },
        { of: "telegram_token_ok", value: 1 },
        ...(pending === undefined ? [] : [{ of: "telegram_updates_pending", value: pending } as const]),
      ],
    };
    return info.success ? [ok, ...judgeWebhook(info.data.result, config, clock.now())] : [ok];
  } catch (error) {
    return [silent(lossReason(error))];
  }
}

const silent = (reason: string): Found => ({
  id: "telegram_unreachable",
  level: "trouble",
  readings: [{ of: "telegram_reachable", value: 0 }],
  what: `Telegram не отвечает: ${reason}`,
  why: "Клиенты не могут записаться, сообщения не уходят.",
  mend: "Проверьте сеть и TELEGRAM_API_ROOT; отложенное уйдёт само, когда связь вернётся.",
});

function unwell({ status, body }: Probed): Found {
  const said = refused.safeParse(body);
  if (status !== 401 && status !== 404)
    return silent(`HTTP ${status}${said.success ? `, ${said.data.description}` : ""}`);
  return {
    id: "telegram_token_refused",
    level: "trouble",
    readings: [
      { of: "telegram_reachable", value: 1 },
      { of: "telegram_token_ok", value: 0 },
    ],
    what: `Telegram не принимает токен бота (HTTP ${status}).`,
    why: "Бот не работает вовсе.",
    mend: "Возьмите токен у @BotFather (/token) и задайте BOT_TOKEN, затем перезапустите.",
  };
}

function judgeWebhook(info: Webhook, { web }: Config, now: Date): readonly Found[] {
  const found: Found[] = [];
  const expected = web.publicUrl === undefined ? "" : `${web.publicUrl}/telegram/webhook`;
  if (info.url !== expected) found.push(wrongWebhook(info.url, expected));
  const { last_error_date: failedAt, last_error_message: failure = "" } = info;
  const since = failedAt === undefined ? undefined : new Date(failedAt * SECOND_MS);
  if (expected !== "" && since !== undefined && elapsedMs({ from: since, to: now }) < HOUR_MS)
    found.push({
      id: "telegram_webhook_failing",
      level: "warning",
      what: `Telegram недавно не смог передать обновление: ${failure}`,
      why: "Клиенты ждут ответа бота, пока Telegram не повторит.",
      mend: "Проверьте, что PUBLIC_URL открывается снаружи и сертификат действителен.",
      since,
    });
  const backlog = judgeBacklog(info.pending_update_count);
  if (backlog !== "ok")
    found.push({
      id: "telegram_backlog",
      level: backlog,
      what: `У Telegram ждут наших рук обновления: ${info.pending_update_count}.`,
      why: "Клиенты нажимают кнопки, а бот молчит.",
      mend: "Работает ли роль bot? npm run -s cli -- doctor --only web",
      count: info.pending_update_count,
    });
  return found;
}

/** Only whose the other address is, is told: its path may be somebody's secret. */
function wrongWebhook(actual: string, expected: string): Found {
  const host = URL.canParse(actual) ? new URL(actual).host : "другой адрес";
  const isOff = actual === "";
  return {
    id: "telegram_webhook_differs",
    level: "trouble",
    what: isOff
      ? `Telegram не знает, куда слать обновления: вебхук не установлен, ждём его на ${expected}.`
      : `Telegram шлёт обновления не нам: вебхук ведёт на ${host}${expected === "" ? ", а мы спрашиваем сами" : `, а не на ${expected}`}.`,
    why: "Бот не видит, что пишут и нажимают клиенты.",
    mend: "Запустите сервер с ролью bot (npm start): он поставит адрес сам. Не работает ли с этим токеном другая программа?",
  };
}
