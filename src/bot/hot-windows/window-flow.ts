import { Composer } from "grammy";
import { type HotWindow, listHotWindows } from "../../core/booking/index.ts";
import { tellBlocked } from "../book-visit/choose-flow.ts";
import { holdStart, toWindow } from "../buttons.ts";
import { anew, readTap } from "../callback-data.ts";
import type { BotContext } from "../context.ts";
import { show } from "../show.ts";
import { showHot } from "./flow.ts";
import { windowScreen } from "./window-screens.ts";

/**
 * One hot window, as a button under an announcement leads to it (MS-4): where one service fits, the tap is that start's
 * own, for the flows that come after; where several do, the client chooses; one that is gone leads to those that are left.
 */
export function windowChoice(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.use(async (ctx, next) => {
    const { app, tap, words } = ctx.on;
    const wanted = tap?.verb === toWindow.verb ? toWindow.unpack(tap.parts) : undefined;
    if (wanted === undefined) return next();
    const [window] = await listHotWindows(app, [wanted.slotId]);
    const [offer, ...others] = window?.offers ?? [];
    if (window === undefined || offer === undefined) return showHot(ctx, 0, words.t("hot-window-gone"));
    if (others.length > 0) return askService(ctx, window);
    const { slotId, startsAt } = window;
    ctx.on.tap = readTap(anew(holdStart.pack({ serviceId: offer.serviceId, slotId, startsAt })));
    await next();
  });
  return flow;
}

async function askService(ctx: BotContext, window: HotWindow): Promise<void> {
  if (await tellBlocked(ctx)) return;
  await show(ctx, windowScreen(ctx.on.words, window));
}
