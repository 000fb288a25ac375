import { describe, expect, it } from "vitest";
import { createPace } from "../../../src/core/runtime/pace.ts";

const elapsedMs = async (work: () => Promise<unknown>): Promise<number> => {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
};

describe("MS-6: a pace", () => {
  it("gives so many turns a second, evenly spaced", async () => {
    const pace = createPace({ perSecond: 100, apartMs: 0 });
    await pace.turn();
    const tenMore = await elapsedMs(async () => {
      for (let turn = 0; turn < 10; turn += 1) await pace.turn();
    });
    expect(tenMore).toBeGreaterThanOrEqual(90);
  });

  it("leaves a receiver alone for their second, and nobody else", () => {
    const pace = createPace({ perSecond: 100, apartMs: 1_000 });
    expect(pace.restOf(1)).toBe(0);
    expect(pace.restOf(1)).toBeGreaterThan(900);
    expect(pace.restOf(2)).toBe(0);
  });

  it("rests for everybody when it is asked to, and the longest rest counts", async () => {
    const pace = createPace({ perSecond: 1_000, apartMs: 0 });
    pace.rest(0.1);
    pace.rest(0.01);
    expect(pace.isResting()).toBe(true);
    expect(await elapsedMs(() => pace.turn())).toBeGreaterThanOrEqual(90);
    expect(pace.isResting()).toBe(false);
  });
});
