/**
 * Booking: a client's promise of a start, from the hold to the visit. It composes the calendar, points, payments and
 * messages: what a start costs (PR), who may book it (SL-7, CX-4), how long it is held (PY-1), how it is paid (PY-2,
 * PT), and what becomes of money that comes early, late or twice (PY-3).
 */
export { type Asked, askAboutOpen } from "./ask-about-open.ts";
export { type AskAboutPaymentRefusal, type AskedAbout, askAboutPayment } from "./ask-about-payment.ts";
export {
  type BlockClientInput,
  type BlockClientRefusal,
  blockClient,
  type LiftBlockRefusal,
  liftBlock,
  setVip,
} from "./block-client.ts";
export { type BookAgainInput, type BookAgainRefusal, bookAgain } from "./book-again.ts";
export { type BookForCallerInput, type BookForCallerRefusal, bookForCaller } from "./book-for-caller.ts";
export {
  BOOKING_CONFLICTS,
  type BookForClientInput,
  type BookForClientRefusal,
  bookForClient,
  bookWithin,
} from "./book-for-client.ts";
export {
  type CancelBookingInput,
  type CancelBookingRefusal,
  cancelBooking,
  isTakenAway,
  previewCancellation,
} from "./cancel-booking.ts";
export {
  type ChoosePointsRefusal,
  choosePayment,
  choosePoints,
  pointsOffer,
} from "./change-plan.ts";
export { checkPayment, reconcilePayments, sendDueReceipts, sendDueRefunds } from "./check-payment.ts";
export { clientPage } from "./client-page.ts";
export { type ConfirmHoldRefusal, confirmHold } from "./confirm-booking.ts";
export { type ConfirmOnSpotInput, type ConfirmOnSpotRefusal, confirmOnSpot } from "./confirm-on-spot.ts";
export {
  cancellationPhrases,
  lateChangePhrases,
  markPhrases,
  movePhrases,
  owedPhrases,
} from "./consequence-words.ts";
export type { RescheduleBookingRefusal } from "./decide-move.ts";
export { type ClientInFigures, describeClient } from "./describe-client.ts";
export {
  type EraseClientInput,
  type EraseClientRefusal,
  eraseClient,
  previewErasure,
} from "./erase-client.ts";
export { expireHolds } from "./expire-holds.ts";
export { type ClientExport, exportClient } from "./export-client.ts";
export { type FilledQuickReply, fillQuickReplies } from "./fill-quick-replies.ts";
export { findBooked } from "./find-booked.ts";
export { beginBooking, beginMove, mayEnd } from "./first-step.ts";
export { type GiveUpHoldRefusal, giveUpHold } from "./give-up-hold.ts";
export { type HoldSlotInput, type HoldSlotRefusal, holdSlot } from "./hold-slot.ts";
export { type HotWindow, type HotWindowOffer, listHotWindows } from "./hot-windows.ts";
export { type JoinPhoneInput, type JoinPhoneRefusal, joinPhone } from "./join-phone.ts";
export { type JoinWaitlistInput, type JoinWaitlistRefusal, joinWaitlist } from "./join-waitlist.ts";
export { endingProblem } from "./judge-ending.ts";
export { type Ending, endingOf, lateCost } from "./late-cost.ts";
export { type LeaveWaitlistInput, type LeaveWaitlistRefusal, leaveWaitlist } from "./leave-waitlist.ts";
export { listClientBookings } from "./list-client-bookings.ts";
export { listFreeDays } from "./list-free-days.ts";
export {
  dayMarks,
  type HotStart,
  listFreeStarts,
  listHotStarts,
  type MarkedDay,
  nearestStarts,
  type PricedStart,
} from "./list-free-starts.ts";
export { type Friend, listFriends } from "./list-friends.ts";
export { listHadVisits } from "./list-had-visits.ts";
export { listSlotServices, type SlotService } from "./list-slot-services.ts";
export { completeForgottenVisits, type MarkVisitRefusal, markVisit, type VisitMark } from "./mark-visit.ts";
export {
  type Booking,
  type BookingState,
  type BookingView,
  type CancellationConsequence,
  type CancellationPreview,
  DEAD_STATES,
  type LateCost,
  LIVE_STATES,
  type MovePreview,
} from "./model.ts";
export { type NextEarning, nextEarning } from "./next-earning.ts";
export { offerWaitlist } from "./offer-waitlist.ts";
export { type OpenedPayment, type OpenPaymentRefusal, openPayment } from "./open-payment.ts";
export {
  mayTip,
  type OpenedTip,
  type OpenTipInput,
  type OpenTipRefusal,
  openTip,
  tipRefusal,
} from "./open-tip.ts";
export { reminderPlanner, replanReminders } from "./plan-reminders.ts";
export { previewHeldMove } from "./preview-held-move.ts";
export { type PromiseToComeRefusal, promiseToCome } from "./promise-to-come.ts";
export { type RecordOnSpotInput, type RecordOnSpotRefusal, recordOnSpot } from "./record-on-spot.ts";
export {
  type RefundBookingInput,
  type RefundBookingRefusal,
  refundableOf,
  refundBooking,
  toldOfRefund,
} from "./refund-booking.ts";
export { previewReschedule, type RescheduleBookingInput, rescheduleBooking } from "./reschedule-booking.ts";
export { type ResendMessageRefusal, resendMessage } from "./resend-message.ts";
export { describeVisit, type ReviewVisitRefusal, rateVisit } from "./review-visit.ts";
export { startAge } from "./rules/begun-start.ts";
export type { FriendReward } from "./rules/friend-reward.ts";
export { checkOnSpot, owedOnSpot, waivedOnSpot } from "./rules/on-spot.ts";
export { askedAhead, type PayChoice, type PaymentPolicy } from "./rules/payment-split.ts";
export type { Price } from "./rules/price.ts";
export {
  DAY_PART_NAMES,
  DAY_PARTS,
  type DayHours,
  type DayPart,
  runsOf,
  WAIT_DAYS_MAX,
  weekendsOf,
} from "./rules/waitlist.ts";
export {
  findBookingNote,
  readBookingNote,
  type SetBookingNoteInput,
  type SetBookingNoteRefusal,
  setBookingNote,
  writeBookingNote,
} from "./set-booking-note.ts";
export {
  type SetMeetingLinkInput,
  type SetMeetingLinkRefusal,
  setMeetingLink,
} from "./set-meeting-link.ts";
export { findStaffVisit, listStaffVisits, type StaffVisit } from "./staff-day.ts";
export { unwantedBecause } from "./still-wanted.ts";
export {
  type BookingFilter,
  findBooking,
  findBookingByNumber,
  findBookings,
  findHold as currentHold,
  listBookings,
} from "./store.ts";
export type { TakenOnSpot } from "./take-on-spot.ts";
export {
  bookingsIn,
  type TakenTimeOff,
  type TakeTimeOffInput,
  type TakeTimeOffRefusal,
  takeTimeOff,
} from "./take-time-off.ts";
export { type ToldCancellation, toldOfCancellation } from "./tell-cancelled.ts";
export { toldOfMark } from "./tell-marked.ts";
export { type VisitPoints, visitPoints } from "./visit-points.ts";
export {
  findOffered,
  findWaitlistEntry,
  listWaitlist,
  OPEN_WAIT_STATES,
  type WaitlistView,
  type WaitState,
} from "./waitlist-store.ts";
export { hoursText, WAIT_END_WORDS, WAIT_STATE_WORDS, wishDaysText } from "./waitlist-words.ts";
export {
  BOOKING_STATE_WORDS,
  bookingStateText,
  ENDED_REASON_WORDS,
  endedReasonText,
  PAYMENT_POLICY_WORDS,
  promiseMark,
} from "./words.ts";
