import type { App } from "../../core/app.ts";
import {
  type BookingView,
  findBooking,
  markPhrases,
  markVisit,
  owedPhrases,
  toldOfMark,
  type VisitMark,
  visitPoints,
  waivedOnSpot,
} from "../../core/booking/index.ts";
import { present } from "../../core/kernel/invariant.ts";
import { formatRubles } from "../../core/kernel/money.ts";
import { formatWhole } from "../../core/kernel/points.ts";
import {
  type ActionCall,
  bookingOf,
  done,
  type Field,
  type PanelAction,
  refusedWith,
  sentences,
} from "../panel-action.ts";
import { formatInstant, wordFor } from "../readable.ts";
import { isRefused, readTaken, recordedText, TAKING_FIELDS, takingFields } from "./take-with-mark.ts";
import { ifByBot } from "./told-by-bot.ts";

/** The client came: points are earned (EP-1). */
export const markCame = marking("completed", {
  name: "markCame",
  label: "Клиент пришёл",
  icon: "CheckCircle",
  means: async ({ app, row }) => {
    const booking = present(await findBooking(app.db, String(row.id)), "the booking of a row");
    return `${await earnedText(app, booking)}${unpaidText(booking)}`;
  },
});

/** The client did not come (CX-3, CX-4). */
export const markNoShow = marking("no_show", {
  name: "markNoShow",
  label: "Не пришёл",
  icon: "UserX",
  means: () => "Клиент не пришёл: за неявку спишется штраф, а после повторной клиент будет заблокирован.",
});

const REASON: Field = {
  name: "reason",
  label: "Почему исправляете отметку",
  kind: "text",
  isRequired: true,
  hint: "Останется в журнале. Что сделала прежняя отметка — баллы, штраф, блокировку, — отменится.",
};

/** What is earned by a visit whose mark is corrected is known when it is marked. */
async function earnedText({ db }: Pick<App, "db">, booking: BookingView): Promise<string> {
  if (booking.state === "no_show") return "Визит состоялся: клиент получит за него баллы.";
  const { visit, rebook } = await visitPoints(db, booking);
  const points = visit + rebook;
  if (points === 0) return "Визит состоялся. Баллов за него не будет.";
  const counted = `${formatWhole(points)}\u00a0${wordFor(points, ["балл", "балла", "баллов"])}`;
  return `Визит состоялся: клиент получит за него ${counted}.`;
}

/** Whoever gave the money back before the visit may have meant that there would be none. */
function unpaidText(booking: BookingView): string {
  const { paid } = booking;
  const waived = waivedOnSpot(booking);
  if (waived === 0) return "";
  return paid === 0
    ? ` За визит ничего не заплачено: ${formatRubles(waived)} вы вернули.`
    : ` За визит заплачено ${formatRubles(paid)}, остальное вы вернули.`;
}

async function takingOf(call: ActionCall): Promise<readonly Field[]> {
  const booking = await findBooking(call.app.db, String(call.row.id));
  return booking === undefined ? [] : takingFields(call, booking);
}

async function markedText({ app, zone }: ActionCall, booking: BookingView): Promise<string> {
  const told = await toldOfMark(app.db, booking);
  return sentences(["визит отмечен", ...(told ? markPhrases(told, (at) => formatInstant(at, zone)) : [])]);
}

type Words = Pick<PanelAction, "name" | "label" | "icon"> & {
  readonly means: (call: ActionCall) => string | Promise<string>;
};

function marking(mark: VisitMark, { means, ...words }: Words): PanelAction {
  const other: VisitMark = mark === "completed" ? "no_show" : "completed";
  return {
    ...words,
    of: "record",
    fits: ({ state, startsAt }, _user, now) =>
      (state === "confirmed" || state === other) && new Date(String(startsAt)) <= now,
    form: async (call) => ({
      intro: `${bookingOf(call)} ${await means(call)} ${await ifByBot(call, "об этом")}`.trim(),
      submit: words.label,
      fields: call.row.state === other ? [REASON] : mark === "completed" ? await takingOf(call) : [],
    }),
    run: async (call, values) => {
      const { app, actor, row } = call;
      const reason = values.optional("reason");
      const taken = mark === "completed" ? readTaken(call, values) : undefined;
      if (isRefused(taken)) return taken;
      const outcome = await markVisit(app, { bookingId: String(row.id), mark, actor, reason, taken });
      if (!outcome.ok) return refusedWith(outcome, call, { reason_missing: "reason", ...TAKING_FIELDS });
      const words = [
        await markedText(call, outcome.value),
        taken && recordedText(taken),
        sentences(owedPhrases(outcome.value).map((one) => `${one}: нажмите «Оплата на месте»`)),
      ];
      return done(words.filter(Boolean).join(" "), { stays: true });
    },
  };
}
