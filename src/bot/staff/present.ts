import { findStaffVisit, listStaffVisits } from "../../core/booking/index.ts";
import { listSpecialists } from "../../core/catalog/index.ts";
import type { Actor } from "../../core/kernel/actor.ts";
import { dayOf, type LocalDay } from "../../core/kernel/local-day.ts";
import type { StaffMember } from "../../core/people/index.ts";
import type { BotContext } from "../context.ts";
import { refusalText } from "../refusals.ts";
import { show } from "../show.ts";
import { type DayView, staffDayScreen, staffVisitScreen, VISITS_PER_PAGE } from "./screens.ts";

export const actorOf = ({ id }: StaffMember): Actor => ({ kind: "staff", id });
export const isManager = ({ role }: StaffMember): boolean => role !== "specialist";
const todayOf = ({ on: { app, words } }: BotContext): LocalDay => dayOf(app.clock.now(), words.zone);

/** A member's own day, or everybody's for those who run the business. */
export const showToday = (ctx: BotContext, member: StaffMember, note?: string): Promise<void> =>
  showDay(ctx, member, { day: todayOf(ctx), specialistId: member.specialistId, page: 0 }, note);

export async function showDay(
  ctx: BotContext,
  member: StaffMember,
  view: DayView,
  note?: string,
): Promise<void> {
  const { app, words, client } = ctx.on;
  const rows = await listStaffVisits(app, {
    ...{ member, day: view.day, specialistId: view.specialistId },
    ...{ rowsMax: VISITS_PER_PAGE + 1, offset: view.page * VISITS_PER_PAGE },
  });
  if (rows.length === 0 && view.page > 0) return showDay(ctx, member, { ...view, page: 0 }, note);
  const visits = rows.slice(0, VISITS_PER_PAGE);
  const choice = isManager(member) ? { name: await nameOf(ctx, view.specialistId) } : undefined;
  const facts = { ...view, today: todayOf(ctx), visits, hasMore: rows.length > visits.length };
  await show(ctx, staffDayScreen(words, { ...facts, choice, hasMenu: client !== undefined, note }));
}

async function nameOf(ctx: BotContext, specialistId: string | undefined): Promise<string | undefined> {
  if (specialistId === undefined) return undefined;
  return (await listSpecialists(ctx.on.app.db)).find(({ id }) => id === specialistId)?.name;
}

/** One that may not be seen leads to the day, with the reason. */
export async function showVisit(
  ctx: BotContext,
  member: StaffMember,
  bookingId: string,
  note?: string,
): Promise<void> {
  const { app, words } = ctx.on;
  const found = await findStaffVisit(app, { bookingId, actor: actorOf(member) });
  if (!found.ok) return showToday(ctx, member, refusalText(words, found));
  const day = dayOf(found.value.booking.startsAt, words.zone);
  await show(ctx, staffVisitScreen(words, { ...found.value, day, now: app.clock.now(), note }));
}
