import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { z } from "zod";

const MAIN = path.resolve(import.meta.dirname, "../../src/main.ts");
/** Shared by all, so that only the first start compiles. */
const COMPILED = path.join(tmpdir(), "okoshko-test-compiled");
/** However the tests die, what they started dies with them. */
const DIE_TOO = 'process.on("disconnect", () => process.exit(1)); process.channel.unref();';
const READY_MS_MAX = 60_000;
/** More than the product gives itself. */
const STOP_MS_MAX = 40_000;

export type Role = "web" | "bot" | "jobs" | "sandbox";

export type ProductOptions = {
  /** The database of the test, empty or filled by it; an empty one gets the demo data, as it does for a newcomer. */
  readonly databaseUrl: string;
  /** Those of an earlier process that this one takes the place of, or works beside; free ones otherwise. */
  readonly home?: Home;
  /** All of them unless said otherwise. */
  readonly roles?: readonly Role[];
  readonly env?: Readonly<Record<string, string>>;
};

/** What processes of one installation have in common. */
export type Home = { readonly port: number; readonly sandboxPort: number; readonly dataDir: string };

const logLine = z.looseObject({ level: z.string(), message: z.string() });
export type LogLine = z.infer<typeof logLine>;

const readiness = z.object({
  ready: z.boolean(),
  parts: z.record(z.string(), z.object({ ok: z.boolean(), reason: z.string().optional() })),
});
export type Readiness = z.infer<typeof readiness>;

export type Product = {
  readonly home: Home;
  /** The web server's address; the sandbox's. */
  readonly url: string;
  readonly sandboxUrl: string;
  /** Everything said so far, to standard output and standard error. */
  readonly output: () => string;
  readonly log: () => readonly LogLine[];
  /** Resolves when something that fits was said, even if it was long ago. */
  readonly says: (what: string | RegExp) => Promise<void>;
  readonly ready: () => Promise<Readiness & { readonly status: number }>;
  readonly isRunning: () => boolean;
  /** Asks it to end, and answers its exit code. */
  readonly stop: () => Promise<number | null>;
  /** Ends it in the middle of whatever it does. */
  readonly kill: () => Promise<void>;
};

/** The product as its operator starts it, ready to serve; whatever still runs at the end of the file is stopped. */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const home = options.home ?? (await makeHome());
  const args = (options.roles ?? []).flatMap((role) => ["--role", role]);
  const running = run(args, { home, env: { DATABASE_URL: options.databaseUrl, ...options.env } });
  const product = asProduct(home, running);
  afterAll(async () => {
    if (product.isRunning()) await product.stop();
  }, STOP_MS_MAX);
  await product.says("Okoshko is ready.");
  return product;
}

/** What the program says and the code it ends with, when it is expected to end by itself. */
export async function runProduct(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly exit: number | null; readonly output: string }> {
  const running = run(args, { home: await makeHome(), env });
  const timer = setTimeout(() => running.child.kill("SIGKILL"), READY_MS_MAX);
  const exit = await running.ended;
  clearTimeout(timer);
  return { exit, output: running.output() };
}

export async function makeHome(): Promise<Home> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "okoshko-story-test-"));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
  const [port, sandboxPort] = await Promise.all([freePort(), freePort()]);
  return { port, sandboxPort, dataDir };
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return address.port;
}

type Running = {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Calls back at every word, and at the end; answers how to stop it. */
  readonly listen: (listener: () => void) => () => void;
  readonly ended: Promise<number | null>;
};

function run(
  args: readonly string[],
  { home, env }: { readonly home: Home; readonly env: Readonly<Record<string, string>> },
): Running {
  const child = spawn(process.execPath, ["--import", `data:text/javascript,${DIE_TOO}`, MAIN, ...args], {
    // Where there is no .env to be read.
    cwd: home.dataDir,
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: COMPILED,
      DATA_DIR: home.dataDir,
      PORT: String(home.port),
      SANDBOX_PORT: String(home.sandboxPort),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let said = "";
  const listeners = new Set<() => void>();
  const announce = () => {
    for (const listener of [...listeners]) listener();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      announce();
    });
  }
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve(code);
      announce();
    });
  });
  const listen = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return { child, output: () => said, listen, ended };
}

function asProduct(home: Home, { child, output, listen, ended }: Running): Product {
  const url = `http://127.0.0.1:${home.port}`;
  const isRunning = () => child.exitCode === null && child.signalCode === null;

  const says = (what: string | RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const fits = () => (typeof what === "string" ? output().includes(what) : what.test(output()));
      const finish = (problem?: string) => {
        clearTimeout(timer);
        stopListening();
        if (problem === undefined) resolve();
        else reject(new Error(`${problem} before it said ${what}:\n${output()}`));
      };
      const look = () => {
        if (fits()) finish();
        else if (!isRunning()) finish("the product ended");
      };
      const timer = setTimeout(() => finish("60 s went by"), READY_MS_MAX);
      const stopListening = listen(look);
      look();
    });

  return {
    home,
    url,
    sandboxUrl: `http://127.0.0.1:${home.sandboxPort}`,
    output,
    log: () => output().split("\n").flatMap(readLogLine),
    says,
    ready: async () => {
      const response = await fetch(`${url}/ready`);
      return { status: response.status, ...readiness.parse(await response.json()) };
    },
    isRunning,
    stop: async () => {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
      const code = await ended;
      clearTimeout(timer);
      return code;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function readLogLine(line: string): LogLine[] {
  if (!line.startsWith("{")) return [];
  try {
    return [logLine.parse(JSON.parse(line))];
  } catch {
    return [];
  }
}

/** Lines that ask somebody to look. */
export const troublesOf = (product: Product): readonly LogLine[] =>
  product.log().filter(({ level }) => !["trace", "debug", "info"].includes(level));
