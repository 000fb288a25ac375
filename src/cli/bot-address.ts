import { z } from "zod";
import type { Config } from "../core/runtime/config.ts";
import { SANDBOX_SHOP } from "../core/runtime/sandbox-shop.ts";

const ASK_MS_MAX = 5_000;
const me = z.object({ ok: z.literal(true), result: z.object({ username: z.string() }) });

/**
 * Where the bank's page leads back to: the bot. Telegram is asked for its name; when it is silent, the page leads to
 * Telegram alone, and is paid all the same.
 */
export async function botAddress({ mode, telegram: { token, apiRoot } }: Config): Promise<string> {
  const name = mode === "sandbox" ? SANDBOX_SHOP.botUsername : await nameOf(`${apiRoot}/bot${token}/getMe`);
  return `https://t.me/${name}`;
}

async function nameOf(address: string): Promise<string> {
  try {
    const said = await fetch(address, { signal: AbortSignal.timeout(ASK_MS_MAX) });
    return me.parse(await said.json()).result.username;
  } catch {
    return "";
  }
}
