import { expect, it } from "vitest";
import { type BotRefusal, REFUSAL_TEXTS, refusalText } from "../../src/bot/refusals.ts";
import { loadTexts } from "../../src/bot/texts.ts";
import type { RefusalDetail } from "../../src/core/kernel/outcome.ts";

const words = { ...loadTexts(), zone: "Europe/Moscow" };
const moment = new Date("2026-12-01T11:35:00Z");

/** The details that the core gives with a refusal, as they come in life; several where the sentence has several forms. */
const DETAILS: Readonly<Partial<Record<BotRefusal, readonly RefusalDetail[]>>> = {
  client_blocked: [
    { reason: "повторная неявка", endsAt: moment },
    { reason: "Дважды не предупредили об опоздании." },
  ],
  cancelled_by_other: [{ endedAt: moment }, {}],
  erase_has_bookings: [{ number: 12, startsAt: moment }],
  erase_money_pending: [{ number: 12 }],
  message_too_long: [{ charactersMax: 4_096 }],
  message_unfilled: [{ given: "{услуга}" }],
  name_too_long: [{ charactersMax: 100 }, { charactersMax: 61 }],
  on_spot_above_owed: [{ given: 200_001, max: 200_000 }],
  overlaps_own_booking: [{ number: 12_345, startsAt: moment }, {}],
  points_above_limit: [{ max: 1 }, { max: 2 }, { max: 800 }, { max: 1_600 }],
  points_too_soon: [{ possibleAt: moment }],
  tip_out_of_range: [{ min: 1_000, max: 5_000_000 }],
  wait_days_too_far: [{ max: 60 }],
  waitlist_full: [{ max: 3 }],
  too_many_bookings: [{ max: 1 }, { max: 3 }, { max: 5 }, { max: 21 }],
};

/** Every refusal of the bot as a person reads it, in one place to be read through. */
it("every refusal of the bot reads well with its details", () => {
  const refusals = Object.keys(REFUSAL_TEXTS) as BotRefusal[];
  const said = refusals.flatMap((refusal) =>
    (DETAILS[refusal] ?? [{}]).map(
      (detail) => `${refusal}: ${refusalText(words, { ok: false, refusal, detail })}`,
    ),
  );
  expect(`\n${said.join("\n").replaceAll("\u00a0", " ")}\n`).toMatchSnapshot();
  for (const sentence of said) expect(sentence).not.toMatch(/ {2}|none|undefined|\.\.|\s[.,]/);
});
