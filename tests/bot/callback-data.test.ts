import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as buttons from "../../src/bot/buttons.ts";
import { anew, CALLBACK_BYTES_MAX, type CallbackData, readTap } from "../../src/bot/callback-data.ts";
import { CITY_CODES } from "../../src/bot/my-data/zones.ts";
import { localDay, plusDays } from "../../src/core/kernel/local-day.ts";
import { STAFF_MESSAGE_GROUPS } from "../../src/core/people/index.ts";

const id = fc.uuid();
const page = fc.integer({ min: 0, max: 10_000 });
const day = fc.integer({ min: 0, max: 40_000 }).map((days) => plusDays(localDay("2020-01-01"), days));
const moment = fc.integer({ min: 0, max: 80_000_000 }).map((minutes) => new Date(minutes * 60_000));
const range = fc.constantFrom("all", "online");
const whose = fc.constantFrom("any", "same");
const specialistId = fc.option(id, { nil: undefined });

// Four weeks are as many bits.
const mask = fc.integer({ min: 0, max: 2 ** 28 - 1 });
const wish = { serviceId: id, specialistId, first: day, mask };
const dayPart = fc.constantFrom("any", "morning", "day", "evening");

/** For each kind of button: what it may carry. */
const VALUES: { readonly [name in keyof typeof buttons]: fc.Arbitrary<object> } = {
  toMenu: fc.record({}),
  toInfo: fc.record({}),
  toPage: fc.record({ slug: fc.stringMatching(/^[a-z0-9-]{1,32}$/) }),
  pressBroadcast: fc.record({ broadcastId: id, index: page }),
  stopNews: fc.record({}),
  toWindow: fc.record({ slotId: id }),
  decideHot: fc.record({ broadcastId: id, decision: fc.constantFrom("send", "drop") }),
  noop: fc.record({ why: fc.constantFrom("label", "empty", "full") }),
  giveConsent: fc.record({}),
  keepName: fc.record({}),
  chooseMarketing: fc.record({ answer: fc.constantFrom("yes", "no") }),
  toServices: fc.record({ range, page }),
  startBooking: fc.record({ range }),
  toCalendar: fc.record({ serviceId: id, specialistId }),
  toSpecialists: fc.record({ serviceId: id, page }),
  toDay: fc.record({ serviceId: id, specialistId, day, page }),
  holdStart: fc.record({ serviceId: id, slotId: id, startsAt: moment }),
  toHotStarts: fc.record({ page }),
  toStaffMessages: fc.record({}),
  switchStaffMessage: fc.record({
    group: fc.constantFrom(...STAFF_MESSAGE_GROUPS),
    to: fc.constantFrom("on", "off"),
  }),
  toBooking: fc.record({ bookingId: id }),
  toPointsChoice: fc.record({ bookingId: id }),
  spendPoints: fc.record({ bookingId: id, points: fc.integer({ min: 0, max: 10_000_000 }) }),
  choosePart: fc.record({ bookingId: id, choice: fc.constantFrom("prepayment", "all") }),
  pay: fc.record({ bookingId: id, method: fc.constantFrom("bank_card", "sbp") }),
  changeEmail: fc.record({ bookingId: id, method: fc.constantFrom("bank_card", "sbp") }),
  checkPaid: fc.record({ bookingId: id }),
  confirm: fc.record({ bookingId: id }),
  giveUp: fc.record({ bookingId: id }),
  askCancel: fc.record({ bookingId: id }),
  promise: fc.record({ bookingId: id }),
  toReview: fc.record({ bookingId: id }),
  rate: fc.record({ bookingId: id, rating: page }),
  cancelNow: fc.record({ bookingId: id, isLate: fc.constantFrom("yes", "no"), penalty: page }),
  toTip: fc.record({ bookingId: id }),
  toOtherTip: fc.record({ bookingId: id }),
  payTipAgain: fc.record({
    bookingId: id,
    amount: fc.integer({ min: 0, max: 5_000_000 }),
    method: fc.constantFrom("bank_card" as const, "sbp" as const),
    insteadOf: id,
  }),
  payTip: fc.record({
    bookingId: id,
    amount: fc.integer({ min: 0, max: 10_000_000 }),
    method: fc.constantFrom("bank_card", "sbp"),
  }),
  changeTipEmail: fc.record({
    bookingId: id,
    amount: fc.integer({ min: 0, max: 10_000_000 }),
    method: fc.constantFrom("bank_card", "sbp"),
    insteadOf: id,
  }),
  checkTip: fc.record({ bookingId: id }),
  toMove: fc.record({ bookingId: id, whose }),
  toMoveDay: fc.record({ bookingId: id, whose, day, page }),
  askMove: fc.record({ bookingId: id, slotId: id }),
  moveNow: fc.record({
    ...{ bookingId: id, slotId: id, isLate: fc.constantFrom("yes", "no") },
    // A penalty is at most the price in points, and a price at most 350 000 ₽.
    ...{ penalty: fc.integer({ min: 0, max: 350_000 }), price: fc.integer({ min: 0, max: 35_000_000 }) },
  }),
  toMyBookings: fc.record({ kind: fc.constantFrom("upcoming", "past"), page }),
  sendCalendarFile: fc.record({ bookingId: id }),
  toPoints: fc.record({}),
  toPointEntries: fc.record({ page }),
  toWait: fc.record({ serviceId: id, specialistId }),
  pickWaitDays: fc.record(wish),
  toWaitHours: fc.record(wish),
  askWait: fc.record({ ...wish, part: dayPart }),
  joinWait: fc.record({ ...wish, part: dayPart }),
  toWaitlist: fc.record({}),
  leaveWait: fc.record({ entryId: id }),
  giveUpOffer: fc.record({ bookingId: id }),
  toContacts: fc.record({}),
  writeMessage: fc.record({}),
  replyToClient: fc.record({ clientId: id }),
  dropReply: fc.record({}),
  toInvite: fc.record({}),
  sendQrCode: fc.record({}),
  toFriends: fc.record({ page }),
  toToday: fc.record({}),
  toStaffDay: fc.record({ day, specialistId, page }),
  toStaffSpecialists: fc.record({ day }),
  toStaffVisit: fc.record({ bookingId: id }),
  markNow: fc.record({ bookingId: id, mark: fc.constantFrom("completed", "no_show") }),
  askCorrection: fc.record({ bookingId: id, mark: fc.constantFrom("completed", "no_show") }),
  takeOnSpot: fc.record({
    ...{ bookingId: id, method: fc.constantFrom("cash", "terminal", "transfer") },
    ...{
      amount: fc.integer({ min: 0, max: 2_147_483_647 }),
      received: fc.integer({ min: 0, max: 2_147_483_647 }),
    },
  }),
  askOnSpot: fc.record({ bookingId: id }),
  toMyData: fc.record({}),
  askOwnName: fc.record({}),
  askOwnPhone: fc.record({}),
  askOwnEmail: fc.record({}),
  dropEmail: fc.record({}),
  askBirthday: fc.record({}),
  dropBirthday: fc.record({}),
  toZones: fc.record({}),
  setZone: fc.record({ city: fc.constantFrom("same", ...CITY_CODES) }),
  setNews: fc.record({ answer: fc.constantFrom("yes", "no") }),
  downloadData: fc.record({}),
  askErasure: fc.record({}),
  eraseNow: fc.record({}),
};

const kinds = Object.entries(buttons) as unknown as [keyof typeof buttons, CallbackData<object>][];

describe.each(kinds)("the button %s", (name, kind) => {
  it("fits into 64 bytes whatever it carries, even where it opens anew", () => {
    fc.assert(
      fc.property(VALUES[name], (values) => {
        expect(Buffer.byteLength(anew(kind.pack(values)))).toBeLessThanOrEqual(CALLBACK_BYTES_MAX);
      }),
    );
  });

  it("is read back as it was written", () => {
    fc.assert(
      fc.property(VALUES[name], (values) => {
        const tap = readTap(kind.pack(values));
        expect(tap.verb).toBe(kind.verb);
        expect(kind.unpack(tap.parts)).toEqual(values);
      }),
    );
  });

  it("reads anything at all without an error", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 5 }), (parts) => {
        expect(() => kind.unpack(parts)).not.toThrow();
      }),
    );
  });
});

it("no two kinds of buttons share a verb", () => {
  const verbs = kinds.map(([, { verb }]) => verb);
  expect(new Set(verbs).size).toBe(verbs.length);
});
