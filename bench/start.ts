import type { Bench } from "./support/measuring.ts";
export const bench: Bench = async function* () {};
