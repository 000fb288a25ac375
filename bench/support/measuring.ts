import { performance } from "node:perf_hooks";

/** What one bench found: a line on standard output, with the machine it was found on. */
export type Measured = {
  readonly name: string;
  /** The promise of the design, in words. */
  readonly target: string;
  readonly isMet: boolean;
  /** The product's figure over the baseline's of the same run, where there is a baseline. */
  readonly ratio?: number;
  readonly [fact: string]: unknown;
};

export type BenchTerms = {
  readonly databases: Databases;
  /** Sizes that show whether the bench works, and nothing else. */
  readonly isSmall: boolean;
  /** Sizes that take many minutes and gigabytes. */
  readonly isHuge: boolean;
};

/** Where a bench gets the databases that it fills and forgets. */
export type Databases = {
  /** A database with every migration applied and no rows; or one just like another. */
  make(options?: { readonly like?: BenchDatabase }): Promise<BenchDatabase>;
  /** Drops one that is needed no more, before the run ends. */
  drop(database: BenchDatabase): Promise<void>;
};

export type BenchDatabase = { readonly name: string; readonly connectionString: string };

export type Bench = (terms: BenchTerms) => AsyncGenerator<Measured>;

export async function elapsedMs(work: () => Promise<unknown>): Promise<number> {
  const startedAtMs = performance.now();
  await work();
  return performance.now() - startedAtMs;
}

/** The value below which a share of all lie; of none, NaN. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Enough digits to compare by, and no more. */
export const rounded = (value: number, digits = 3): number => Number(value.toPrecision(digits));

/** Latencies in the words of a report, in milliseconds. */
export const spread = (latenciesMs: readonly number[]) => ({
  p50Ms: rounded(quantile(latenciesMs, 0.5)),
  p95Ms: rounded(quantile(latenciesMs, 0.95)),
  p99Ms: rounded(quantile(latenciesMs, 0.99)),
  maxMs: rounded(quantile(latenciesMs, 1)),
  count: latenciesMs.length,
});

/** Has so many callers take the subjects one after another, and tells how long each took. */
export async function callTogether<T>(
  callers: number,
  subjects: readonly T[],
  work: (subject: T) => Promise<unknown>,
): Promise<readonly number[]> {
  const latenciesMs: number[] = [];
  const waiting = subjects.values();
  const caller = async (): Promise<void> => {
    for (const subject of waiting) latenciesMs.push(await elapsedMs(() => work(subject)));
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return latenciesMs;
}

export type Pair = { readonly product: number; readonly baseline: number };

/**
 * Measures product and baseline in turn, the first one changing from round to round, so that what else the machine
 * does falls on both alike.
 */
export async function inPairs(
  rounds: number,
  measure: {
    readonly product: (round: number) => Promise<number>;
    readonly baseline: (round: number) => Promise<number>;
  },
): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) {
      const product = await measure.product(round);
      pairs.push({ product, baseline: await measure.baseline(round) });
    } else {
      const baseline = await measure.baseline(round);
      pairs.push({ product: await measure.product(round), baseline });
    }
  }
  return pairs;
}

/** The medians of a series of pairs, and the median of their ratios. */
export const middleOf = (pairs: readonly Pair[]) => ({
  product: rounded(median(pairs.map(({ product }) => product))),
  baseline: rounded(median(pairs.map(({ baseline }) => baseline))),
  ratio: rounded(median(pairs.map(({ product, baseline }) => product / baseline))),
  ratios: pairs.map(({ product, baseline }) => rounded(product / baseline)),
});
