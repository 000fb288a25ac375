import { Composer } from "grammy";
import { findStaffVisit, markVisit } from "../../core/booking/index.ts";
import { listSpecialists } from "../../core/catalog/index.ts";
import type { LocalDay } from "../../core/kernel/local-day.ts";
import { findStaffByTelegram, type StaffMember } from "../../core/people/index.ts";
import {
  askCorrection,
  decideHot,
  markNow,
  toStaffDay,
  toStaffSpecialists,
  toStaffVisit,
  toToday,
} from "../buttons.ts";
import type { BotContext } from "../context.ts";
import { onTap, taps } from "../middleware/taps.ts";
import { refusalText } from "../refusals.ts";
import { say, show } from "../show.ts";
import { hotTaps } from "./hot-flow.ts";
import { MESSAGE_BUTTONS, messageTaps, showMessages } from "./messages-flow.ts";
import { actorOf, isManager, showDay, showToday, showVisit } from "./present.ts";
import { type Correction, correctionScreen, readCorrection, staffSpecialistsScreen } from "./screens.ts";
import { TILL_BUTTONS, takeTypedAmount, tillTaps } from "./till-flow.ts";

/**
 * Staff at work: their day, a visit's card, its marks and its money (PE-3, EP-1, CX-3, CX-8, PY-7). Who is staff is looked up only when
 * somebody taps or writes what only staff may; anybody else is led on as if there were no such thing.
 */
export function staffAtWork(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.command("id", (ctx) => say(ctx, ctx.on.words.t("your-telegram-id", { id: String(ctx.on.personId) })));
  flow.filter(isForStaff).use(async (ctx, next) => {
    const member = await findStaffByTelegram(ctx.on.app.db, ctx.on.personId);
    if (member === undefined) return next();
    if (ctx.on.tap !== undefined) return tapsOf(member)(ctx, next);
    if (isToday(ctx)) return showToday(ctx, member);
    if (isNotify(ctx)) return showMessages(ctx, member);
    await (ctx.on.chat?.expects === "on_spot" ? takeTypedAmount(ctx, member) : takeReason(ctx, member));
  });
  return flow;
}

const tapsOf = (member: StaffMember) =>
  taps(
    onTap(toToday, (ctx) => showToday(ctx, member)),
    onTap(toStaffDay, (ctx, view) => showDay(ctx, member, view)),
    onTap(toStaffSpecialists, (ctx, { day }) => chooseSpecialist(ctx, member, day)),
    onTap(toStaffVisit, (ctx, { bookingId }) => showVisit(ctx, member, bookingId)),
    onTap(markNow, (ctx, mark) => carryOut(ctx, member, mark)),
    onTap(askCorrection, (ctx, correction) => askReason(ctx, member, correction)),
    ...tillTaps(member),
    ...hotTaps(member),
    ...messageTaps(member),
  );

const STAFF_VERBS: ReadonlySet<string> = new Set(
  [
    ...[toToday, toStaffDay, toStaffSpecialists, toStaffVisit, markNow, askCorrection],
    ...TILL_BUTTONS,
    ...MESSAGE_BUTTONS,
    decideHot,
  ].map(({ verb }) => verb),
);

const isCommand = (ctx: BotContext): boolean => ctx.message?.text?.startsWith("/") ?? false;
const isToday = (ctx: BotContext): boolean => /^\/today(@\w+)?$/.test(ctx.message?.text?.trim() ?? "");
const isNotify = (ctx: BotContext): boolean => /^\/notify(@\w+)?$/.test(ctx.message?.text?.trim() ?? "");

function isForStaff(ctx: BotContext): boolean {
  const { tap, chat } = ctx.on;
  if (tap !== undefined) return STAFF_VERBS.has(tap.verb);
  if (ctx.message === undefined) return false;
  const isAwaited = chat?.expects === "reason" || chat?.expects === "on_spot";
  return isToday(ctx) || isNotify(ctx) || (isAwaited && !isCommand(ctx));
}

/** Staff who come for the first time see their day instead of what clients are asked; `false`: no such person. */
export async function welcomeStaff(ctx: BotContext): Promise<boolean> {
  const member = await findStaffByTelegram(ctx.on.app.db, ctx.on.personId);
  if (member === undefined) return false;
  await showToday(ctx, member, ctx.on.words.t("staff-welcome"));
  return true;
}

async function chooseSpecialist(ctx: BotContext, member: StaffMember, day: LocalDay): Promise<void> {
  if (!isManager(member)) return showToday(ctx, member);
  const specialists = (await listSpecialists(ctx.on.app.db)).filter(({ isActive }) => isActive);
  await show(ctx, staffSpecialistsScreen(ctx.on.words, { day, specialists }));
}

async function carryOut(
  ctx: BotContext,
  member: StaffMember,
  { bookingId, mark, reason }: Correction & { readonly reason?: string },
): Promise<void> {
  const { app, words } = ctx.on;
  const actor = actorOf(member);
  const marked = await markVisit(app, { bookingId, mark, actor, reason });
  if (!marked.ok && marked.refusal === "reason_missing") {
    return askReason(ctx, member, { bookingId, mark }, refusalText(words, marked));
  }
  if (!marked.ok) return showVisit(ctx, member, bookingId, refusalText(words, marked));
  const said = words.t(mark === "completed" ? "staff-marked-came" : "staff-marked-missed");
  const hears = marked.value.isClientReachable;
  await showVisit(ctx, member, bookingId, hears ? words.t("staff-marked-told", { said }) : said);
}

async function askReason(
  ctx: BotContext,
  member: StaffMember,
  { bookingId, mark }: Correction,
  note?: string,
): Promise<void> {
  const { app, words } = ctx.on;
  const found = await findStaffVisit(app, { bookingId, actor: actorOf(member) });
  if (!found.ok) return showToday(ctx, member, refusalText(words, found));
  if (found.value.booking.state === mark) return showVisit(ctx, member, bookingId);
  await show(ctx, correctionScreen(words, { booking: found.value.booking, mark, note }));
}

async function takeReason(ctx: BotContext, member: StaffMember): Promise<void> {
  const correction = readCorrection(ctx.on.chat?.expectsSubject);
  if (correction === undefined) return showToday(ctx, member);
  const reason = ctx.message?.text ?? ctx.message?.caption;
  if (reason === undefined) return askReason(ctx, member, correction, ctx.on.words.t("message-only-text"));
  await carryOut(ctx, member, { ...correction, reason });
}
