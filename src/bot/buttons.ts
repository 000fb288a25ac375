import type { LocalDay } from "../core/kernel/local-day.ts";
import { callbackData, count, day, moment, oneOf, optionalUuid, uuid } from "./callback-data.ts";

/*
 * Every kind of button there is. They are defined together because flows lead into one another, and because
 * no two may share a verb.
 */

/** The main menu. */
export const toMenu = callbackData("m");
/** A cell that only says something: a weekday, a day with nothing in it, a day that is full. */
export const noop = callbackData<{ why: "label" | "empty" | "full" }>("n", {
  why: oneOf({ label: "l", empty: "e", full: "f" }),
});

// Getting to know each other.
export const giveConsent = callbackData("gc");
export const keepName = callbackData("kn");
export const chooseMarketing = callbackData<{ answer: "yes" | "no" }>("mk", {
  answer: oneOf({ yes: "y", no: "n" }),
});

// Choosing a visit.
export type ServiceRange = "all" | "online";
export const toServices = callbackData<{ range: ServiceRange; page: number }>("sv", {
  range: oneOf({ all: "a", online: "o" }),
  page: count,
});
/** From the menu: what is held is offered first. */
export const startBooking = callbackData<{ range: ServiceRange }>("sb", {
  range: oneOf({ all: "a", online: "o" }),
});
export const toCalendar = callbackData<{ serviceId: string; specialistId: string | undefined }>("cl", {
  serviceId: uuid,
  specialistId: optionalUuid,
});
export const toSpecialists = callbackData<{ serviceId: string; page: number }>("sp", {
  serviceId: uuid,
  page: count,
});
export const toDay = callbackData<{
  serviceId: string;
  specialistId: string | undefined;
  day: LocalDay;
  page: number;
}>("dy", { serviceId: uuid, specialistId: optionalUuid, day, page: count });
/** Holds exactly one start; the moment is there to find the nearest ones when it is taken. */
export const holdStart = callbackData<{ serviceId: string; slotId: string; startsAt: Date }>("hs", {
  serviceId: uuid,
  slotId: uuid,
  startsAt: moment,
});
export const toHotStarts = callbackData<{ page: number }>("hw", { page: count });

// A booking that is being made.
type OfBooking = { bookingId: string };
const ofBooking = { bookingId: uuid };
export const toBooking = callbackData<OfBooking>("bk", ofBooking);
export const toPointsChoice = callbackData<OfBooking>("pc", ofBooking);
export const spendPoints = callbackData<OfBooking & { points: number }>("ps", {
  ...ofBooking,
  points: count,
});
export const choosePart = callbackData<OfBooking & { choice: "prepayment" | "all" }>("pt", {
  ...ofBooking,
  choice: oneOf({ prepayment: "p", all: "a" }),
});
export type PayMethod = "bank_card" | "sbp";
export const pay = callbackData<OfBooking & { method: PayMethod }>("py", {
  ...ofBooking,
  method: oneOf({ bank_card: "c", sbp: "s" }),
});
/** Another e-mail for the receipt of this payment. */
export const changeEmail = callbackData<OfBooking & { method: PayMethod }>("em", {
  ...ofBooking,
  method: oneOf({ bank_card: "c", sbp: "s" }),
});
export const checkPaid = callbackData<OfBooking>("ck", ofBooking);
export const confirm = callbackData<OfBooking>("cf", ofBooking);
export const giveUp = callbackData<OfBooking>("gu", ofBooking);

// Cancelling: what was shown goes with the tap, so that nothing else happens (CX-2).
export const askCancel = callbackData<OfBooking>("ca", ofBooking);
export const cancelNow = callbackData<OfBooking & { isLate: "yes" | "no"; penalty: number }>("cn", {
  ...ofBooking,
  isLate: oneOf({ yes: "y", no: "n" }),
  penalty: count,
});

// Answering a reminder (MS-1).
export const promise = callbackData<OfBooking>("pr", ofBooking);

// What a client says of a visit (MS-2).
export const toReview = callbackData<OfBooking>("tr", ofBooking);
export const rate = callbackData<OfBooking & { rating: number }>("rt", { ...ofBooking, rating: count });

// What a client has.
export const toMyBookings = callbackData<{ kind: "upcoming" | "past"; page: number }>("my", {
  kind: oneOf({ upcoming: "u", past: "p" }),
  page: count,
});
export const sendCalendarFile = callbackData<OfBooking>("ic", ofBooking);
export const toPoints = callbackData("po");
export const toPointEntries = callbackData<{ page: number }>("pe", { page: count });

// Talking to a human.
export const toContacts = callbackData("ct");
export const writeMessage = callbackData("wm");
export const replyToClient = callbackData<{ clientId: string }>("rc", { clientId: uuid });
export const dropReply = callbackData("dr");
