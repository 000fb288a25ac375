import type { BotContext } from "./context.ts";

/** Asks for a contact by a keyboard in place of the phone's own, with one more button for those who do not give it. */
export async function askForContact(ctx: BotContext, html: string, otherwise: string): Promise<void> {
  const { words, personId } = ctx.on;
  await ctx.api.sendMessage(personId, html, {
    reply_markup: {
      keyboard: [
        [{ text: words.c("button-phone-share"), request_contact: true, style: "success" }],
        [{ text: otherwise }],
      ],
      resize_keyboard: true,
      one_time_keyboard: true,
    },
  });
}

export async function takeKeyboardOff(ctx: BotContext, html: string): Promise<void> {
  await ctx.api.sendMessage(ctx.on.personId, html, { reply_markup: { remove_keyboard: true } });
}
