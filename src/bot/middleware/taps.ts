import type { MiddlewareFn } from "grammy";
import type { CallbackData } from "../callback-data.ts";
import { answerTap, type BotContext } from "../context.ts";

/** One kind of button and what its tap does. */
export type TapRoute = {
  readonly verb: string;
  /** `false` when the data is garbled. */
  readonly run: (ctx: BotContext, parts: readonly string[]) => Promise<boolean>;
};

type TapOptions = {
  /** The tap is answered with a word of its own, so the spinner waits for it. */
  readonly answersItself?: boolean;
};

export function onTap<T>(
  data: CallbackData<T>,
  handle: (ctx: BotContext, values: T) => Promise<void>,
  options: TapOptions = {},
): TapRoute {
  return {
    verb: data.verb,
    run: async (ctx, parts) => {
      const values = data.unpack(parts);
      if (values === undefined) return false;
      const spinner = options.answersItself ? undefined : answerTap(ctx);
      await Promise.all([handle(ctx, values), spinner]);
      await answerTap(ctx);
      return true;
    },
  };
}

/** Leads a tap to its flow; a garbled one goes on to those who handle what nobody knows. */
export function taps(...routes: readonly TapRoute[]): MiddlewareFn<BotContext> {
  const byVerb = new Map(routes.map((route) => [route.verb, route]));
  return async (ctx, next) => {
    const { tap } = ctx.on;
    const route = tap && byVerb.get(tap.verb);
    if (tap === undefined || route === undefined || !(await route.run(ctx, tap.parts))) await next();
  };
}
