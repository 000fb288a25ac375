import { type StaffMember, type StaffMessageGroup, setStaffMessages } from "../../core/people/index.ts";
import { switchStaffMessage, toStaffMessages } from "../buttons.ts";
import type { BotContext } from "../context.ts";
import { onTap } from "../middleware/taps.ts";
import { refusalText } from "../refusals.ts";
import { show } from "../show.ts";
import { staffMessagesScreen } from "./messages-screens.ts";
import { actorOf } from "./present.ts";

export const MESSAGE_BUTTONS = [toStaffMessages, switchStaffMessage] as const;

/** What the bot writes to a member of staff, seen and switched by themselves. */
export const messageTaps = (member: StaffMember) => [
  onTap(toStaffMessages, (ctx) => showMessages(ctx, member)),
  onTap(switchStaffMessage, (ctx, { group, to }) => turn(ctx, member, { group, isOn: to === "on" })),
];

export const showMessages = (ctx: BotContext, member: StaffMember, note?: string): Promise<void> =>
  show(ctx, staffMessagesScreen(ctx.on.words, { member, note }));

/** The button says which way, so that a tap that arrives twice turns nothing back. */
async function turn(
  ctx: BotContext,
  member: StaffMember,
  { group, isOn }: { readonly group: StaffMessageGroup; readonly isOn: boolean },
): Promise<void> {
  const { app, words } = ctx.on;
  const switches = { [group]: isOn };
  const turned = await setStaffMessages(app, { staffId: member.id, switches, actor: actorOf(member) });
  if (turned.ok) return showMessages(ctx, turned.value);
  await showMessages(ctx, member, refusalText(words, turned));
}
