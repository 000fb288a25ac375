import { Composer } from "grammy";
import {
  DAY_PARTS,
  type DayPart,
  findOffered,
  findWaitlistEntry,
  giveUpHold,
  joinWaitlist,
  leaveWaitlist,
  listWaitlist,
  OPEN_WAIT_STATES,
  type WaitlistView,
} from "../../core/booking/index.ts";
import { findOffering, type Offering } from "../../core/catalog/index.ts";
import { dayOf, daysFrom, type LocalDay, plusDays } from "../../core/kernel/local-day.ts";
import { tellBlocked } from "../book-visit/choose-flow.ts";
import { ownBooking, presentBooking } from "../book-visit/present.ts";
import { refusedScreen } from "../book-visit/times-screens.ts";
import {
  askWait,
  giveUpOffer,
  joinWait,
  leaveWait,
  pickWaitDays,
  toWait,
  toWaitHours,
  toWaitlist,
} from "../buttons.ts";
import { answerTap, type BotContext, clientOf } from "../context.ts";
import { onTap, taps } from "../middleware/taps.ts";
import { refusalText } from "../refusals.ts";
import { show } from "../show.ts";
import { stableId } from "../stable-id.ts";
import { buttonTimes } from "../visit.ts";
import { closeOffer } from "./close-offer.ts";
import {
  askWaitScreen,
  daysOf,
  declinedScreen,
  joinedScreen,
  leftScreen,
  type OfferTerms,
  pickDaysScreen,
  WAIT_GRID_DAYS,
  type WishData,
  waitDaysScreen,
  waitHoursScreen,
  waitlistScreen,
} from "./screens.ts";

/** Being told when something becomes free (MS-9): days, part of the day, and the list of what is waited for. */
export function waiting(): Composer<BotContext> {
  const flow = new Composer<BotContext>();
  flow.use(
    taps(
      onTap(toWait, (ctx, of) => askDays(ctx, of)),
      onTap(pickWaitDays, (ctx, wish) => pickDays(ctx, wish)),
      onTap(toWaitHours, (ctx, wish) => askHours(ctx, wish)),
      onTap(askWait, (ctx, wish) => askOnce(ctx, wish)),
      onTap(joinWait, (ctx, wish) => join(ctx, wish)),
      onTap(toWaitlist, (ctx) => showWaitlist(ctx)),
      onTap(leaveWait, (ctx, { entryId }) => leave(ctx, entryId)),
      onTap(giveUpOffer, (ctx, { bookingId }) => decline(ctx, bookingId), { answersItself: true }),
    ),
  );
  return flow;
}

/** All that a client waits for, longest waiting first. */
export const openWaits = (ctx: BotContext): Promise<readonly WaitlistView[]> =>
  listWaitlist(ctx.on.app.db, { clientId: clientOf(ctx).id, states: OPEN_WAIT_STATES, rowsMax: 10 });

type Of = { readonly serviceId: string; readonly specialistId: string | undefined };

/** The service that is waited for and with whom; undefined, and said so, when it is not offered any more. */
async function wantedOf(
  ctx: BotContext,
  { serviceId, specialistId }: Of,
): Promise<(Offering & Of & { readonly zone: string | undefined }) | undefined> {
  const { app, words } = ctx.on;
  const offering = await findOffering(app.db, serviceId);
  if (offering === undefined) {
    await show(ctx, refusedScreen(words, words.t("refused-unknown-service")));
    return undefined;
  }
  const isOnline = offering.service.kind === "online";
  const { timeZone: clientZone } = clientOf(ctx);
  const zone = buttonTimes(words, { startsAt: app.clock.now(), isOnline, clientZone });
  const isKnown = specialistId !== undefined && offering.doers.has(specialistId);
  return { ...offering, serviceId, specialistId: isKnown ? specialistId : undefined, zone };
}

/** The days of the calendar, as far as the grid reaches. */
function daysToWait({ on: { app, settings, words } }: BotContext): readonly LocalDay[] {
  const from = dayOf(app.clock.now(), words.zone);
  const count = Math.min(settings["calendar.daysAhead"], WAIT_GRID_DAYS);
  return daysFrom({ from, to: plusDays(from, count - 1) });
}

