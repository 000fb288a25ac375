import { Composer, InputFile } from "grammy";
import { listFriends } from "../../core/booking/index.ts";
import { isInvitingOn } from "../../core/loyalty/index.ts";
import { sendQrCode, toFriends, toInvite } from "../buttons.ts";
import { type BotContext, clientOf } from "../context.ts";
import { onTap, taps } from "../middleware/taps.ts";
import { show } from "../show.ts";
import { qrCode } from "./qr-code.ts";
import { FRIENDS_PER_PAGE, friendsScreen, inviteLink, inviteScreen } from "./screens.ts";

/** Inviting friends: the personal link in every form, and who came by it (EP-4). */
export function inviting(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.use(
    taps(
      onTap(toInvite, (ctx) => showInvite(ctx)),
      onTap(sendQrCode, (ctx) => sendCode(ctx)),
      onTap(toFriends, (ctx, { page }) => showFriends(ctx, page)),
    ),
  );
  flow.command("invite", (ctx) => showInvite(ctx));
  return flow;
}

const linkOf = (ctx: BotContext): string =>
  inviteLink({ botName: ctx.me.username, code: clientOf(ctx).referralCode });

async function showInvite(ctx: BotContext): Promise<void> {
  const { words, settings } = ctx.on;
  await show(
    ctx,
    inviteScreen(words, {
      business: settings["business.name"],
      link: linkOf(ctx),
      friendPercent: settings["referral.friendPercent"],
      reward: settings["referral.reward"],
      rewardsMax: settings["referral.maxPerMonth"],
      isOn: isInvitingOn(settings),
    }),
  );
}

/** The picture is a message of its own, to be shown to somebody; the screen stays where it is. */
async function sendCode(ctx: BotContext): Promise<void> {
  const link = linkOf(ctx);
  const picture = new InputFile(await qrCode(link), "priglashenie.png");
  await ctx.api.sendPhoto(ctx.on.personId, picture, { caption: ctx.on.words.t("qr-caption", { link }) });
}

async function showFriends(ctx: BotContext, page: number): Promise<void> {
  const rows = await listFriends(ctx.on.app.db, {
    inviterId: clientOf(ctx).id,
    rowsMax: FRIENDS_PER_PAGE + 1,
    offset: page * FRIENDS_PER_PAGE,
  });
  if (rows.length === 0 && page > 0) return showFriends(ctx, 0);
  const friends = rows.slice(0, FRIENDS_PER_PAGE);
  await show(ctx, friendsScreen(ctx.on.words, { page, friends, hasMore: rows.length > friends.length }));
}
