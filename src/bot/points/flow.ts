import { Composer } from "grammy";
import { type BookingState, listClientBookings, nextEarning } from "../../core/booking/index.ts";
import { balanceOf, listPointEntries } from "../../core/loyalty/index.ts";
import { toPointEntries, toPoints } from "../buttons.ts";
import { type BotContext, clientOf } from "../context.ts";
import { onTap, taps } from "../middleware/taps.ts";
import { show } from "../show.ts";
import { ENTRIES_PER_PAGE, entriesScreen, pointsBalanceScreen } from "./screens.ts";

/** How many points there are, when they may be spent, and where each came from. */
export function points(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.use(
    taps(
      onTap(toPoints, (ctx) => showPoints(ctx)),
      onTap(toPointEntries, (ctx, { page }) => showEntries(ctx, page)),
    ),
  );
  flow.command("points", (ctx) => showPoints(ctx));
  return flow;
}

/** Until they are confirmed, points for them are only set aside (PT-3). */
const HELD: ReadonlySet<BookingState> = new Set(["held", "confirming"]);
const BOOKINGS_MAX = 20;

async function showPoints(ctx: BotContext): Promise<void> {
  const { app, words, settings } = ctx.on;
  const [clientId, now] = [clientOf(ctx).id, app.clock.now()];
  const [balance, next, ahead] = await Promise.all([
    balanceOf(app.db, { clientId, now }),
    nextEarning(app, { clientId }),
    listClientBookings(app.db, { clientId, kind: "upcoming", now, rowsMax: BOOKINGS_MAX, offset: 0 }),
  ]);
  const holds = ahead.filter(({ state, points: held }) => HELD.has(state) && held > 0);
  await show(
    ctx,
    pointsBalanceScreen(words, {
      ...balance,
      accrualPercent: settings["points.accrualPercent"],
      maxSharePercent: settings["points.maxSharePercent"],
      heldFor: holds,
      next,
      clientZone: clientOf(ctx).timeZone,
    }),
  );
}

async function showEntries(ctx: BotContext, page: number): Promise<void> {
  const rows = await listPointEntries(ctx.on.app.db, {
    clientId: clientOf(ctx).id,
    rowsMax: ENTRIES_PER_PAGE + 1,
    offset: page * ENTRIES_PER_PAGE,
  });
  if (rows.length === 0 && page > 0) return showEntries(ctx, 0);
  const entries = rows.slice(0, ENTRIES_PER_PAGE);
  await show(ctx, entriesScreen(ctx.on.words, { page, entries, hasMore: rows.length > entries.length }));
}