async function askDays(ctx: BotContext, of: Of): Promise<void> {
  if (await tellBlocked(ctx)) return;
  const wanted = await wantedOf(ctx, of);
  if (wanted !== undefined)
    await show(ctx, waitDaysScreen(ctx.on.words, { ...wanted, days: daysToWait(ctx) }));
}

async function pickDays(ctx: BotContext, wish: WishData): Promise<void> {
  const wanted = await wantedOf(ctx, wish);
  if (wanted === undefined) return;
  const days = daysToWait(ctx);
  // A grid of another day counts its days from there: it begins anew.
  const current = days[0] === wish.first ? wish : { ...wish, first: days[0] ?? wish.first, mask: 0 };
  await show(ctx, pickDaysScreen(ctx.on.words, { ...wanted, days, wish: current }));
}

async function askHours(ctx: BotContext, wish: WishData): Promise<void> {
  if (daysOf(wish).length === 0) return askDays(ctx, wish);
  const wanted = await wantedOf(ctx, wish);
  if (wanted === undefined) return;
  const { specialistId } = wanted;
  await show(ctx, waitHoursScreen(ctx.on.words, { ...wanted, wish: { ...wish, specialistId } }));
}

async function askOnce(ctx: BotContext, asked: WishData & { readonly part: DayPart }): Promise<void> {
  const wanted = await wantedOf(ctx, asked);
  if (wanted === undefined) return;
  const { service, doers, specialistId, zone } = wanted;
  const { part, ...wish } = asked;
  await show(
    ctx,
    askWaitScreen(ctx.on.words, {
      wish: { ...wish, specialistId },
      serviceName: service.name,
      specialistName: specialistId === undefined ? undefined : doers.get(specialistId)?.name,
      part,
      zone,
      offers: offersOf(ctx),
    }),
  );
}

const offersOf = ({ on: { settings } }: BotContext): OfferTerms => ({
  holdMinutes: settings["waitlist.offerMinutes"],
  quiet: settings.quietHours,
});

async function join(ctx: BotContext, wish: WishData & { readonly part: DayPart }): Promise<void> {
  const { app, words } = ctx.on;
  const { id: clientId } = clientOf(ctx);
  const joined = await joinWaitlist(app, {
    entryId: stableId("wait", ctx.callbackQuery?.id ?? ctx.update.update_id),
    clientId,
    serviceId: wish.serviceId,
    specialistId: wish.specialistId,
    days: daysOf(wish),
    hours: DAY_PARTS[wish.part],
    actor: { kind: "client", id: clientId },
  });
  if (joined.ok) return show(ctx, joinedScreen(words, joined.value, offersOf(ctx)));
  const why = refusalText(words, joined);
  switch (joined.refusal) {
    case "already_waiting":
    case "waitlist_full":
      return showWaitlist(ctx, why);
    default:
      return show(ctx, refusedScreen(words, why));
  }
}

async function showWaitlist(ctx: BotContext, note?: string): Promise<void> {
  await show(ctx, waitlistScreen(ctx.on.words, await openWaits(ctx), note));
}

async function leave(ctx: BotContext, entryId: string): Promise<void> {
  const { app, words } = ctx.on;
  const offered = (await findWaitlistEntry(app.db, entryId))?.offeredBookingId;
  const left = await leaveWaitlist(app, { entryId, by: { kind: "client", clientId: clientOf(ctx).id } });
  if (!left.ok) return showWaitlist(ctx, refusalText(words, left));
  if (offered !== undefined)
    await closeOffer(app, ctx.api, { telegramId: ctx.on.personId, bookingId: offered });
  await show(ctx, leftScreen(words, left.value));
}

/** «Не подходит»: the start is free again, and another one is waited for. */
async function decline(ctx: BotContext, bookingId: string): Promise<void> {
  const { app, words } = ctx.on;
  const before = await ownBooking(ctx, bookingId);
  if (before?.state === "expired" && before.endedReason === "given_up")
    return answerTap(ctx, words.c("wait-declined-already"));
  const given = await giveUpHold(app, { bookingId, clientId: clientOf(ctx).id });
  if (!given.ok) return presentBooking(ctx, bookingId, refusalText(words, given));
  await closeOffer(app, ctx.api, { telegramId: ctx.on.personId, bookingId });
  const entry = await findOffered(app.db, bookingId);
  if (entry?.state !== "waiting") return showWaitlist(ctx);
  await show(ctx, declinedScreen(words, entry));
}
