import fc from "fast-check";
import { type Kopecks, kopecks, type Percent, percent } from "../../../src/core/kernel/money.ts";
import { type Points, points } from "../../../src/core/kernel/points.ts";

export const anyPercent: fc.Arbitrary<Percent> = fc.integer({ min: 0, max: 100 }).map(percent);

/** Prices that the catalog allows, the small and the odd ones among them. */
export const anyPrice: fc.Arbitrary<Kopecks> = fc
  .oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 35_000_000 }))
  .map(kopecks);

/** Balances, debts among them. */
export const anyBalance: fc.Arbitrary<Points> = fc.integer({ min: -1_000, max: 400_000 }).map(points);

export const anyInstant: fc.Arbitrary<Date> = fc.date({
  min: new Date("2026-01-01T00:00:00Z"),
  max: new Date("2027-12-31T00:00:00Z"),
  noInvalidDate: true,
});

/** Whether a property finds a counterexample: shows that it would notice a wrong rule. The same at every run. */
export const isRefuted = <T>(property: fc.IProperty<T>): boolean =>
  fc.check(property, { seed: 20_261_123, numRuns: 5_000 }).failed;
