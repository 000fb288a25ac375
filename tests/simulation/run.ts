import { ACTIONS, EAGER } from "./actions/index.ts";
import { goBy, runJobs } from "./background.ts";
import { checkBooks } from "./books.ts";
import { chanceFrom } from "./chance.ts";
import { compareTouched, type Difference, touchAll } from "./compare.ts";
import { letGo } from "./leave.ts";
import type { Action, Life, Step } from "./life.ts";
import { openSalon } from "./setup.ts";
import { windDown } from "./wind-down.ts";
import { openProduct } from "./world/product.ts";

export type RunOptions = {
  readonly seed: number;
  readonly steps: number;
  /** Where a database of the run's own is made. */
  readonly serverUrl: string;
  /** Hears of every thousandth step. */
  readonly onProgress?: (steps: number, virtualMs: number) => void;
};

export type Report = {
  readonly seed: number;
  readonly steps: number;
  readonly seconds: number;
  readonly virtualDays: number;
  /** How often each action was taken, and what came of it. */
  readonly counts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The last steps, oldest first. */
  readonly told: readonly string[];
  /** The first step at which model and product differ. */
  readonly failure: Failure | undefined;
};

type Failure = { readonly step: number; readonly differences: readonly Difference[] };

const CHECK_EVERY = 500;
const LOOK_EVERY = 100;
const TIDY_EVERY = 5_000;
const TOLD_MAX = 20;
const CLIENTS_MAX = 14;

/** Lives so many steps, and compares after each; ends at the first difference. */
export async function run(options: RunOptions): Promise<Report> {
  const { seed, steps, serverUrl } = options;
  const chance = chanceFrom(seed);
  const product = await openProduct(serverUrl, chance);
  try {
    const world = await openSalon(product);
    const life: Life = { chance, world, product, mayDie: true, clientsMax: CLIENTS_MAX };
    const beganMs = world.nowMs;
    const began = process.hrtime.bigint();
    const counts: Record<string, Record<string, number>> = {};
    const told: string[] = [];
    let failure: Failure | undefined;
    let done = 0;
    while (done < steps && failure === undefined) {
      done += 1;
      const differences = await takeStep(life, { counts, told, number: done });
      if (done % TIDY_EVERY === 0) await product.tidy();
      if (done % 1_000 === 0) options.onProgress?.(done, world.nowMs - beganMs);
      if (differences.length > 0) failure = { step: done, differences };
    }
    if (failure === undefined) {
      told.push("everything is brought to an end");
      const differences = await guarded(() => windDown(life));
      if (differences.length > 0) failure = { step: done, differences };
    }
    counts["(points)"] = Object.fromEntries(world.entries);
    counts["(the fate of money)"] = Object.fromEntries(world.fates);
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    return {
      seed,
      steps: done,
      seconds,
      virtualDays: (world.nowMs - beganMs) / 86_400_000,
      counts,
      told: told.slice(-TOLD_MAX),
      failure,
    };
  } finally {
    await product.close();
  }
}

type Log = {
  readonly counts: Record<string, Record<string, number>>;
  readonly told: string[];
  readonly number: number;
};

async function takeStep(life: Life, log: Log): Promise<readonly Difference[]> {
  const { world, product } = life;
  return guarded(async () => {
    await goBy(life, 1);
    const differences: Difference[] = [];
    if (isSomebodyOverdue(life)) differences.push(...(await runJobs(life)));
    const { action, doIt } = chooseAction(life, log);
    log.told.push(`${log.number}. ${new Date(world.nowMs).toISOString()} ${action.name}`);
    if (log.told.length > 200) log.told.splice(0, 100);
    const step: Step = await doIt();
    log.told[log.told.length - 1] =
      `${log.number}. ${new Date(world.nowMs).toISOString()} ${step.what}: ${step.outcome}`;
    count(log.counts, action.name, step.outcome);
    differences.push(...step.differences);
    await product.bank.part.tick();
    if (log.number % LOOK_EVERY === 0) touchAll(world);
    differences.push(...(await compareTouched(product.db, world)));
    if (differences.length === 0 && log.number % CHECK_EVERY === 0) {
      differences.push(...(await checkBooks(life, { isEnd: false })));
      if (differences.length === 0) await letGo(life);
    }
    return differences;
  });
}

function count(counts: Log["counts"], action: string, outcome: string): void {
  const outcomes = counts[action] ?? {};
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  counts[action] = outcomes;
}

/** An error is a difference like any other: the model foretold an answer. */
async function guarded(work: () => Promise<readonly Difference[]>): Promise<readonly Difference[]> {
  try {
    return await work();
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return [{ about: "an error", model: "an answer", product: said }];
  }
}

const isSomebodyOverdue = ({ world }: Life): boolean =>
  [...world.bookings.values()].some(
    ({ state, heldUntilMs = 0 }) => state === "held" && heldUntilMs <= world.nowMs,
  );

/** Who holds a start mostly goes on and pays for it. */
const isSomebodyPaying = ({ world }: Life): boolean =>
  [...world.bookings.values()].some(({ state }) => state === "held" || state === "confirming");

/** From then on what has not happened in this life is tried first: the rarest of all might else never come. */
const LATE_STEP = 2_000;

function chooseAction(life: Life, { number, counts }: Log): { action: Action; doIt: () => Promise<Step> } {
  const missed = number < LATE_STEP ? [] : ACTIONS.filter(({ name }) => !(name in counts));
  for (const action of missed) {
    const doIt = action.plan(life);
    if (doIt !== undefined) return { action, doIt };
  }
  for (;;) {
    const isEager = !life.chance.once(4) && isSomebodyPaying(life);
    const action = life.chance.weighted((isEager ? EAGER : ACTIONS).map((one) => [one.weight, one] as const));
    const doIt = action.plan(life);
    if (doIt !== undefined) return { action, doIt };
  }
}
