/** Chance that the seed decides alone: the same seed, the same life. */
export type Chance = ReturnType<typeof chanceFrom>;

/** @param seed any whole number (sfc32, stirred before its first answer) */
export function chanceFrom(seed: number) {
  let [a, b, c, d] = [seed | 0, Math.floor(seed / 2 ** 32) | 0, 0x9e3779b9 | 0, 1];
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let stirred = 0; stirred < 16; stirred += 1) next();

  const below = (limit: number): number => Math.floor((next() / 2 ** 32) * limit);
  const pick = <T>(from: readonly T[]): T => {
    const one = from[below(from.length)];
    if (one === undefined) throw new RangeError("nothing to choose from");
    return one;
  };
  return {
    below,
    pick,
    /** A whole number, both ends included. */
    between: (from: number, to: number): number => from + below(to - from + 1),
    /** True once in so many times. */
    once: (inSo: number): boolean => below(inSo) === 0,
    /** One of what there is, or nothing of nothing. */
    some: <T>(from: readonly T[]): T | undefined => (from.length === 0 ? undefined : pick(from)),
    /** The heavier, the more often. */
    weighted: <T>(from: readonly (readonly [weight: number, value: T])[]): T => {
      let rest = below(from.reduce((sum, [weight]) => sum + weight, 0));
      for (const [weight, value] of from) {
        if (rest < weight) return value;
        rest -= weight;
      }
      throw new RangeError("nothing to choose from");
    },
    /** A uuid of the seed's own making. */
    uuid: (): string => {
      const digits = [next(), next(), next(), next()]
        .map((part) => part.toString(16).padStart(8, "0"))
        .join("");
      return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20)}`;
    },
  };
}
