import { z } from "zod";
import { startSandboxServer } from "../../src/sandbox/server.ts";
import { createTelegramSandbox, type TelegramOptions } from "../../src/sandbox/telegram/index.ts";

export const TOKEN = "4200:sandbox-token_of-the-tests";

const json = z.record(z.string(), z.unknown());
export type Json = z.infer<typeof json>;
export type Reply = { readonly status: number; readonly headers: Headers; readonly body: Json };

const chatView = z.object({
  user: json,
  revision: z.int(),
  blocked: z.boolean(),
  unanswered_presses: z.int(),
  reply_keyboard: json.optional(),
  commands: z.array(json),
  toasts: z.array(z.looseObject({ text: z.string(), show_alert: z.boolean() })),
  messages: z.array(
    z.looseObject({
      message_id: z.int(),
      from: z.enum(["bot", "user"]),
      text: z.string(),
      buttons: z.array(z.array(z.looseObject({ text: z.string() }))),
      silent: z.boolean(),
      edited: z.boolean(),
      deleted: z.boolean(),
      document: z.object({ file_name: z.string(), url: z.string() }).loose().optional(),
      photo: z.object({ url: z.string() }).optional(),
    }),
  ),
});

const messageResult = z.looseObject({ message_id: z.int() });
const updates = z.array(z.looseObject({ update_id: z.int() }));

/** Telegram's half of the sandbox on a port of its own, with a clock that only the test moves. */
export async function startTelegram(
  options: Partial<TelegramOptions> & { readonly stateFile?: string } = {},
) {
  let nowMs = Date.UTC(2026, 4, 4, 9, 0, 0);
  const { stateFile, ...telegram } = options;
  const sandbox = await startSandboxServer({
    host: "127.0.0.1",
    port: 0,
    clock: {
      now: () => new Date(nowMs),
      advance: async (seconds) => {
        nowMs += seconds * 1000;
      },
    },
    parts: (surroundings) => ({
      telegram: createTelegramSandbox(surroundings, { token: TOKEN, ...telegram }),
    }),
    ...(stateFile === undefined ? {} : { stateFile }),
  });

  const call = async (path: string, init: RequestInit = {}): Promise<Reply> => {
    const response = await fetch(sandbox.url + path, init);
    const body = json.parse(JSON.parse(await response.text()));
    return { status: response.status, headers: response.headers, body };
  };
  const post = (path: string, body: unknown): Promise<Reply> =>
    call(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const api = (method: string, params: Json = {}): Promise<Reply> => post(`/bot${TOKEN}/${method}`, params);
  const done = async (method: string, params: Json = {}): Promise<unknown> => {
    const { body } = await api(method, params);
    if (body.ok !== true) throw new Error(`${method}: ${JSON.stringify(body)}`);
    return body.result;
  };
  const sim = async (path: string, body: unknown): Promise<Json> => {
    const reply = await post(`/sim/telegram/${path}`, body);
    if (reply.status !== 200) throw new Error(`${path}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  };
  return {
    url: sandbox.url,
    close: sandbox.close,
    call,
    post,
    /** One call of the Bot API, whatever it answers. */
    api,
    /** One call that must succeed: its result. */
    done,
    send: async (params: Json) =>
      messageResult.parse(await done("sendMessage", { chat_id: 1001, text: "Привет", ...params })),
    updates: async (params: Json = {}) => updates.parse(await done("getUpdates", params)),
    /** One `/sim/telegram` call that must succeed. */
    sim,
    /** A user who has already written to the bot, so that the bot may write back. */
    startUser: async (id = 1001, first_name = "Анна") => {
      await sim("users", { id, first_name, language_code: "ru" });
      await sim("message", { user: id, text: "/start" });
    },
    chat: async (id = 1001, query = "") =>
      chatView.parse((await call(`/sim/telegram/chats/${id}${query}`)).body),
    advance: (seconds: number) => post("/sim/clock", { advanceSeconds: seconds }),
  };
}
export type TelegramUnderTest = Awaited<ReturnType<typeof startTelegram>>;

export const inline = (...buttons: readonly Json[]): Json => ({
  inline_keyboard: buttons.map((button) => [button]),
});
