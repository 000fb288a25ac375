import { Composer } from "grammy";
import { type PressedTarget, pressButton } from "../../core/broadcasts/index.ts";
import { hasConsent, setConsent } from "../../core/people/index.ts";
import { holdStart, pressBroadcast, stopNews, toCalendar, toWindow } from "../buttons.ts";
import { anew, readTap } from "../callback-data.ts";
import { answerTap, type BotContext, clientOf } from "../context.ts";
import { onTap, taps } from "../middleware/taps.ts";
import { show } from "../show.ts";
import { stoppedScreen } from "./screens.ts";

/**
 * What is under a broadcast (MS-3): a tap is noted and then is what its button leads to, for the flows that come after;
 * the way out takes the consent back at once.
 */
export function broadcastButtons(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.use(async (ctx, next) => {
    await followButton(ctx);
    await next();
  });
  flow.use(taps(onTap(stopNews, stop, { answersItself: true })));
  return flow;
}

async function followButton(ctx: BotContext): Promise<void> {
  const { app, tap } = ctx.on;
  const press = tap?.verb === pressBroadcast.verb ? pressBroadcast.unpack(tap.parts) : undefined;
  if (press === undefined) return;
  const pressed = await pressButton(app, { ...press, clientId: clientOf(ctx).id });
  if (pressed.ok) ctx.on.tap = readTap(anew(dataOf(pressed.value)));
}

function dataOf(target: PressedTarget): string {
  if ("windowSlotId" in target) return toWindow.pack({ slotId: target.windowSlotId });
  const { serviceId, slot } = target;
  return slot === undefined
    ? toCalendar.pack({ serviceId, specialistId: undefined })
    : holdStart.pack({ serviceId, ...slot });
}

async function stop(ctx: BotContext): Promise<void> {
  const { app, words } = ctx.on;
  const { id: clientId } = clientOf(ctx);
  // Pressed twice, or under an older message: nothing to say anew.
  if (!(await hasConsent(app.db, clientId, "marketing")))
    return answerTap(ctx, words.c("news-stopped-already"));
  const pressed = words.c("button-stop-news");
  await setConsent(app, { clientId, kind: "marketing", action: "withdrawn", pressed });
  await show(ctx, stoppedScreen(words));
}
