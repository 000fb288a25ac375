import type {
  cancelBooking,
  checkPayment,
  choosePayment,
  choosePoints,
  confirmHold,
  dayMarks,
  eraseClient,
  exportClient,
  findStaffVisit,
  giveUpHold,
  holdSlot,
  joinPhone,
  joinWaitlist,
  leaveWaitlist,
  listFreeStarts,
  markVisit,
  openPayment,
  openTip,
  pointsOffer,
  promiseToCome,
  rateVisit,
  recordOnSpot,
  rescheduleBooking,
} from "../core/booking/index.ts";
import type { decideHotWindows } from "../core/broadcasts/index.ts";
import { formatRubles, kopecks } from "../core/kernel/money.ts";
import type { RefusalDetail, Refused } from "../core/kernel/outcome.ts";
import type { answerClient, writeToStaff } from "../core/notifications/index.ts";
import type {
  registerClient,
  renameClient,
  setBirthday,
  setConsent,
  setEmail,
  setStaffMessages,
  setTimeZone,
} from "../core/people/index.ts";
import { momentOf } from "./format.ts";
import type { TextValues, Words } from "./texts.ts";

type RefusalOf<UseCase extends (...given: never[]) => Promise<unknown>> =
  Extract<Awaited<ReturnType<UseCase>>, { readonly ok: false }> extends {
    readonly refusal: infer R extends string;
  }
    ? R
    : never;

/** Every way in which a door that the bot uses may say no. */
export type BotRefusal =
  | RefusalOf<typeof decideHotWindows>
  | RefusalOf<typeof registerClient>
  | RefusalOf<typeof renameClient>
  | RefusalOf<typeof setConsent>
  | RefusalOf<typeof setEmail>
  | RefusalOf<typeof setBirthday>
  | RefusalOf<typeof setTimeZone>
  | RefusalOf<typeof joinPhone>
  | RefusalOf<typeof exportClient>
  | RefusalOf<typeof eraseClient>
  | RefusalOf<typeof writeToStaff>
  | RefusalOf<typeof answerClient>
  | RefusalOf<typeof dayMarks>
  | RefusalOf<typeof listFreeStarts>
  | RefusalOf<typeof holdSlot>
  | RefusalOf<typeof pointsOffer>
  | RefusalOf<typeof choosePoints>
  | RefusalOf<typeof choosePayment>
  | RefusalOf<typeof confirmHold>
  | RefusalOf<typeof openPayment>
  | RefusalOf<typeof openTip>
  | RefusalOf<typeof checkPayment>
  | RefusalOf<typeof giveUpHold>
  | RefusalOf<typeof cancelBooking>
  | RefusalOf<typeof promiseToCome>
  | RefusalOf<typeof rateVisit>
  | RefusalOf<typeof findStaffVisit>
  | RefusalOf<typeof markVisit>
  | RefusalOf<typeof recordOnSpot>
  | RefusalOf<typeof setStaffMessages>
  | RefusalOf<typeof rescheduleBooking>
  | RefusalOf<typeof joinWaitlist>
  | RefusalOf<typeof leaveWaitlist>;

