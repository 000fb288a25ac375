import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { FAULTS } from "./faults.ts";

const MAIN = path.resolve(import.meta.dirname, "main.ts");
/** Within so many steps of one of these lives every one of them is found, mostly of the first. */
const SEEDS = [1, 4, 2];
const STEPS = 3_000;
const LONG_MS = 240_000;

/** A run in a process of its own, because the fault is planted into what that process loads. */
async function simulate(...args: readonly string[]): Promise<{ exit: number; output: string }> {
  const run = promisify(execFile)(process.execPath, [MAIN, ...args]);
  return run.then(
    ({ stdout }) => ({ exit: 0, output: stdout }),
    (error: { code?: number; stdout?: string; stderr?: string }) => ({
      exit: error.code ?? -1,
      output: `${error.stdout ?? ""}${error.stderr ?? ""}`,
    }),
  );
}

describe("a rule of the product made wrong is found by the simulation", () => {
  it.each(Object.entries(FAULTS))(
    "%s",
    async (name) => {
      for (const seed of SEEDS) {
        const found = await simulate("--seed", String(seed), "--steps", String(STEPS), "--fault", name);
        if (found.exit === 0) continue;
        expect(found.output).toMatch(/model and product differ at step \d+/);
        expect(found.exit).toBe(1);
        return;
      }
      expect.unreachable(`${name} was not found`);
    },
    LONG_MS,
  );
});

it(
  "and a product that was left alone lives on",
  async () => {
    const { exit, output } = await simulate("--steps", "200");
    expect(output).toContain("model and product agree");
    expect(exit).toBe(0);
  },
  LONG_MS,
);
