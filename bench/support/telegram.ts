import { Worker } from "node:worker_threads";

export type Tap = { readonly user: number; readonly data: string };

/** What the bot showed somebody: the parameters of its call, and when that was answered, in its thread's time. */
export type Answer = {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly at: number;
  readonly status: number;
};

/** What the people in Telegram can be told to do. */
export type TelegramOrder = {
  /** New people write /start and wait for an answer. */
  introduce: { readonly users: readonly number[] };
  /** All at once, until everybody has an answer. */
  tapAll: { readonly taps: readonly Tap[] };
  /** Everybody taps the next button of the cycle as soon as the last one was answered. */
  tapInTurn: {
    readonly users: readonly number[];
    readonly cycle: readonly string[];
    readonly seconds: number;
  };
  /** So many taps a second, one person after another, whether they are answered or not. */
  tapSteadily: {
    readonly users: readonly number[];
    readonly cycle: readonly string[];
    readonly seconds: number;
    readonly perSecond: number;
  };
  /** New people write /start, and nobody answers them. */
  appear: { readonly users: readonly number[] };
  /** What the bot wrote by itself since it was last asked. */
  written: null;
  close: null;
};

/** A message that reached Telegram, by the wall clock; the status that it was answered with. */
export type Written = { readonly user: number; readonly atMs: number; readonly status: number };

export type TelegramReport = {
  introduce: null;
  tapAll: { readonly tookMs: number; readonly answers: readonly Answer[] };
  tapInTurn: { readonly perSecond: number };
  tapSteadily: { readonly latenciesMs: readonly number[] };
  appear: null;
  written: readonly Written[];
  close: null;
};

export type Telegram = {
  readonly url: string;
  tell<K extends keyof TelegramOrder>(name: K, given: TelegramOrder[K]): Promise<TelegramReport[K]>;
  close(): Promise<void>;
};

export const TOKEN = "4200:sandbox-token_of-the-benches";

type Reply = { readonly id: number; readonly report?: unknown; readonly error?: string };

/** Starts Telegram's emulator in a thread of its own, so that only the bot runs in the one that is measured. */
export async function startTelegram(): Promise<Telegram> {
  const worker = new Worker(new URL("./telegram-worker.ts", import.meta.url), {
    workerData: { token: TOKEN },
  });
  const waiting = new Map<number, (reply: Reply) => void>();
  const started = new Promise<Reply>((resolve) => waiting.set(0, resolve));
  worker.on("message", (reply: Reply) => {
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  });
  const { report: url } = await started;
  let last = 0;

  const tell = async <K extends keyof TelegramOrder>(name: K, given: TelegramOrder[K]) => {
    last += 1;
    const id = last;
    const replied = new Promise<Reply>((resolve) => waiting.set(id, resolve));
    worker.postMessage({ id, name, given });
    const { error, report } = await replied;
    if (error !== undefined) throw new Error(`Telegram's people could not ${name}: ${error}`);
    return report as TelegramReport[K];
  };
  return {
    url: String(url),
    tell,
    close: async () => {
      await tell("close", null);
      await worker.terminate();
    },
  };
}
