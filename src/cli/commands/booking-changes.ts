import type { Command } from "commander";
import { type App, rehearsed } from "../../core/app.ts";
import {
  type BookingView,
  cancelBooking,
  cancellationPhrases,
  confirmOnSpot,
  isTakenAway,
  markPhrases,
  markVisit,
  owedPhrases,
  previewCancellation,
  type ToldCancellation,
  toldOfCancellation,
  toldOfMark,
  type VisitMark,
} from "../../core/booking/index.ts";
import { OPERATOR } from "../../core/kernel/actor.ts";
import type { Zone } from "../../core/kernel/local-day.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { refuse } from "../../core/kernel/outcome.ts";
import { readBookingKey } from "../arguments.ts";
import { confirmed, withYes, type YesFlag } from "../confirm.ts";
import { answering, type Desk } from "../desk.ts";
import { withExamples } from "../examples.ts";
import { momentOf } from "../output.ts";
import { changeBooking } from "./change-booking.ts";
import { addMeetingLink } from "./meeting-link.ts";
import { addMove } from "./move-booking.ts";
import { sayingBot, tellingOf } from "./tell-client.ts";

/** What the operator does to a booking: cancels or moves it for the business, marks its visit. */
export function addBookingChanges(bookings: Command, desk: Desk): void {
  withExamples(
    withYes(
      bookings
        .command("cancel")
        .description("отменить запись от имени бизнеса: всё вернётся клиенту, штрафа нет")
        .argument("<номер>", "номер записи или её id", readBookingKey)
        .requiredOption("--reason <текст>", "причина: останется в журнале (audit list)"),
      "отменить",
    ).action(answering(desk, (key: string | number, flags: CancelFlags) => cancel(desk, key, flags))),
    'bookings cancel 12 --reason "заболел мастер"',
    'bookings cancel 12 --reason "заболел мастер" --yes',
  );
  withExamples(
    bookings
      .command("confirm")
      .description("подтвердить запись, которая ждёт оплаты: клиент заплатит на месте")
      .argument("<номер>", "номер записи или её id", readBookingKey)
      .option("--reason <текст>", "причина: почему без предоплаты; нужна для горящего окна")
      .action(
        answering(desk, (key: string | number, flags: { reason?: string }) =>
          confirm(desk, key, flags.reason),
        ),
      ),
    "bookings confirm 12",
    'bookings confirm 12 --reason "постоянный клиент"',
  );
  addMove(bookings, desk);
  addMeetingLink(bookings, desk);
  addMark(bookings, desk, { name: "complete", mark: "completed", about: "отметить, что клиент пришёл" });
  addMark(bookings, desk, { name: "no-show", mark: "no_show", about: "отметить, что клиент не пришёл" });
}

function addMark(
  bookings: Command,
  desk: Desk,
  { name, mark, about }: { readonly name: string; readonly mark: VisitMark; readonly about: string },
): void {
  withExamples(
    bookings
      .command(name)
      .description(`${about}; исправить прежнюю отметку можно с --reason`)
      .argument("<номер>", "номер записи или её id", readBookingKey)
      .option("--reason <текст>", "причина: почему исправлена отметка")
      .action(
        answering(desk, (key: string | number, flags: { reason?: string }) =>
          changeBooking(desk, key, async (app, booking, zone) => {
            const marked = await markVisit(app, {
              bookingId: booking.id,
              mark,
              actor: OPERATOR,
              reason: flags.reason,
            });
            if (marked.ok) return { ...marked, ...(await tellMark(app, marked.value, zone)) };
            if (marked.refusal !== "reason_missing") return marked;
            const why = `отметка уже есть — «${WORDS[mark === "completed" ? "no_show" : "completed"]}», а её исправление объясняют`;
            return refuse(marked.refusal, { why });
          }),
        ),
      ),
    `bookings ${name} 12`,
    `bookings ${name} 12 --reason "отметили по ошибке"`,
  );
}

const WORDS: Readonly<Record<VisitMark, string>> = {
  completed: "клиент пришёл",
  no_show: "неявка",
};

/** What the mark means for the client: asked for again, it is told again. */
async function tellMark({ db }: App, booking: BookingView, zone: Zone) {
  const told = await toldOfMark(db, booking);
  const word = WORDS[booking.state === "no_show" ? "no_show" : "completed"];
  const phrases = told ? markPhrases(told, (at) => momentOf(at, zone)) : [];
  const said = [word, ...phrases, ...owedPhrases(booking)].join("; ");
  return { said, json: told && { effect: { ...told, blockedUntil: told.blockedUntil ?? null } } };
}

type CancelFlags = YesFlag & { readonly reason: string };

function cancel(desk: Desk, key: string | number, { reason, yes }: CancelFlags) {
  const by = { kind: "business", actor: OPERATOR, reason } as const;
  return changeBooking(desk, key, async (app, booking, zone) => {
    const { id: bookingId, number, clientName, startsAt } = booking;
    // The bot says nothing of a hold that is given up before it was paid.
    const telling = await tellingOf(app, booking);
    const ahead = ["отменится", ...(await phrasesAhead(app, booking, zone))].join("; ");
    const about = `Запись №${number} (${clientName}, ${momentOf(startsAt, zone)}) ${ahead}. ${telling.ahead}`;
    const isRepeated = booking.state === "cancelled" || isTakenAway(booking);
    const sure = await confirmed(desk, { yes: yes ?? (isRepeated || undefined) }, about, () =>
      cancelBooking(rehearsed(app), { bookingId, by }),
    );
    if (!sure.ok) return sure;
    const cancelled = await cancelBooking(app, { bookingId, by });
    if (!cancelled.ok) return cancelled;
    const told = await toldOfCancellation(app.db, cancelled.value);
    const phrases = told ? cancellationPhrases(told, (at) => momentOf(at, zone)) : letGoPhrases(booking);
    return {
      ...cancelled,
      said: [isRepeated ? "уже отменена" : "отменена", ...phrases].join("; "),
      json: { isRepeated, ...(told && { effect: effectOf(told) }) },
      telling: isRepeated ? telling : sayingBot(telling),
    };
  });
}

/** What will go back and what staff will have to hand back, as the answer says it afterwards. */
async function phrasesAhead(app: App, booking: BookingView, zone: Zone): Promise<readonly string[]> {
  if (booking.state === "held") return letGoPhrases(booking);
  const by = { kind: "business", actor: OPERATOR, reason: "" } as const;
  const ahead = await previewCancellation(app, { bookingId: booking.id, by });
  return ahead.ok ? cancellationPhrases(ahead.value, (at) => momentOf(at, zone), "ahead") : [];
}

/** Of an unpaid one: its client may be paying at this very moment. */
const letGoPhrases = ({ openPayment }: BookingView): readonly string[] =>
  openPayment === undefined
    ? []
    : ["если клиент всё же заплатит по прежней ссылке, деньги вернутся ему сами"];

const confirm = (desk: Desk, key: string | number, waiverReason: string | undefined) =>
  changeBooking(desk, key, async (app, booking) => {
    const confirmed = await confirmOnSpot(app, { bookingId: booking.id, waiverReason, actor: OPERATOR });
    if (!confirmed.ok) return confirmed;
    const owed = formatRubles(confirmed.value.owedOnSpot);
    const telling = await tellingOf(app, booking);
    return { ...confirmed, said: `подтверждена, на месте принять ${owed}`, telling };
  });

const effectOf = ({ refund, handedBack, pointsBack, droppedMove }: ToldCancellation) => ({
  refundKopecks: refund,
  handedBackKopecks: handedBack,
  pointsBack,
  droppedMove: droppedMove ?? null,
});