/** Refusal → the key of its sentence: a new one does not compile until it has words. */
export const REFUSAL_TEXTS = {
  already_waiting: "refused-already-waiting",
  client_has_no_chat: "refused-client-has-no-chat",
  unknown_specialist: "refused-unknown-specialist",
  unknown_wait: "refused-unknown-wait",
  wait_days_passed: "refused-wait-days-passed",
  wait_days_too_far: "refused-wait-days-too-far",
  wait_hours_reversed: "refused-wait-hours-reversed",
  wait_over: "refused-wait-over",
  waitlist_full: "refused-waitlist-full",
  amount_not_positive: "refused-amount-not-positive",
  booking_takes_no_money: "refused-booking-takes-no-money",
  booking_not_confirmed: "refused-booking-not-confirmed",
  birthday_out_of_range: "refused-birthday-out-of-range",
  birthday_unreadable: "refused-birthday-unreadable",
  booking_cancelled: "refused-booking-cancelled",
  booking_over: "refused-booking-over",
  cancelled_by_other: "refused-cancelled-by-other",
  client_blocked: "refused-client-blocked",
  consequence_changed: "refused-consequence-changed",
  consent_missing: "refused-consent-missing",
  email_needed: "refused-email-needed",
  email_unreadable: "refused-email-unreadable",
  erase_has_bookings: "refused-erase-has-bookings",
  erase_money_pending: "refused-erase-money-pending",
  gateway_refused: "refused-gateway-refused",
  gateway_silent: "refused-gateway-silent",
  hold_not_confirmed: "refused-hold-not-confirmed",
  hold_over: "refused-hold-over",
  hot_already_dropped: "refused-hot-already-dropped",
  hot_already_sent: "refused-hot-already-sent",
  marketing_off: "refused-marketing-off",
  no_hot_slot_left: "refused-no-hot-slot-left",
  no_recipients: "refused-no-recipients",
  broadcast_over: "refused-broadcast-over",
  broadcast_started: "refused-hot-already-sent",
  broadcast_not_started: "refused-broadcast-over",
  unknown_broadcast: "refused-broadcast-over",
  hot_needs_payment: "refused-hot-needs-payment",
  merge_overlaps: "refused-merge-overlaps",
  message_empty: "refused-message-empty",
  message_too_long: "refused-message-too-long",
  message_unfilled: "refused-message-unfilled",
  messages_too_many: "refused-messages-too-many",
  message_not_for_role: "refused-message-not-for-role",
  method_off: "refused-method-off",
  name_empty: "refused-name-empty",
  name_too_long: "refused-name-too-long",
  not_your_booking: "refused-not-your-booking",
  not_your_slot: "refused-not-your-slot",
  not_your_messages: "refused-not-your-messages",
  nothing_to_pay: "refused-nothing-to-pay",
  on_spot_above_owed: "refused-on-spot-above-owed",
  overlaps_own_booking: "refused-overlaps-own-booking",
  owner_must_hear: "refused-owner-must-hear",
  payment_being_confirmed: "refused-payment-being-confirmed",
  payment_is_another: "refused-payment-is-another",
  payment_needed: "refused-payment-needed",
  payments_off: "refused-payments-off",
  phone_not_own: "refused-phone-not-own",
  phone_taken: "refused-phone-taken",
  phone_unreadable: "refused-phone-unreadable",
  points_above_limit: "refused-points-above-limit",
  points_too_soon: "refused-points-too-soon",
  not_rated_yet: "refused-not-rated-yet",
  rating_out_of_range: "refused-rating-out-of-range",
  reason_missing: "refused-reason-missing",
  review_closed: "refused-review-closed",
  review_empty: "refused-message-empty",
  review_too_long: "refused-message-too-long",
  same_start: "refused-same-start",
  slot_gone: "refused-slot-gone",
  slot_taken: "refused-slot-taken",
  tip_out_of_range: "refused-tip-out-of-range",
  tip_paid: "refused-tip-paid",
  tip_too_late: "refused-tip-too-late",
  time_zone_unknown: "refused-time-zone-unknown",
  too_late_to_book: "refused-too-late-to-book",
  too_many_bookings: "refused-too-many-bookings",
  unknown_booking: "refused-unknown-booking",
  unknown_client: "refused-unknown-client",
  unknown_service: "refused-unknown-service",
  unknown_staff: "refused-unknown-staff",
  visit_began: "refused-visit-began",
  visit_not_begun: "refused-visit-not-begun",
  visit_not_completed: "refused-visit-not-completed",
} as const satisfies Record<BotRefusal, string>;

/** What a sentence says when the refusal came without its detail. */
const WITHOUT_DETAIL: TextValues = {
  reason: "none",
  endsAt: "none",
  endedAt: "none",
  startsAt: "none",
  possibleAt: "none",
  number: "none",
  given: "none",
  max: 0,
  min: 0,
  charactersMax: 0,
};
/** Their limits are money, not points. */
const LIMITS_ARE_MONEY: ReadonlySet<BotRefusal> = new Set<BotRefusal>([
  "tip_out_of_range",
  "on_spot_above_owed",
]);

/** Why not, in a sentence with its details: moments in business time, names, counts. */
export function refusalText(words: Words, refused: Refused<BotRefusal>): string {
  const key = REFUSAL_TEXTS[refused.refusal];
  const money = LIMITS_ARE_MONEY.has(refused.refusal) ? moneyValues(refused.detail) : {};
  return words.t(key, { ...WITHOUT_DETAIL, ...detailValues(words, refused.detail), ...money });
}

const moneyValues = (detail: RefusalDetail): TextValues =>
  Object.fromEntries(
    Object.entries(detail).map(([name, value]) => [name, formatRubles(kopecks(Number(value)))]),
  );

const detailValues = (words: Words, detail: RefusalDetail): TextValues =>
  Object.fromEntries(
    Object.entries(detail).map(([name, value]) => {
      if (value instanceof Date) return [name, momentOf(value, words.zone)];
      if (name === "reason" && typeof value === "string") return [name, value.replace(/[\s.!…]+$/u, "")];
      return [name, name === "number" ? String(value) : value];
    }),
  );
