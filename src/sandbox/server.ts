import { readFile, rename, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { readBody, sendJson } from "./http.ts";
import type { SandboxPart, SandboxSurroundings } from "./part.ts";

const TICK_MS = 1000;
const SAVE_MS_MIN = 1000;
/** Saving may take at most this share of the time, however large the state has grown. */
const SAVE_SHARE = 1 / 20;
const ADVANCE_SECONDS_MAX = 400 * 24 * 3600;

/** The clock that the product and the sandbox share. */
export type SandboxClock = {
  now(): Date;
  /** @param seconds whole, > 0 */
  advance(seconds: number): Promise<void>;
};

export type SandboxServerOptions = {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly clock: SandboxClock;
  /** The emulated services, by their names in the state file. */
  readonly parts: (surroundings: SandboxSurroundings) => Readonly<Record<string, SandboxPart>>;
  /** Where the state is kept over restarts; without it, nowhere. */
  readonly stateFile?: string;
};

export type Sandbox = {
  /** Where it is reached, without a trailing slash. */
  readonly url: string;
  /** Saves and stops; open connections are ended. */
  close(): Promise<void>;
};

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse; readonly url: URL };
type Parts = Readonly<Record<string, SandboxPart>>;

/** Serves the given parts on one address, with the clock they share and a memory over restarts. */
export async function startSandboxServer(options: SandboxServerOptions): Promise<Sandbox> {
  const saved = await loadState(options.stateFile);
  let parts: Parts = {};
  const keeper = createKeeper(options.stateFile, () => parts);
  const server = createServer((request, response) => {
    void serve(options.clock, parts, request, response).finally(keeper.noteChange);
  });
  // A connection closed for being idle may break the very call that comes upon it: that would be an unordered fault.
  server.keepAliveTimeout = 0;
  const url = await listen(server, options.host, options.port);
  parts = options.parts({ now: () => options.clock.now(), baseUrl: url });
  restore(parts, saved);

  const timer = setInterval(() => void tickAll(parts), TICK_MS);
  return {
    url,
    close: async () => {
      clearInterval(timer);
      await keeper.close();
      const closed = new Promise((resolve) => server.close(resolve));
      await Promise.all(Object.values(parts).map((part) => part.close()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server, host: string, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address();
  const taken = typeof address === "object" && address ? address.port : port;
  const isEverywhere = host === "0.0.0.0" || host === "::";
  const name = isEverywhere ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${taken}`;
}

async function serve(
  clock: SandboxClock,
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const url = new URL(request.url ?? "/", "http://sandbox");
    if (isFromForeignPage(request)) {
      sendJson(response, 403, { error: "another site's page may not act here" });
      return;
    }
    if (await serveOwn(clock, parts, { request, response, url })) return;
    for (const part of Object.values(parts)) {
      if (await part.handle(request, response, url)) return;
    }
    sendJson(response, 404, { error: `there is no ${request.method} ${url.pathname}` });
  } catch (error) {
    if (response.headersSent) response.destroy();
    else sendJson(response, 500, { error: error instanceof Error ? error.message : String(error) });
  }
}

/** Nobody has to log in here, so what a stranger's page makes the browser send is refused. */
const isFromForeignPage = (request: IncomingMessage): boolean =>
  request.method !== "GET" && request.headers["sec-fetch-site"] === "cross-site";

async function serveOwn(
  clock: SandboxClock,
  parts: Parts,
  { request, response, url }: Exchange,
): Promise<boolean> {
  switch (`${request.method} ${url.pathname}`) {
    case "GET /health":
      sendJson(response, 200, { status: "ok" });
      return true;
    case "GET /sim/clock":
      sendJson(response, 200, { now: clock.now().toISOString() });
      return true;
    case "POST /sim/clock": {
      const seconds = advanceSeconds(await readBody(request));
      if (seconds === undefined) {
        const error = `advanceSeconds: a whole number from 1 to ${ADVANCE_SECONDS_MAX}; the clock only goes forward`;
        sendJson(response, 400, { error });
        return true;
      }
      await clock.advance(seconds);
      await tickAll(parts);
      sendJson(response, 200, { now: clock.now().toISOString() });
      return true;
    }
    case "POST /sim/reset":
      await readBody(request);
      for (const part of Object.values(parts)) part.reset();
      sendJson(response, 200, { ok: true });
      return true;
    default:
      return false;
  }
}

function advanceSeconds(body: Buffer): number | undefined {
  const value = parseJson(body.toString("utf8"));
  if (typeof value !== "object" || value === null || !("advanceSeconds" in value)) return undefined;
  const seconds = value.advanceSeconds;
  const isAllowed =
    typeof seconds === "number" && Number.isInteger(seconds) && seconds > 0 && seconds <= ADVANCE_SECONDS_MAX;
  return isAllowed ? seconds : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One part's trouble must not keep the others from ticking. */
async function tickAll(parts: Parts): Promise<void> {
  const outcomes = await Promise.allSettled(Object.values(parts).map((part) => part.tick()));
  for (const outcome of outcomes) {
    if (outcome.status === "rejected") process.emitWarning(`the sandbox: ${String(outcome.reason)}`);
  }
}

async function loadState(file: string | undefined): Promise<unknown> {
  if (file === undefined) return undefined;
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text === undefined ? undefined : parseJson(text);
}

/** A state that no longer fits is left behind: the sandbox holds nothing that cannot be played again. */
function restore(parts: Parts, saved: unknown): void {
  if (typeof saved !== "object" || saved === null) return;
  const states = new Map<string, unknown>(Object.entries(saved));
  for (const [name, part] of Object.entries(parts)) {
    if (!states.has(name)) continue;
    try {
      part.restore(states.get(name));
    } catch (error) {
      process.emitWarning(`the sandbox starts without its old ${name} state: ${String(error)}`);
    }
  }
}

type Keeper = { noteChange(): void; close(): Promise<void> };

/** Writes the state a moment after something may have changed it, whole or not at all. */
function createKeeper(file: string | undefined, parts: () => Parts): Keeper {
  if (file === undefined) return { noteChange: () => undefined, close: async () => undefined };
  let timer: NodeJS.Timeout | undefined;
  let waitMs = SAVE_MS_MIN;
  let written = "";
  let writing: Promise<void> = Promise.resolve();

  const save = async (): Promise<void> => {
    const startedAtMs = performance.now();
    const states = Object.entries(parts()).map(([name, part]) => [name, part.snapshot()] as const);
    const text = JSON.stringify(Object.fromEntries(states));
    waitMs = Math.max(SAVE_MS_MIN, (performance.now() - startedAtMs) / SAVE_SHARE);
    if (text === written) return;
    await writeFile(`${file}.new`, text, { mode: 0o600 });
    await rename(`${file}.new`, file);
    written = text;
  };
  const enqueueSave = (): Promise<void> => {
    timer = undefined;
    writing = writing.then(save).catch((error: unknown) => {
      process.emitWarning(`the sandbox could not save its state: ${String(error)}`);
    });
    return writing;
  };
  return {
    noteChange: () => {
      timer ??= setTimeout(() => void enqueueSave(), waitMs).unref();
    },
    close: () => {
      clearTimeout(timer);
      return enqueueSave();
    },
  };
}
