import { decideHotWindows, dryRunBroadcast, type HotDecision } from "../../core/broadcasts/index.ts";
import type { StaffMember } from "../../core/people/index.ts";
import { decideHot } from "../buttons.ts";
import type { BotContext } from "../context.ts";
import { hotDecidedScreen } from "../hot-windows/staff-screens.ts";
import { onTap } from "../middleware/taps.ts";
import { refusalText } from "../refusals.ts";
import { lines } from "../screen.ts";
import { say, show } from "../show.ts";
import { actorOf, isManager, showToday } from "./present.ts";

/** Staff say whether hot windows are announced (MS-4): the first answer counts. */
export const hotTaps = (member: StaffMember) => [
  onTap(decideHot, (ctx, answer) => decide(ctx, member, answer)),
];

async function decide(
  ctx: BotContext,
  member: StaffMember,
  { broadcastId, decision }: { readonly broadcastId: string; readonly decision: HotDecision },
): Promise<void> {
  if (!isManager(member)) return showToday(ctx, member);
  const { app, words } = ctx.on;
  const counted = decision === "send" ? await dryRunBroadcast(app, broadcastId) : undefined;
  const decided = await decideHotWindows(app, { broadcastId, decision, actor: actorOf(member) });
  // What may be put right leaves the question where it is.
  if (!decided.ok && (decided.refusal === "marketing_off" || decided.refusal === "no_recipients"))
    return say(ctx, refusalText(words, decided));
  if (!decided.ok) return show(ctx, hotDecidedScreen(words, refusalText(words, decided)));
  const count = decided.value.plannedAt === undefined && counted?.ok ? counted.value.recipients : undefined;
  const said =
    decision === "drop"
      ? words.t("hot-dropped")
      : lines(
          words.t("hot-sent"),
          count === undefined ? undefined : words.t("hot-proposed-count", { count }),
        );
  await show(ctx, hotDecidedScreen(words, said));
}
