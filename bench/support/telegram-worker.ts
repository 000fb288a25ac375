import { Agent, type IncomingMessage, request, type ServerResponse } from "node:http";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import type { SandboxPart } from "../../src/sandbox/part.ts";
import { startSandboxServer } from "../../src/sandbox/server.ts";
import { createTelegramSandbox } from "../../src/sandbox/telegram/index.ts";
import type { Answer, Tap, TelegramOrder, TelegramReport, Written } from "./telegram.ts";

/*
 * Telegram and its people in a thread of their own, as they are elsewhere in life: the product's sandbox, somebody who
 * taps, and an eye on the bot's answers.
 */

const { token } = workerData as { readonly token: string };
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
/** Who waits for the bot's next answer to a person. */
const waiting = new Map<number, (answer: Answer) => void>();

const sandbox = await startSandboxServer({
  host: "127.0.0.1",
  port: 0,
  clock: { now: () => new Date(), advance: async () => undefined },
  parts: (surroundings) => ({ telegram: watched(createTelegramSandbox(surroundings, { token })) }),
});

let written: Written[] = [];

/** Listens to the calls that change what a person sees; one counts as an answer when it was answered itself. */
function watched(part: SandboxPart): SandboxPart {
  return {
    ...part,
    handle: (call, response, url) => {
      if (/\/(editMessageText|sendMessage)$/.test(url.pathname)) watch(call, response);
      return part.handle(call, response, url);
    },
  };
}

function watch(call: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  call.on("data", (chunk: Buffer) => chunks.push(chunk));
  response.on("finish", () => {
    const payload = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    const tell = waiting.get(payload.chat_id);
    waiting.delete(payload.chat_id);
    if (call.url?.endsWith("/sendMessage")) {
      written.push({ user: payload.chat_id, atMs: Date.now(), status: response.statusCode });
    }
    tell?.({ payload, at: performance.now(), status: response.statusCode });
  });
}

function act(path: string, body: object): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json" };
    const call = request(
      `${sandbox.url}/sim/telegram/${path}`,
      { method: "POST", agent, headers },
      (answer) => {
        answer.resume();
        if (answer.statusCode !== 200) reject(new Error(`${path} was answered with ${answer.statusCode}`));
        answer.on("end", resolve);
      },
    );
    call.on("error", reject);
    call.end(JSON.stringify(body));
  });
}

/** Does something as a person and waits for what the bot shows them. */
async function askBot(
  user: number,
  path: string,
  body: object,
): Promise<Answer & { readonly tookMs: number }> {
  const answered = new Promise<Answer>((resolve) => waiting.set(user, resolve));
  const startedAtMs = performance.now();
  await act(path, { user, ...body });
  const answer = await answered;
  return { ...answer, tookMs: answer.at - startedAtMs };
}

const tap = ({ user, data }: Tap) => askBot(user, "press", { data });

/** Where in a cycle of buttons everybody is; nobody begins with the first, which is what they see already. */
const places = new Map<number, number>();
function tapNext(user: number, cycle: readonly string[]) {
  const place = places.get(user) ?? 1 + (user % (cycle.length - 1));
  places.set(user, place + 1);
  return tap({ user, data: cycle[place % cycle.length] ?? "" });
}

const orders: {
  readonly [K in keyof TelegramOrder]: (given: TelegramOrder[K]) => Promise<TelegramReport[K]>;
} = {
  introduce: async ({ users }) => {
    const people = users.values();
    const one = async (): Promise<void> => {
      for (const user of people) {
        await act("users", { id: user, first_name: `Клиент ${user}`, language_code: "ru" });
        await askBot(user, "message", { text: "/start" });
      }
    };
    await Promise.all(Array.from({ length: 16 }, one));
    return null;
  },
  tapAll: async ({ taps }) => {
    const startedAtMs = performance.now();
    const answers = await Promise.all(taps.map(tap));
    return { tookMs: Math.max(...answers.map(({ at }) => at)) - startedAtMs, answers };
  },
  tapInTurn: async ({ users, cycle, seconds }) => {
    const startedAtMs = performance.now();
    const untilMs = startedAtMs + seconds * 1000;
    let count = 0;
    const person = async (user: number): Promise<void> => {
      for (; performance.now() < untilMs; count += 1) await tapNext(user, cycle);
    };
    await Promise.all(users.map(person));
    return { perSecond: (count / (performance.now() - startedAtMs)) * 1000 };
  },
  tapSteadily: async ({ users, cycle, seconds, perSecond }) => {
    const startedAtMs = performance.now();
    const answers: Promise<{ readonly tookMs: number }>[] = [];
    for (let index = 0; index < seconds * perSecond; index += 1) {
      const dueAtMs = startedAtMs + (index * 1000) / perSecond;
      if (dueAtMs > performance.now()) await sleep(dueAtMs - performance.now());
      answers.push(tapNext(users[index % users.length] ?? 0, cycle));
    }
    return { latenciesMs: (await Promise.all(answers)).map(({ tookMs }) => tookMs) };
  },
  appear: async ({ users }) => {
    const people = users.values();
    const one = async (): Promise<void> => {
      for (const user of people) {
        await act("users", { id: user, first_name: `Клиент ${user}`, language_code: "ru" });
        await act("message", { user, text: "/start" });
      }
    };
    await Promise.all(Array.from({ length: 16 }, one));
    return null;
  },
  written: async () => {
    const since = written;
    written = [];
    return since;
  },
  close: async () => {
    agent.destroy();
    await sandbox.close();
    return null;
  },
};

parentPort?.on(
  "message",
  async ({ id, name, given }: { id: number; name: keyof TelegramOrder; given: never }) => {
    try {
      parentPort?.postMessage({ id, report: await orders[name](given) });
    } catch (error) {
      parentPort?.postMessage({ id, error: String(error) });
    }
  },
);
parentPort?.postMessage({ id: 0, report: sandbox.url });
