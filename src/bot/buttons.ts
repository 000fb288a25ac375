import type { LocalDay } from "../core/kernel/local-day.ts";
import type { OnSpotMethod } from "../core/payments/index.ts";
import type { StaffMessageGroup } from "../core/people/index.ts";
import { callbackData, count, day, moment, oneOf, optionalUuid, slug, uuid } from "./callback-data.ts";
import { CITY_LETTERS, type CityCode } from "./my-data/zones.ts";

/*
 * Every kind of button there is. They are defined together because flows lead into one another, and because
 * no two may share a verb.
 */

/** The main menu. */
export const toMenu = callbackData("m");
/** What the business says about itself: all its pages, and one of them. */
export const toInfo = callbackData("if");
export const toPage = callbackData<{ slug: string }>("ip", { slug });
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
const payMethod = oneOf({ bank_card: "c", sbp: "s" });
type OfPayment = OfBooking & { method: PayMethod };
const ofPayment = { ...ofBooking, method: payMethod };
export const pay = callbackData<OfPayment>("py", ofPayment);
/** Another e-mail for the receipt of this payment. */
export const changeEmail = callbackData<OfPayment>("em", ofPayment);
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
// Tips (MS-2).
export const toTip = callbackData<OfBooking>("tp", ofBooking);
export const toOtherTip = callbackData<OfBooking>("to", ofBooking);
type OfTip = OfBooking & { amount: number; method: PayMethod };
const ofTip = { ...ofBooking, amount: count, method: payMethod };
export const payTip = callbackData<OfTip>("ty", ofTip);
/** Another attempt at the same tip: once it is paid, the button is spent. */
export const payTipAgain = callbackData<OfTip & { insteadOf: string }>("tw", { ...ofTip, insteadOf: uuid });
/** Another e-mail for the receipt of this tip, and then another attempt at it. */
export const changeTipEmail = callbackData<OfTip & { insteadOf: string }>("te", {
  ...ofTip,
  insteadOf: uuid,
});
export const checkTip = callbackData<OfBooking>("tk", ofBooking);
// Moving: what was shown goes with the tap, so that nothing else happens (CX-7).
type Whose = { whose: "any" | "same" };
const whose = oneOf({ any: "a", same: "s" });
export const toMove = callbackData<OfBooking & Whose>("mv", { ...ofBooking, whose });
export const toMoveDay = callbackData<OfBooking & Whose & { day: LocalDay; page: number }>("md", {
  ...ofBooking,
  whose,
  day,
  page: count,
});
export const askMove = callbackData<OfBooking & { slotId: string }>("ma", { ...ofBooking, slotId: uuid });
export const moveNow = callbackData<
  OfBooking & { slotId: string; isLate: "yes" | "no"; penalty: number; price: number }
>("mn", {
  ...ofBooking,
  slotId: uuid,
  isLate: oneOf({ yes: "y", no: "n" }),
  penalty: count,
  price: count,
});

// What a client has.
export const toMyBookings = callbackData<{ kind: "upcoming" | "past"; page: number }>("my", {
  kind: oneOf({ upcoming: "u", past: "p" }),
  page: count,
});
export const sendCalendarFile = callbackData<OfBooking>("ic", ofBooking);
export const toPoints = callbackData("po");
export const toPointEntries = callbackData<{ page: number }>("pe", { page: count });

// Waiting for what is not free yet (MS-9): days are bits, counted from the first.
type OfWish = { serviceId: string; specialistId: string | undefined; first: LocalDay; mask: number };
const ofWish = { serviceId: uuid, specialistId: optionalUuid, first: day, mask: count };
const dayPart = oneOf({ any: "a", morning: "m", day: "d", evening: "e" });
export const toWait = callbackData<{ serviceId: string; specialistId: string | undefined }>("wl", {
  serviceId: uuid,
  specialistId: optionalUuid,
});
export const pickWaitDays = callbackData<OfWish>("wd", ofWish);
export const toWaitHours = callbackData<OfWish>("wh", ofWish);
type WithPart = OfWish & { part: "any" | "morning" | "day" | "evening" };
export const askWait = callbackData<WithPart>("wc", { ...ofWish, part: dayPart });
export const joinWait = callbackData<WithPart>("wj", { ...ofWish, part: dayPart });
export const toWaitlist = callbackData("wt");
export const leaveWait = callbackData<{ entryId: string }>("wx", { entryId: uuid });
/** An offered start is not to the client's liking. */
export const giveUpOffer = callbackData<OfBooking>("wo", ofBooking);

