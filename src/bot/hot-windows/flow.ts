import { Composer } from "grammy";
import { listHotStarts } from "../../core/booking/index.ts";
import { tellBlocked } from "../book-visit/choose-flow.ts";
import { offered } from "../book-visit/offered.ts";
import { toHotStarts } from "../buttons.ts";
import type { BotContext } from "../context.ts";
import { onTap, taps } from "../middleware/taps.ts";
import { show } from "../show.ts";
import { HOT_PER_PAGE, hotScreen } from "./screens.ts";

/** Starts at a discount. */
export function hotWindows(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.use(taps(onTap(toHotStarts, (ctx, { page }) => showHot(ctx, page))));
  return flow;
}

export async function showHot(ctx: BotContext, page: number, note?: string): Promise<void> {
  const { app, words, settings } = ctx.on;
  if (await tellBlocked(ctx)) return;
  const found = await listHotStarts(app, { rowsMax: HOT_PER_PAGE + 1, offset: page * HOT_PER_PAGE });
  if (found.length === 0 && page > 0) return showHot(ctx, 0, note);
  const offers = found.slice(0, HOT_PER_PAGE).map(({ service, start }) => ({
    ...offered(start),
    serviceId: service.id,
    serviceName: service.name,
    listPrice: start.price.listPrice,
  }));
  await show(
    ctx,
    hotScreen(words, {
      page,
      offers,
      hasMore: found.length > offers.length,
      prepayment: settings["hot.prepayment"],
      now: app.clock.now(),
      note,
    }),
  );
}
