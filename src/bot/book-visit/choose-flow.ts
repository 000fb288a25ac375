import { Composer } from "grammy";
import { beginBooking as begin, dayMarks, listFreeStarts } from "../../core/booking/index.ts";
import { listServices, listSpecialists } from "../../core/catalog/index.ts";
import type { LocalDay } from "../../core/kernel/local-day.ts";
import {
  noop,
  type ServiceRange,
  startBooking,
  toCalendar,
  toDay,
  toServices,
  toSpecialists,
} from "../buttons.ts";
import { answerTap, type BotContext, clientOf } from "../context.ts";
import { onTap, taps } from "../middleware/taps.ts";
import { refusalText } from "../refusals.ts";
import { show } from "../show.ts";
import { calendarScreen, SPECIALISTS_PER_PAGE, specialistsScreen } from "./calendar-screens.ts";
import { holdExistsScreen, SERVICES_PER_PAGE, servicesScreen } from "./choose-screens.ts";
import { offered } from "./offered.ts";
import { refusedScreen, timesScreen } from "./times-screens.ts";
import { waitingHold } from "./waiting-hold.ts";

const NOOP_WORDS = { label: "day-label", empty: "day-empty", full: "day-full" } as const;

/** Choosing what, when and with whom. */
export function choosing(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.use(
    taps(
      onTap(startBooking, (ctx, { range }) => beginBooking(ctx, range)),
      onTap(toServices, (ctx, { range, page }) => showServices(ctx, range, page)),
      onTap(toCalendar, (ctx, { serviceId, specialistId }) => showCalendar(ctx, { serviceId, specialistId })),
      onTap(toSpecialists, (ctx, { serviceId, page }) => showSpecialists(ctx, serviceId, page)),
      onTap(toDay, (ctx, to) => showDay(ctx, to)),
      onTap(noop, (ctx, { why }) => answerTap(ctx, ctx.on.words.c(NOOP_WORDS[why])), { answersItself: true }),
    ),
  );
  flow.command("book", (ctx) => beginBooking(ctx, "all"));
  return flow;
}

/** The way in: when something is held for the client, it is offered first (PY-1: one hold at a time). */
async function beginBooking(ctx: BotContext, range: ServiceRange): Promise<void> {
  const hold = await waitingHold(ctx);
  if (hold) return show(ctx, holdExistsScreen(ctx.on.words, { hold, range }));
  if (!(await tellBlocked(ctx))) await showServices(ctx, range, 0);
}

/** A client who may not book is told at the first step why and until when (CX-4). */
export async function tellBlocked(ctx: BotContext): Promise<boolean> {
  const begun = await begin(ctx.on.app, clientOf(ctx).id);
  if (!begun.ok) await show(ctx, refusedScreen(ctx.on.words, refusalText(ctx.on.words, begun)));
  return !begun.ok;
}

async function showServices(
  ctx: BotContext,
  range: ServiceRange,
  page: number,
  note?: string,
): Promise<void> {
  const all = await listServices(ctx.on.app.db, { onlyBookable: true });
  const fitting = range === "online" ? all.filter(({ kind }) => kind === "online") : all;
  const first = page * SERVICES_PER_PAGE;
  await show(
    ctx,
    servicesScreen(ctx.on.words, {
      range,
      page: first < fitting.length ? page : 0,
      services:
        first < fitting.length
          ? fitting.slice(first, first + SERVICES_PER_PAGE)
          : fitting.slice(0, SERVICES_PER_PAGE),
      hasMore: fitting.length > (first < fitting.length ? first : 0) + SERVICES_PER_PAGE,
      note,
    }),
  );
}

type Choice = { readonly serviceId: string; readonly specialistId: string | undefined };

async function showCalendar(ctx: BotContext, choice: Choice, note?: string): Promise<void> {
  const { app, words } = ctx.on;
  if (await tellBlocked(ctx)) return;
  const calendar = await dayMarks(app, choice);
  if (!calendar.ok) return showServices(ctx, "all", 0, refusalText(words, calendar));
  const { service, doers, days } = calendar.value;
  const { specialistId } = choice;
  const specialist = specialistId === undefined ? undefined : doers.get(specialistId);
  await show(
    ctx,
    calendarScreen(words, {
      service,
      specialist: specialistId && specialist ? { id: specialistId, name: specialist.name } : undefined,
      hasSeveralSpecialists: doers.size > 1,
      days,
      note,
    }),
  );
}

async function showSpecialists(ctx: BotContext, serviceId: string, page: number): Promise<void> {
  const specialists = await listSpecialists(ctx.on.app.db, { serviceId });
  const first = page * SPECIALISTS_PER_PAGE;
  const shown = specialists.slice(first, first + SPECIALISTS_PER_PAGE);
  if (shown.length === 0) return showCalendar(ctx, { serviceId, specialistId: undefined });
  await show(
    ctx,
    specialistsScreen(ctx.on.words, {
      serviceId,
      page,
      specialists: shown,
      hasMore: specialists.length > first + SPECIALISTS_PER_PAGE,
    }),
  );
}

async function showDay(
  ctx: BotContext,
  to: Choice & { readonly day: LocalDay; readonly page: number },
): Promise<void> {
  const { app, words } = ctx.on;
  const { serviceId, specialistId, day, page } = to;
  const found = await listFreeStarts(app, { serviceId, day, specialistId });
  if (!found.ok) return showServices(ctx, "all", 0, refusalText(words, found));
  const { service, doers, starts } = found.value;
  const isKnown = specialistId !== undefined && doers.has(specialistId);
  await show(
    ctx,
    timesScreen(words, {
      service,
      specialistId: isKnown ? specialistId : undefined,
      day,
      page,
      starts: starts.map(offered),
      clientZone: clientOf(ctx).timeZone,
    }),
  );
}
