import type { Params } from "../params.ts";
import type { World } from "../world.ts";

export type MethodAnswer = { readonly result: unknown; readonly description?: string };

/** One method of the Bot API. `signal` tells that the caller has hung up. */
export type Method = (
  world: World,
  params: Params,
  signal: AbortSignal,
) => MethodAnswer | Promise<MethodAnswer>;

export const success = (result: unknown): MethodAnswer => ({ result });
