import { parseArgs } from "node:util";
import { testServer } from "../support/database-server.ts";
import { FAULTS, plant } from "./faults.ts";
import type { Report } from "./run.ts";

const USAGE = `npm run simulate -- --seed N --steps M [--fault NAME]
  faults: ${Object.keys(FAULTS).join(", ")}`;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const { seed, steps, fault } = readArguments();
if (fault !== undefined) plant(fault);
// The product is loaded after the fault was planted into it.
const { run } = await import("./run.ts");
const { connectionString: serverUrl } = await testServer();
const report = await run({
  seed,
  steps,
  serverUrl,
  onProgress: (done, virtualMs) =>
    process.stderr.write(`${done} steps, ${Math.round(virtualMs / 86_400_000)} days\n`),
});
tell(report);
process.exitCode = report.failure === undefined ? 0 : 1;

function tell({ counts, told, failure, ...figures }: Report): void {
  const perSecond = Math.round(figures.steps / figures.seconds);
  say(
    `seed ${figures.seed}: ${figures.steps} steps in ${figures.seconds.toFixed(1)} s, ${perSecond} a second, ${Math.round(figures.virtualDays)} days went by`,
  );
  for (const [action, outcomes] of Object.entries(counts)) {
    const parts = Object.entries(outcomes).map(([outcome, count]) => `${outcome} ${count}`);
    say(`  ${action}: ${parts.join(", ")}`);
  }
  if (failure === undefined) {
    say("model and product agree");
    return;
  }
  say(`\nmodel and product differ at step ${failure.step}; before that:`);
  for (const line of told) say(`  ${line}`);
  for (const { about, model, product } of failure.differences) {
    say(`${about}\n  model:   ${shown(model)}\n  product: ${shown(product)}`);
  }
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
}

function readArguments(): { seed: number; steps: number; fault: string | undefined } {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: "string", default: "1" },
        steps: { type: "string", default: "3000" },
        fault: { type: "string" },
      },
    });
    const [seed, steps] = [Number(values.seed), Number(values.steps)];
    if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(steps) || steps < 1)
      throw new Error("whole numbers, please");
    if (values.fault !== undefined && !Object.hasOwn(FAULTS, values.fault))
      throw new Error(`no fault "${values.fault}"`);
    return { seed, steps, fault: values.fault };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}\n`);
    process.exit(2);
  }
}
