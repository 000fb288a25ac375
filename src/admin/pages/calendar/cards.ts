import {
  type BookingView,
  bookingStateText,
  describeClient,
  findBookingNote,
  findStaffVisit,
  listHadVisits,
  listSlotServices,
} from "../../../core/booking/index.ts";
import { findSlot } from "../../../core/calendar/index.ts";
import { findSpecialist } from "../../../core/catalog/index.ts";
import { formatRubles } from "../../../core/kernel/money.ts";
import { findOpenPayment } from "../../../core/payments/index.ts";
import { type Client, findBlock } from "../../../core/people/index.ts";
import { isManager, mayDo, mayFindClients } from "../../access.ts";
import { offeredActions } from "../../offered-actions.ts";
import type { Values } from "../../panel-action.ts";
import type { PageCall } from "../../panel-page.ts";
import { formatInstant, formatTime, phoneText, wordFor } from "../../readable.ts";
import { sentence } from "../../refusals.ts";
import { BOOKING_TONES, SLOT_KIND_NAMES } from "../../resources/words.ts";
import { BOOKINGS, SLOTS } from "../../resources/work.ts";
import { moneyFactsOf } from "../../tell-money.ts";
import { visitText } from "../../tell-slots.ts";
import type { BookingCard, Refusal, SlotCard } from "./model.ts";
import { inPoints, moneyLines } from "./money-lines.ts";

/** One slot with what can be done with it and, for those who book, what fits into it. */
export async function slotCard(call: PageCall, asked: Values): Promise<SlotCard | Refusal> {
  const { app, user, zone } = call;
  const gone: Refusal = { refused: sentence("unknown_slot", {}, zone), isGone: true };
  const slot = await findSlot(app.db, asked.uuid("id"));
  if (slot === undefined || !(isManager(user) || slot.specialistId === user.specialistId)) return gone;
  const now = app.clock.now();
  const isFree = slot.state === "open" && slot.bookingId === undefined;
  const mayBook = isFree && mayDo(user, "Slot", "bookForClient");
  const found = mayBook ? await listSlotServices(app, slot.id) : undefined;
  const offer = found?.ok ? found.value : undefined;
  const isBegun = offer?.age === "begun_today";
  // Where a visit took place nothing fits any more, and there is nothing to mend about that.
  const isBookable = offer?.age === "ahead" || (isBegun && offer.services.length > 0);
  const row = { ...slot, bookingId: slot.bookingId ?? null };
  const visitNumber = (await listHadVisits(app, [slot.id])).get(slot.id);
  const specialist = await findSpecialist(app.db, slot.specialistId);
  const own = slot.discountPercent === undefined ? "" : `, скидка ${slot.discountPercent}\u00a0%`;
  return {
    id: slot.id,
    bookingId: app.newId(),
    when: `${formatInstant(slot.startsAt, zone)}–${formatTime(slot.endsAt, zone)}`,
    specialist: specialist?.name ?? "",
    kindText: `${SLOT_KIND_NAMES[slot.kind]}${own}`,
    stateText: stateOf(slot.closedReason, {
      visitNumber,
      isFree,
      isClosed: slot.state === "closed",
      isPast: slot.startsAt <= now,
      isGoingOn: isBookable && slot.startsAt <= now && slot.endsAt > now,
    }),
    isBookable,
    isBegun,
    isTaken: slot.bookingId !== undefined,
    mayFind: mayFindClients(user),
    isHot: slot.kind === "hot",
    services: (isBookable ? (offer?.services ?? []) : []).map(({ service, endsAt, price }) => ({
      id: service.id,
      name: service.name,
      until: formatTime(endsAt, zone),
      price: formatRubles(price.price),
    })),
    actions:
      slot.bookingId === undefined
        ? offeredActions(SLOTS, row, { user, now }).filter(({ name }) => name !== "bookForClient")
        : [],
  };
}

const stateOf = (
  reason: string | undefined,
  is: Readonly<Record<"isFree" | "isClosed" | "isPast" | "isGoingOn", boolean>> & {
    readonly visitNumber: number | undefined;
  },
): string => {
  if (is.isClosed) return `закрыто${reason ? `: ${reason}` : ""}`;
  if (!is.isFree) return "занято";
  if (is.visitNumber !== undefined) return visitText(is.visitNumber);
  if (is.isGoingOn) return "уже идёт, никто не записан";
  return is.isPast ? "прошло, никто не записался" : "свободно";
};

