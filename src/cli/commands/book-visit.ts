import type { Command } from "commander";
import type { App } from "../../core/app.ts";
import {
  askedAhead,
  type BookForClientInput,
  type BookingView,
  bookForClient,
  bookingStateText,
  findBooked,
} from "../../core/booking/index.ts";
import { findOffering } from "../../core/catalog/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import { present } from "../../core/kernel/invariant.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { done, type Outcome, refuse } from "../../core/kernel/outcome.ts";
import { type DayAndTime, oneOf, readDayAndTime, readId } from "../arguments.ts";
import { answering, type Desk, openShop, reply, withTill } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { momentOf } from "../output.ts";
import { UsageError } from "../usage.ts";
import { bookingJson } from "./booking-view.ts";
import { clientOf, serviceIdsOf, specialistIdOf } from "./lookup.ts";
import { openPayLink, payLinkText } from "./pay-link.ts";
import { slotAt } from "./slot-at.ts";
import { instantOf } from "./typed-moment.ts";

const WAYS = ["on-spot", "link"] as const;

type BookFlags = {
  readonly client: string;
  readonly service: string;
  readonly at: DayAndTime;
  readonly specialist?: string;
  readonly pay: (typeof WAYS)[number];
  readonly until?: DayAndTime;
  readonly reason?: string;
  readonly id?: string;
};

/** Books for a client who called or walked in (PY-8). */
export function addBook(bookings: Command, desk: Desk): void {
  withExamples(
    bookings
      .command("book")
      .description(
        "записать клиента: сразу, с оплатой на месте, или до оплаты по ссылке: бот пришлёт её клиенту, а команда покажет",
      )
      .requiredOption("--client <кто>", "id или телефон; нового сначала добавьте: clients add")
      .requiredOption("--service <имя>", "услуга: имя или id")
      .requiredOption(
        "--at <день и время>",
        "начало, «ГГГГ-ММ-ДД ЧЧ:ММ»; пришедшего без записи — и на уже начавшееся время сегодня",
        readDayAndTime,
      )
      .option("--specialist <кто>", "имя или id; без флага — кто в это время один свободен")
      .option(
        "--pay <как>",
        "on-spot — на месте, link — по ссылке; кто записан без бота, тому отправьте её сами",
        oneOf(WAYS),
        "on-spot",
      )
      .option(
        "--until <день и время>",
        "ждать оплату по ссылке до, «ГГГГ-ММ-ДД ЧЧ:ММ»; без флага — сутки, но не дольше начала",
        readDayAndTime,
      )
      .option(
        "--reason <текст>",
        "причина: почему без предоплаты; нужна для горящего окна с оплатой на месте",
      )
      .option("--id <uuid>", "id этой записи: повтор с тем же id ничего не изменит", readId)
      .action(answering(desk, (flags: BookFlags) => book(desk, flags))),
    'bookings book --client +79001234567 --service Маникюр --at "2026-12-01 10:00" --specialist Анна',
    'bookings book --client +79001234567 --service Маникюр --at "2026-12-01 10:00" --pay link --until "2026-11-30 20:00"',
  );
}

async function book(desk: Desk, flags: BookFlags) {
  const { app: opened, zone } = await openShop(desk);
  const app = withTill(desk, opened);
  const payment = paymentOf(flags, zone);
  const client = await clientOf(app, flags.client);
  if (!client.ok) return client;
  const services = await serviceIdsOf(app, [flags.service]);
  if (!services.ok) return services;
  const serviceId = present(services.value?.[0], "the service asked for");
  const booked = await bookOnce(app, { flags, clientId: client.value.id, serviceId, zone, payment });
  if (!booked.ok) return booked;
  const made = booked.value;
  const said = saidOf(made, zone);
  if (made.state !== "held") return reply({ ...bookingJson(made, zone), payUrl: null }, said);
  const link = await openPayLink(desk, app, made);
  const json = { ...bookingJson(made, zone), payUrl: link.ok ? link.value.url : null };
  const handedOver =
    client.value.telegramId === undefined ? " У клиента нет бота: отправьте ссылку сами." : "";
  return reply(json, `${said}${handedOver}\n${payLinkText(link, { number: made.number, zone })}`);
}

type Wish = Wanted & { readonly clientId: string; readonly payment: BookForClientInput["payment"] };

