import { setTimeout as sleep } from "node:timers/promises";
import { Api, type ApiClientOptions, type Transformer } from "grammy";
import type { ApiError } from "grammy/types";
import { visibleLength } from "../core/kernel/markup.ts";
import { plainText } from "./texts.ts";

export type ApiAddress = {
  readonly token: string;
  /** Without a trailing slash; the real Telegram when left out. */
  readonly apiRoot?: string | undefined;
};

const CALL_SECONDS_MAX = 15;
/** A longer wait is the caller's to decide: a client does not sit there for it. */
const WAIT_SECONDS_MAX = 3;

const NOTHING_LOST = ["message is not modified", "query is too old", "query ID is invalid"];
const GONE = [
  "message to edit not found",
  "message can't be edited",
  "there is no text in the message to edit",
  "message to be edited not found",
  "MESSAGE_ID_INVALID",
];

/** How the bot reaches its server: short timeouts, nothing repeated behind anybody's back. */
export const clientOptions = (
  address: Pick<ApiAddress, "apiRoot">,
  timeoutSeconds = CALL_SECONDS_MAX,
): ApiClientOptions => ({
  timeoutSeconds,
  ...(address.apiRoot === undefined ? {} : { apiRoot: address.apiRoot }),
});

/** An Api of its own with our habits, for what is sent outside of any update. */
export function createApi(address: ApiAddress, options: { readonly timeoutSeconds?: number } = {}): Api {
  const api = new Api(address.token, clientOptions(address, options.timeoutSeconds));
  installHabits(api);
  return api;
}

/** The last installed sees a call first. */
export function installHabits(api: Pick<Api, "config">): void {
  api.config.use(patient);
  api.config.use(readable);
  api.config.use(calm);
  api.config.use(fitting);
  api.config.use(inHtml);
}

/** An answer of Telegram's that says no harm was done is as good as a yes. */
const calm: Transformer = async (call, method, payload, signal) => {
  const answer = await call(method, payload, signal);
  if (answer.ok || !says(answer, NOTHING_LOST)) return answer;
  return { ok: true, result: true } as unknown as Awaited<ReturnType<typeof call>>;
};

/** A message whose HTML Telegram cannot read goes out once more without it. */
const readable: Transformer = async (call, method, payload, signal) => {
  const answer = await call(method, payload, signal);
  if (answer.ok || !says(answer, ["can't parse entities"])) return answer;
  const { parse_mode: _, ...plain } = payload as Record<string, unknown>;
  for (const field of ["text", "caption"]) {
    const html = plain[field];
    if (typeof html === "string") plain[field] = plainText(html);
  }
  return call(method, plain as typeof payload, signal);
};

/** Too many messages: one more try when the wait is short. */
const patient: Transformer = async (call, method, payload, signal) => {
  const answer = await call(method, payload, signal);
  const seconds = answer.ok ? undefined : answer.parameters?.retry_after;
  if (answer.ok || answer.error_code !== 429 || seconds === undefined || seconds > WAIT_SECONDS_MAX)
    return answer;
  await sleep(seconds * 1_000);
  return call(method, payload, signal);
};

const CAPTIONED = ["sendDocument", "sendPhoto"];
const WITH_TEXT = new Set(["sendMessage", "editMessageText", ...CAPTIONED]);

/** Our texts are HTML, and a link in them shows no preview. */
const inHtml: Transformer = (call, method, payload, signal) => {
  if (!WITH_TEXT.has(method)) return call(method, payload, signal);
  const html = { parse_mode: "HTML", ...payload };
  const full = CAPTIONED.includes(method) ? html : { link_preview_options: { is_disabled: true }, ...html };
  return call(method, full as typeof payload, signal);
};

/** Telegram's limits for a message and for the words under a file. */
export const LENGTH_MAX = { text: 4_096, caption: 1_024 } as const;

/** What is longer than Telegram takes goes out as plain words, cut: better than nothing at all. */
const fitting: Transformer = (call, method, payload, signal) => {
  const given = payload as Record<string, unknown>;
  const field = (["text", "caption"] as const).find((name) => typeof given[name] === "string");
  if (!WITH_TEXT.has(method) || field === undefined) return call(method, payload, signal);
  const html = String(given[field]);
  if (visibleLength(html) <= LENGTH_MAX[field]) return call(method, payload, signal);
  const { parse_mode: _, ...plain } = given;
  const cut = `${plainText(html).slice(0, LENGTH_MAX[field] - 1)}…`;
  return call(method, { ...plain, [field]: cut } as typeof payload, signal);
};

const says = (answer: ApiError, sentences: readonly string[]): boolean =>
  sentences.some((sentence) => answer.description.includes(sentence));

/** The message that was to be edited is there no more, or was never text. */
export const isGone = (error: unknown): boolean =>
  error instanceof Error &&
  "description" in error &&
  GONE.some((sentence) => String(error.description).includes(sentence));
