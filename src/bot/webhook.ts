import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Bot } from "grammy";
import type { Update } from "grammy/types";
import { z } from "zod";
import type { App } from "../core/app.ts";
import { ALLOWED_UPDATES } from "./bot.ts";
import type { BotContext } from "./context.ts";
import { failureFacts } from "./failure.ts";
import type { InboxWorker } from "./worker.ts";

const SECRET_HEADER = "x-telegram-bot-api-secret-token";
/** Telegram's own buffer for one update is 64 KiB. */
const BODY_BYTES_MAX = 256 * 1024;

/** As much of an update as is relied on before a flow looks at it. */
const updateShape = z.looseObject({ update_id: z.int().min(0) });

/** Express's request, with or without a body that was parsed already. */
type Request = IncomingMessage & { readonly body?: unknown };

/**
 * Takes updates that Telegram posts: the secret is compared, the body checked, the update written down, and
 * only then is it acknowledged. Anything but 2xx makes Telegram send it again.
 */
export function webhookHandler(
  app: App,
  worker: Pick<InboxWorker, "accept">,
  secret: string,
): (request: Request, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const answer = (status: number) => {
      response.statusCode = status;
      response.end();
    };
    if (!isSame(request.headers[SECRET_HEADER], secret)) return answer(401);
    const body = updateShape.safeParse(request.body ?? (await readJson(request)));
    if (!body.success) return answer(400);
    try {
      await worker.accept([body.data as unknown as Update]);
      answer(200);
    } catch (error) {
      app.log.warn(failureFacts(error), "An update could not be written down, Telegram will send it again");
      answer(503);
    }
  };
}

/** Tells Telegram where to post updates. */
export async function setWebhook(
  bot: Bot<BotContext>,
  to: { readonly url: string; readonly secret: string },
): Promise<void> {
  await bot.api.setWebhook(to.url, { secret_token: to.secret, allowed_updates: [...ALLOWED_UPDATES] });
}

/** In constant time: digests are of one length whatever was sent. */
function isSame(given: string | string[] | undefined, secret: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return typeof given === "string" && timingSafeEqual(digest(given), digest(secret));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request) {
      bytes += (chunk as Buffer).length;
      if (bytes > BODY_BYTES_MAX) return undefined;
      chunks.push(chunk as Buffer);
    }
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    return undefined;
  }
}