/** The same id once more is answered with the booking there is: its slot would not be found free again. */
async function bookOnce(app: App, { flags, clientId, serviceId, zone, payment }: Wish) {
  const startsAt = instantOf(flags.at, zone, "--at");
  const named = await specialistIdOf(app, flags.specialist);
  if (!named.ok) return named;
  const specialistId = named.value;
  if (flags.id !== undefined) {
    const made = await findBooked(app.db, flags.id, { clientId, serviceId, startsAt, specialistId });
    if (!made.ok) return made;
    if (made.value !== undefined) return done(made.value);
  }
  const slotId = await slotOf(app, { flags, serviceId, startsAt, specialistId });
  if (!slotId.ok) return slotId;
  const asked = { bookingId: flags.id ?? app.newId(), clientId, serviceId, slotId: slotId.value, payment };
  return bookForClient(app, { ...asked, actor: OPERATOR });
}

function paymentOf({ pay, until, reason }: BookFlags, zone: Zone): BookForClientInput["payment"] {
  if (pay === "on-spot") {
    if (until !== undefined)
      throw new UsageError("Флаг --until бывает только с --pay link.", { flag: "--until" });
    return { by: "on_spot", waiverReason: reason };
  }
  return { by: "link", until: until && instantOf(until, zone, "--until") };
}

type Wanted = { readonly flags: BookFlags; readonly serviceId: string; readonly zone: Zone };

type Start = Pick<Wanted, "flags" | "serviceId"> & {
  readonly startsAt: Date;
  readonly specialistId: string | undefined;
};

/** The slot with which the visit would begin: of the specialist who was named, or of the only one who has it. */
async function slotOf(
  app: App,
  { flags: { at }, serviceId, startsAt, specialistId }: Start,
): Promise<Outcome<string, "slot_gone" | "start_ambiguous">> {
  const gone = refuse("slot_gone", { given: `${at.day} ${at.time}` });
  if (specialistId !== undefined) {
    const slot = await slotAt(app, startsAt, specialistId);
    return slot === undefined ? gone : done(slot.id);
  }
  const offering = await findOffering(app.db, serviceId);
  const free = [];
  for (const [id, { name }] of offering?.doers ?? []) {
    const slot = await slotAt(app, startsAt, id);
    if (slot?.state === "open" && slot.bookingId === undefined) free.push({ slotId: slot.id, name });
  }
  const [only, ...others] = free;
  if (only === undefined) return gone;
  if (others.length === 0) return done(only.slotId);
  const names = free.map(({ name }) => name).join(", ");
  return refuse("start_ambiguous", { given: `${at.day} ${at.time}`, names });
}

function saidOf(booking: BookingView, zone: Zone): string {
  const { number, clientName, specialistName, startsAt } = booking;
  const due = dueOf(booking, zone);
  const hot = booking.slotKind === "hot" ? ` Горящее окно: ${hotOf(booking)}.` : "";
  return `Запись №${number}: ${clientName}, ${booking.serviceName}, ${momentOf(startsAt, zone)}, ${specialistName}; ${due}.${hot}`;
}

/** How it stands: one that was asked for once more may have been cancelled or held since. */
function dueOf(booking: BookingView, zone: Zone): string {
  const { state, heldUntil, payNow, owedOnSpot } = booking;
  if (state === "held" && heldUntil !== undefined)
    return `ждёт оплаты ${formatRubles(payNow)} по ссылке до ${momentOf(heldUntil, zone)}`;
  return state === "confirmed"
    ? `подтверждена, на месте ${formatRubles(owedOnSpot)}`
    : bookingStateText(booking);
}

/** What a hot slot changes: the price, and what is to be paid ahead (PR-2, PY-2). */
function hotOf(booking: HotBooking): string {
  const { price, listPrice, discount, state } = booking;
  const cost =
    discount > 0
      ? `цена ${formatRubles(price)} вместо ${formatRubles(listPrice)}`
      : `цена ${formatRubles(price)}`;
  const asked = askedAhead(booking);
  if (asked === 0) return cost;
  const ahead = `предоплата ${formatRubles(asked)}`;
  return `${cost}, ${ahead}${state === "confirmed" ? " не взята, по вашему решению" : ""}`;
}

type HotBooking = Pick<
  BookingView,
  "price" | "points" | "policy" | "listPrice" | "discount" | "prepayment" | "state"
>;