/** One booking with its client and its money, and what can be done with it; a specialist's own only (PE-3). */
export async function bookingCard(call: PageCall, asked: Values): Promise<BookingCard | Refusal> {
  const { app, user, actor, zone } = call;
  const found = await findStaffVisit(app, { bookingId: asked.uuid("id"), actor });
  if (!found.ok) return { refused: "Такой записи нет, или она не ваша." };
  const { booking, client } = found.value;
  const now = app.clock.now();
  const row = { ...booking, ...moneyFactsOf(booking) };
  const note = await findBookingNote(app.db, booking.id);
  const { heldUntil, promisedAt, meetingUrl, replaces } = booking;
  const actions = offeredActions(BOOKINGS, row, { user, now });
  const next =
    booking.startsAt > now ? undefined : NEXT.find((name) => actions.some((one) => one.name === name));
  return {
    id: booking.id,
    number: booking.number,
    when: `${formatInstant(booking.startsAt, zone)}–${formatTime(booking.endsAt, zone)}`,
    specialist: booking.specialistName,
    service: booking.serviceName,
    state: bookingStateText(booking),
    tone: BOOKING_TONES[booking.state] ?? "default",
    ...(heldUntil === undefined ? {} : { heldUntil: formatInstant(heldUntil, zone) }),
    ...(await waitingOf(call, booking, client)),
    ...(promisedAt === undefined ? {} : { promised: formatInstant(promisedAt, zone) }),
    money: moneyLines(booking),
    client: await clientOf(call, client),
    ...(note === "" ? {} : { note }),
    ...(meetingUrl === undefined ? {} : { meetingUrl }),
    ...(replaces === undefined ? {} : { movedFrom: formatInstant(replaces.startsAt, zone) }),
    ...(next === undefined ? {} : { next }),
    actions,
  };
}

const NEXT = ["markCame", "recordOnSpot"];

/** What a hold waits for; whoever runs the business may hand its payment page on. */
async function waitingOf(
  { app, user }: PageCall,
  { id, state }: BookingView,
  { telegramId }: Client,
): Promise<Pick<BookingCard, "waiting" | "payUrl">> {
  if (state === "confirming") return { waiting: "Банк проверяет оплату: запись подтвердится сама." };
  if (state !== "held") return {};
  const where = telegramId === undefined ? "" : "Клиент платит в боте: там кнопка оплаты этой записи. ";
  if (!isManager(user))
    return { waiting: `${where}Договорились об оплате на месте — скажите администратору.` };
  const waiting = `${where}Договорились об оплате на месте — подтвердите запись.`;
  const open = await findOpenPayment(app.db, id);
  return open?.confirmationUrl === undefined ? { waiting } : { waiting, payUrl: open.confirmationUrl };
}

async function clientOf({ app, user, zone }: PageCall, client: Client): Promise<BookingCard["client"]> {
  const [figures, block] = await Promise.all([
    describeClient(app.db, client.id),
    findBlock(app.db, client.id, app.clock.now()),
  ]);
  const { completedVisits: visits } = figures;
  const until = block?.endsAt === undefined ? "" : ` до ${formatInstant(block.endsAt, zone)}`;
  return {
    id: client.id,
    name: client.name,
    ...(client.phone === undefined ? {} : { phone: client.phone, phoneText: phoneText(client.phone) }),
    marks: [
      ...(client.isVip ? ["VIP"] : []),
      ...(block === undefined ? [] : [`Не может записываться${until}: ${block.reason}`]),
    ],
    facts: [
      visits === 0 ? "первый визит" : `${visits} ${wordFor(visits, ["визит", "визита", "визитов"])}`,
      `баланс ${inPoints(figures.points)}`,
    ].join(", "),
    isOpen: mayDo(user, "Client", "show"),
    mayWrite: mayDo(user, "Client", "writeToClient") && client.telegramId !== undefined,
  };
}
