import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Database } from "../../src/core/runtime/database.ts";
import { sql } from "../../src/core/runtime/sql.ts";

const WAIT_MS_MAX = 25_000;
const LOOK_MS = 15;

const message = z.object({
  message_id: z.int(),
  from: z.enum(["bot", "user"]),
  text: z.string(),
  buttons: z.array(
    z.array(
      z.looseObject({
        text: z.string(),
        url: z.string().optional(),
        callback_data: z.string().optional(),
        style: z.string().optional(),
      }),
    ),
  ),
  deleted: z.boolean(),
  document: z.looseObject({ file_name: z.string(), url: z.string() }).optional(),
  photo: z.looseObject({ url: z.string() }).optional(),
});
export type Message = z.infer<typeof message>;

const chat = z.object({
  revision: z.int(),
  messages: z.array(message),
  toasts: z.array(z.looseObject({ text: z.string() })),
});
type Chat = z.infer<typeof chat>;

type Json = Readonly<Record<string, unknown>>;

/** One call of `/sim`; a refusal fails the test with its sentence. */
export async function sim(sandboxUrl: string, path: string, body?: Json): Promise<unknown> {
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(`${sandboxUrl}/sim/${path}`, {
    ...init,
    headers: { "content-type": "application/json" },
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`/sim/${path}: ${response.status} ${text}`);
  // With plain spaces, as a person who writes an expectation types them.
  return JSON.parse(text.replaceAll("\u00a0", " "));
}

/** Resolves when the question is answered by yes; asked again and again, it costs next to nothing. */
export async function until(what: string, isSo: () => Promise<boolean> | boolean): Promise<void> {
  const endsAt = performance.now() + WAIT_MS_MAX;
  while (!(await isSo())) {
    if (performance.now() > endsAt) throw new Error(`in ${WAIT_MS_MAX / 1000} s it did not come to: ${what}`);
    await sleep(LOOK_MS);
  }
}

export type Wanted = string | RegExp | ((message: Message) => boolean);

const fits = (wanted: Wanted, one: Message): boolean => {
  if (typeof wanted === "function") return wanted(one);
  return typeof wanted === "string" ? one.text.includes(wanted) : wanted.test(one.text);
};

export const captionsOf = ({ buttons }: Message): readonly string[] => buttons.flat().map(({ text }) => text);

/** What the button with this caption carries: the exact one's, else that of the only one containing it. */
export function dataOf(on: Message, caption: string): string {
  const all = on.buttons.flat();
  const containing = all.filter(({ text }) => text.includes(caption));
  const found =
    all.find(({ text }) => text === caption) ?? (containing.length === 1 ? containing[0] : undefined);
  if (found?.callback_data === undefined) {
    throw new Error(`no button "${caption}" to press among [${captionsOf(on).join("] [")}]`);
  }
  return found.callback_data;
}

export type Players = (id: number, name?: string) => Player;
export type Player = ReturnType<typeof playerOf>;

/** People with telephones: the sandbox's users, who write and press as one would on the chat page. */
export const playersOf =
  (stage: { readonly sandboxUrl: string; readonly db: Database }): Players =>
  (id, name = "Анна") =>
    playerOf(stage, id, name);

function playerOf(
  { sandboxUrl, db }: { readonly sandboxUrl: string; readonly db: Database },
  id: number,
  name: string,
) {
  const telegram = (path: string, body?: Json) => sim(sandboxUrl, `telegram/${path}`, body);
  const look = async (query = ""): Promise<Chat> => chat.parse(await telegram(`chats/${id}${query}`));

  const messages = async (): Promise<readonly Message[]> => shown(await look());

  /** What the person did has been fetched and handled, or given up. */
  const answered = async (): Promise<void> => {
    await telegram("updates/pending?wait_ms=20000");
    await until(`the bot has handled what ${name} did`, async () => {
      const row = await db.first<{ count: number }>(
        sql`SELECT count(*) AS count FROM inbox WHERE person_id = ${id} AND handled_at IS NULL`,
      );
      return row?.count === 0;
    });
  };

  const waitFor = async (wanted: Wanted): Promise<Message> => {
    const endsAt = performance.now() + WAIT_MS_MAX;
    let now = await look();
    for (;;) {
      const found = shown(now).findLast((one) => fits(wanted, one));
      if (found !== undefined) return found;
      if (performance.now() > endsAt) throw new Error(`${name} does not see ${wanted}:\n${told(shown(now))}`);
      now = await look(`?after=${now.revision}&wait_ms=1000`);
    }
  };

  const act = async (path: string, body: Json): Promise<void> => {
    await telegram(path, { user: id, ...body });
    await answered();
  };
  const comes = async (text = "/start"): Promise<void> => {
    await telegram("users", { id, first_name: name, language_code: "ru" });
    await act("message", { text });
  };
  const presses = async (button: string, on?: Message): Promise<void> => {
    const where = on ?? (await waitFor((one) => captionsOf(one).some((caption) => caption.includes(button))));
    await act("press", { data: dataOf(where, button), message_id: where.message_id });
  };

  return {
    id,
    name,
    comes,
    says: (text: string) => act("message", { text }),
    shares: (contact: Json) => act("message", { contact }),
    /** The newest message with such a button, unless told which. */
    presses,
    /** What a modified client can send. */
    pressesData: (data: string, on?: Message) =>
      act("press", { data, ...(on === undefined ? {} : { message_id: on.message_id }) }),
    /** Presses without waiting for anything: the product may be away. */
    touches: (button: string, on: Message) =>
      telegram("press", { user: id, data: dataOf(on, button), message_id: on.message_id }),
    answered,
    messages,
    waitFor,
    /** The newest message of the bot's with buttons. */
    screen: async (): Promise<Message> => waitFor(({ buttons }) => buttons.length > 0),
    toasts: async (): Promise<readonly string[]> => (await look()).toasts.map(({ text }) => text),
    count: async (wanted: Wanted): Promise<number> =>
      (await messages()).filter((one) => fits(wanted, one)).length,
    /** From nothing to the menu: consent, the name from Telegram, no phone, no news. */
    joins: async (start?: string): Promise<void> => {
      await comes(start);
      await presses("Даю согласие");
      await presses("Оставить");
      await act("message", { text: "Пропустить" });
      await presses("Не сейчас");
    },
  };
}

const shown = ({ messages }: Chat): readonly Message[] =>
  messages.filter(({ from, deleted }) => from === "bot" && !deleted);

const told = (messages: readonly Message[]): string =>
  messages
    .slice(-4)
    .map((one) => `${one.text}\n[${captionsOf(one).join("] [")}]`)
    .join("\n---\n");
