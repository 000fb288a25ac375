import { type Api, GrammyError } from "grammy";
import type { Log } from "../core/runtime/log.ts";
import { type ApiAddress, createApi } from "./api.ts";
import { failureFacts } from "./failure.ts";

/** What Telegram said when it was last asked who the bot is: nothing yet, who it is, that it knows no such token. */
export type BotAnswer = "asking" | "known" | "unknown_token" | "unreachable";

export type BotIdentity = {
  readonly username: () => string | undefined;
  readonly answer: () => BotAnswer;
  readonly stop: () => void;
};

const CALL_SECONDS_MAX = 10;
/** How long until Telegram is asked again. */
type Pauses = { readonly known: number; readonly troubled: number };
const AGAIN_MS: Pauses = { known: 300_000, troubled: 10_000 };

/**
 * Learns what the bot is called, and keeps asking: a token may be revoked, and Telegram may come back.
 *
 * One short call at a time, in the background: whoever wants to know is told the last answer at once.
 */
export function learnIdentity(
  address: ApiAddress,
  { log, againMs = AGAIN_MS }: { readonly log: Log; readonly againMs?: Pauses },
): BotIdentity {
  const api = createApi(address, { timeoutSeconds: CALL_SECONDS_MAX });
  const state: { username?: string; answer: BotAnswer; timer?: NodeJS.Timeout; isOver?: true } = {
    answer: "asking",
  };
  const ask = async (): Promise<void> => {
    const found = await whoIs(api, log);
    if (found.username !== undefined) state.username = found.username;
    state.answer = found.answer;
    if (state.isOver) return;
    state.timer = setTimeout(() => void ask(), found.answer === "known" ? againMs.known : againMs.troubled);
    state.timer.unref();
  };
  void ask();
  return {
    username: () => state.username,
    answer: () => state.answer,
    stop: () => {
      state.isOver = true;
      clearTimeout(state.timer);
    },
  };
}

async function whoIs(
  api: Api,
  log: Log,
): Promise<{ readonly username?: string; readonly answer: BotAnswer }> {
  try {
    return { username: (await api.getMe()).username, answer: "known" };
  } catch (error) {
    log.warn(failureFacts(error), "Telegram did not say what the bot is called; asking again");
    return { answer: isTokenUnknown(error) ? "unknown_token" : "unreachable" };
  }
}

/** 404 is how Telegram answers a token that does not even look like one. */
const isTokenUnknown = (error: unknown): boolean =>
  error instanceof GrammyError && (error.error_code === 401 || error.error_code === 404);