// Talking to a human.
export const toContacts = callbackData("ct");
export const writeMessage = callbackData("wm");
export const replyToClient = callbackData<{ clientId: string }>("rc", { clientId: uuid });
export const dropReply = callbackData("dr");

// Inviting friends.
export const toInvite = callbackData("in");
export const sendQrCode = callbackData("qr");
export const toFriends = callbackData<{ page: number }>("fr", { page: count });

// Staff at work.
export const toToday = callbackData("td");
export const toStaffDay = callbackData<{
  day: LocalDay;
  specialistId: string | undefined;
  page: number;
}>("sd", { day, specialistId: optionalUuid, page: count });
export const toStaffSpecialists = callbackData<{ day: LocalDay }>("ss", { day });
export const toStaffVisit = callbackData<OfBooking>("vi", ofBooking);
type OfMark = OfBooking & { mark: "completed" | "no_show" };
const ofMark = { ...ofBooking, mark: oneOf({ completed: "c", no_show: "n" }) };
export const markNow = callbackData<OfMark>("sm", ofMark);
export const askCorrection = callbackData<OfMark>("ac", ofMark);
/** Money taken on the spot; `received` is what had come when it was shown: the same tap twice is the same money (PY-7). */
export const takeOnSpot = callbackData<
  OfBooking & { amount: number; received: number; method: OnSpotMethod }
>("st", {
  ...ofBooking,
  amount: count,
  received: count,
  method: oneOf({ cash: "c", terminal: "t", transfer: "p" }),
});
export const askOnSpot = callbackData<OfBooking>("sa", ofBooking);
// What the bot writes to staff.
export const toStaffMessages = callbackData("sn");
const GROUP_LETTERS = {
  ...{ new_booking: "n", cancellation: "c", move: "m", low_rating: "r" },
  ...{ client_words: "w", payment: "p", tip: "t", client_card: "d", hot_windows: "h", schedule: "s" },
} as const satisfies Readonly<Record<StaffMessageGroup, string>>;
export const switchStaffMessage = callbackData<{ group: StaffMessageGroup; to: "on" | "off" }>("sw", {
  group: oneOf(GROUP_LETTERS),
  to: oneOf({ on: "1", off: "0" }),
});
// What is kept about a client: seen, changed, taken along, erased.
export const toMyData = callbackData("ud");
export const askOwnName = callbackData("un");
export const askOwnPhone = callbackData("uh");
export const askBirthday = callbackData("ub");
export const askOwnEmail = callbackData("um");
export const dropEmail = callbackData("uk");
export const dropBirthday = callbackData("ux");
export const toZones = callbackData("uz");
export const setZone = callbackData<{ city: CityCode | "same" }>("uc", { city: oneOf(CITY_LETTERS) });
export const setNews = callbackData<{ answer: "yes" | "no" }>("uw", { answer: oneOf({ yes: "y", no: "n" }) });
export const downloadData = callbackData("uf");
export const askErasure = callbackData("ue");
export const eraseNow = callbackData("uy");

// Under a broadcast (MS-3): what its button leads to is looked up, and the way out that marketing has.
export const pressBroadcast = callbackData<{ broadcastId: string; index: number }>("bp", {
  broadcastId: uuid,
  index: count,
});
export const stopNews = callbackData("bu");

// Hot windows that are announced (MS-4): what fits one of them, and what staff say when they are asked.
export const toWindow = callbackData<{ slotId: string }>("wi", { slotId: uuid });
export const decideHot = callbackData<{ broadcastId: string; decision: "send" | "drop" }>("hd", {
  broadcastId: uuid,
  decision: oneOf({ send: "s", drop: "d" }),
});
