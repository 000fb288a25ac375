import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import { type WorkerEnv, writeWorkerEnv } from "./worker-env.ts";

const WORKER = path.resolve(import.meta.dirname, "worker.ts");
/** Shared with the product's own starts, so that only the first one compiles. */
const COMPILED = path.join(tmpdir(), "okoshko-test-compiled");

type Worker = {
  readonly child: ChildProcess;
  readonly ready: Promise<void>;
  isReady: boolean;
  isDead: boolean;
};

/**
 * Processes that work in rounds. One that is killed is replaced at once, and works along from the moment it is up; at
 * least one takes part in each round.
 */
export function startWorkers(env: WorkerEnv, count: number) {
  let workers: Worker[] = Array.from({ length: count }, () => start(env));
  let rounds = 0;
  let kills = 0;
  const failures: string[] = [];

  const bury = (worker: Worker): void => {
    worker.isDead = true;
    workers = workers.map((one) => (one === worker ? start(env) : one));
  };

  /** Ends when everybody who began the round has finished it or died. */
  const round = async (): Promise<void> => {
    if (!workers.some(({ isReady }) => isReady)) await Promise.race(workers.map(({ ready }) => ready));
    rounds += 1;
    const number = rounds;
    await Promise.all(
      workers.filter(({ isReady }) => isReady).map((worker) => oneRound(worker, number, failures)),
    );
  };

  return {
    round,
    ready: async () => {
      await Promise.all(workers.map(({ ready }) => ready));
    },
    /** Kills the one of that number, if it is at work, without warning. */
    kill: (index: number): void => {
      const worker = workers[index];
      if (worker === undefined || !worker.isReady || worker.isDead) return;
      kills += 1;
      worker.child.kill("SIGKILL");
      bury(worker);
    },
    kills: () => kills,
    failures: () => failures,
    stop: async () => {
      const last = workers;
      workers = [];
      for (const { child } of last) child.kill("SIGKILL");
      await Promise.all(last.map(({ child }) => child.exitCode ?? child.signalCode ?? once(child, "exit")));
    },
  };
}

export type Workers = ReturnType<typeof startWorkers>;

function start(env: WorkerEnv): Worker {
  const child = fork(WORKER, [], {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: COMPILED, ...writeWorkerEnv(env) },
    execArgv: [],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ready = new Promise<void>((resolve) => {
    child.once("message", () => {
      worker.isReady = true;
      resolve();
    });
  });
  const worker: Worker = { child, ready, isReady: false, isDead: false };
  return worker;
}

async function oneRound({ child }: Worker, number: number, failures: string[]): Promise<void> {
  await new Promise<void>((resolve) => {
    const onMessage = (said: { readonly done?: number; readonly failure?: string }) => {
      if (said.done !== number) return;
      if (said.failure !== undefined) failures.push(said.failure);
      finish();
    };
    const finish = () => {
      child.off("message", onMessage);
      child.off("exit", finish);
      resolve();
    };
    child.on("message", onMessage);
    child.once("exit", finish);
    if (child.exitCode !== null || child.signalCode !== null) return finish();
    child.send(number, (error) => error && finish());
  });
}
