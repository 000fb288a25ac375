import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { BenchDatabase } from "./measuring.ts";
import { type Telegram, TOKEN } from "./telegram.ts";

const MAIN = path.resolve(import.meta.dirname, "../../src/main.ts");

export type JobsProcess = {
  /** As the database knows its connections. */
  readonly name: string;
  /** Ends it in the middle of whatever it does. */
  kill(): Promise<void>;
  stop(): Promise<void>;
};

/** The product as its operator starts it with `--role jobs`, against the emulator of Telegram. */
export async function startJobsProcess(
  name: string,
  { database, telegram }: { readonly database: BenchDatabase; readonly telegram: Telegram },
): Promise<JobsProcess> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "okoshko-bench-jobs-"));
  const { connectionString } = database;
  const joint = connectionString.includes("?") ? "&" : "?";
  const child: ChildProcess = spawn(process.execPath, [MAIN, "--role", "jobs"], {
    cwd: dataDir,
    env: {
      PATH: process.env.PATH,
      DATA_DIR: dataDir,
      DATABASE_URL: `${connectionString}${joint}application_name=${name}`,
      BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: telegram.url,
      LOG_LEVEL: "warn",
      NODE_ENV: "production",
    },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const ended = once(child, "exit");
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  };
  return { name, kill: () => end("SIGKILL"), stop: () => end("SIGTERM") };
}
