import { expect, inject, it } from "vitest";
import { ACTIONS } from "./actions/index.ts";
import { run } from "./run.ts";

/** Not every run is the same life: the seed is the only thing that a run depends on. */
const SEED = 1;
const STEPS = 3_000;
const LONG_MS = 240_000;

it(
  "after 3 000 steps of a salon's life model and product agree, and the bank with both (CX, EP, PR, PT, PY, SL)",
  async () => {
    const report = await run({ seed: SEED, steps: STEPS, serverUrl: inject("testServerUrl") });
    expect(report.failure).toBeUndefined();
    expect(report.steps).toBe(STEPS);
    // Months have gone by, and every kind of thing has happened.
    expect(report.virtualDays).toBeGreaterThan(90);
    expect(ACTIONS.map(({ name }) => name).filter((name) => !(name in report.counts))).toEqual([]);
  },
  LONG_MS,
);

it(
  "one seed is one life (a run can be replayed)",
  async () => {
    const serverUrl = inject("testServerUrl");
    const [first, second] = [
      await run({ seed: 7, steps: 150, serverUrl }),
      await run({ seed: 7, steps: 150, serverUrl }),
    ];
    expect(second.counts).toEqual(first.counts);
    expect(second.told).toEqual(first.told);
  },
  LONG_MS,
);
