import { markPhrases, markVisit, owedPhrases, toldOfMark, type VisitMark } from "../../core/booking/index.ts";
import { bookingOf, done, type Field, type PanelAction, said, sentences } from "../panel-action.ts";
import { formatInstant } from "../readable.ts";
import { toldByBot } from "./told-by-bot.ts";

/** The client came: points are earned (EP-1). */
export const markCame = marking("completed", {
  name: "markCame",
  label: "Клиент пришёл",
  icon: "CheckCircle",
  means: "Визит состоялся: клиент получит за него баллы.",
});

/** The client did not come (CX-3, CX-4). */
export const markNoShow = marking("no_show", {
  name: "markNoShow",
  label: "Не пришёл",
  icon: "UserX",
  means: "Клиент не пришёл: за неявку спишется штраф, а после повторной клиент будет заблокирован.",
});

const REASON: Field = {
  name: "reason",
  label: "Почему исправляете отметку",
  kind: "text",
  isRequired: true,
  hint: "Останется в журнале. Что сделала прежняя отметка — баллы, штраф, блокировку, — отменится.",
};

type Words = Pick<PanelAction, "name" | "label" | "icon"> & { readonly means: string };

function marking(mark: VisitMark, { means, ...words }: Words): PanelAction {
  const other: VisitMark = mark === "completed" ? "no_show" : "completed";
  return {
    ...words,
    of: "record",
    fits: ({ state, startsAt }, _user, now) =>
      (state === "confirmed" || state === other) && new Date(String(startsAt)) <= now,
    form: async (call) => ({
      intro: `${bookingOf(call)} ${means} ${await toldByBot(call, "об этом")}`,
      submit: words.label,
      fields: call.row.state === other ? [REASON] : [],
    }),
    run: async (call, values) => {
      const { app, actor, row, zone } = call;
      const reason = values.optional("reason");
      const outcome = await markVisit(app, { bookingId: String(row.id), mark, actor, reason });
      const told = outcome.ok ? await toldOfMark(app.db, outcome.value) : undefined;
      const phrases = told ? markPhrases(told, (at) => formatInstant(at, zone)) : [];
      const owed = outcome.ok ? owedPhrases(outcome.value) : [];
      const words = sentences([
        "визит отмечен",
        ...phrases,
        ...owed.map((one) => `${one}: нажмите «Оплата на месте»`),
      ]);
      return said(outcome, call, () => done(words, { stays: true }), { reason_missing: "reason" });
    },
  };
}
