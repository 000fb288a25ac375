import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { stopEmbeddedPostgres } from "../src/core/runtime/embedded-postgres.ts";
import { type Bench, median, rounded } from "./support/measuring.ts";

const FIRST_MS_MAX = 30_000;
const AGAIN_MS_MAX = 5_000;
const PATIENCE_MS = 120_000;
const PAUSE_MS = 25;
const ROOT = path.resolve(import.meta.dirname, "..");
/** What a checkout has after `npm ci`; its packages are shared with this one. */
const CHECKOUT = ["src", "prisma", "package.json", "package-lock.json", "build/dmmf.json"];

type Ports = { readonly web: number; readonly sandbox: number };

/**
 * `npm start` on a checkout with its packages installed, until the bot answers /start and the panel shows its door: the
 * first time (the panel's bundle is built, a database made, the demo loaded), and again after the database was stopped.
 */
export const bench: Bench = async function* ({ isSmall }) {
  const checkout = await mkdtemp(path.join(tmpdir(), "okoshko-bench-start-"));
  try {
    for (const name of CHECKOUT)
      await cp(path.join(ROOT, name), path.join(checkout, name), { recursive: true });
    await symlink(path.join(ROOT, "node_modules"), path.join(checkout, "node_modules"));
    const firstMs = await startOnce(checkout);
    yield {
      name: "start.first",
      target: `npm start for the first time: bot answers, panel shows; ≤ ${FIRST_MS_MAX} ms`,
      isMet: firstMs <= FIRST_MS_MAX,
      tookMs: rounded(firstMs),
    };
    const agains: number[] = [];
    for (let round = 0; round < (isSmall ? 1 : 5); round += 1) agains.push(await startOnce(checkout));
    yield {
      name: "start.again",
      target: `npm start with the bundle built, the database stopped: the same; ≤ ${AGAIN_MS_MAX} ms`,
      isMet: median(agains) <= AGAIN_MS_MAX,
      tookMs: rounded(median(agains)),
      tooksMs: agains.map((ms) => rounded(ms)),
    };
  } finally {
    await rm(checkout, { recursive: true, force: true });
  }
};

async function startOnce(checkout: string): Promise<number> {
  const ports = { web: await freePort(), sandbox: await freePort() };
  const startedAtMs = performance.now();
  const product = spawn("npm", ["start"], {
    cwd: checkout,
    env: { ...process.env, PORT: String(ports.web), SANDBOX_PORT: String(ports.sandbox), LOG_LEVEL: "error" },
    stdio: ["ignore", "ignore", "inherit"],
    detached: true,
  });
  try {
    await untilItServes(ports, product);
    return performance.now() - startedAtMs;
  } finally {
    await end(product);
    await stopEmbeddedPostgres(path.join(checkout, ".data"));
  }
}

async function untilItServes(ports: Ports, product: ChildProcess): Promise<void> {
  const untilMs = performance.now() + PATIENCE_MS;
  const serves = { panel: false, bot: false };
  let isGreeted = false;
  while (!serves.panel || !serves.bot) {
    if (performance.now() > untilMs || product.exitCode !== null) {
      throw new Error(`npm start does not serve: ${JSON.stringify(serves)}`);
    }
    serves.panel ||= (await ask(`http://127.0.0.1:${ports.web}/admin/login`)) !== undefined;
    isGreeted ||= await greet(ports);
    const chat = isGreeted
      ? await ask(`http://127.0.0.1:${ports.sandbox}/sim/telegram/chats/990001`)
      : undefined;
    serves.bot ||= chat?.includes('"from":"bot"') ?? false;
    await sleep(PAUSE_MS);
  }
}

async function greet({ sandbox }: Ports): Promise<boolean> {
  const url = `http://127.0.0.1:${sandbox}/sim/telegram`;
  const isMade = (await ask(`${url}/users`, { id: 990_001, first_name: "Анна" })) !== undefined;
  return isMade && (await ask(`${url}/message`, { user: 990_001, text: "/start" })) !== undefined;
}

/** The body of a good answer. */
async function ask(url: string, body?: object): Promise<string | undefined> {
  const post = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  try {
    const response = await fetch(url, body === undefined ? {} : post);
    const text = await response.text();
    return response.ok ? text : undefined;
  } catch {
    return undefined;
  }
}

/** npm and what it started, as Ctrl+C ends them. */
async function end(product: ChildProcess): Promise<void> {
  if (product.exitCode !== null || product.pid === undefined) return;
  const gone = once(product, "exit");
  process.kill(-product.pid, "SIGTERM");
  await gone;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
