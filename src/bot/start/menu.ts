import { isInvitingOn } from "../../core/loyalty/index.ts";
import { findClientByCode } from "../../core/people/index.ts";
import { waitingHold } from "../book-visit/waiting-hold.ts";
import { type BotContext, clientOf } from "../context.ts";
import { firstName } from "../format.ts";
import { inviteCodeOf } from "../referral/screens.ts";
import { show } from "../show.ts";
import { consentScreen, menuScreen } from "./screens.ts";

/** Whoever typed words that nobody waits for is shown the way to a human, too (PE-5). */
export const showMenuToWriter = (ctx: BotContext): Promise<void> =>
  showMenu(ctx, ctx.on.words.t("not-understood"), { offersToWrite: true });

/** The menu, which is where every way leads back to; what is held for the client stands on it. */
export async function showMenu(
  ctx: BotContext,
  note?: string,
  { offersToWrite = false }: { readonly offersToWrite?: boolean } = {},
): Promise<void> {
  const { words, settings, menu, pages } = ctx.on;
  const client = clientOf(ctx);
  await show(
    ctx,
    menuScreen(words, {
      business: settings["business.name"],
      name: client.name,
      note,
      offersToWrite,
      offersToInvite: isInvitingOn(settings),
      hold: await waitingHold(ctx),
      menu,
      pages,
    }),
  );
}

/** Who invited a newcomer and to what, when the link is good and the friend's discount is on (EP-4, PR-3). */
async function invitationOf(ctx: BotContext): Promise<{ name: string; percent: number } | undefined> {
  const { app, chat, client, settings } = ctx.on;
  const percent = settings["referral.friendPercent"];
  const code = inviteCodeOf(chat?.firstPayload);
  if (client !== undefined || percent === 0 || code === undefined) return undefined;
  const inviter = await findClientByCode(app.db, code);
  return inviter && { name: firstName(inviter.name), percent };
}

/** Asks for the consent without which nothing else is possible (PE-1). */
export async function askConsent(ctx: BotContext): Promise<void> {
  const { settings, words } = ctx.on;
  await show(
    ctx,
    consentScreen(words, {
      business: settings["business.name"],
      policyUrl: settings["policy.url"],
      policyVersion: settings["policy.version"],
      invitation: await invitationOf(ctx),
    }),
  );
}
