import { hoursAfter } from "../../kernel/instant.ts";
import { done, type Outcome, refuse } from "../../kernel/outcome.ts";
import type { MessageKind, MessageState } from "../model.ts";

/**
 * How long a message makes sense to its receiver: `once`, only in the moment it was made for; `visit`, until the visit it
 * is about begins; `fresh`, for two weeks.
 */
type Lasting = "once" | "visit" | "fresh";

const LASTING: Readonly<Record<MessageKind, Lasting>> = {
  // A reader of a broadcast is counted, and asked for consent, once; an offer from the waitlist has minutes to live.
  broadcast: "once",
  broadcast_test: "once",
  waitlist_offer: "once",
  booking_confirmed: "visit",
  booking_moved: "visit",
  meeting_link_changed: "visit",
  payment_requested: "visit",
  reminder: "visit",
  staff_new_booking: "visit",
  staff_booking_moved: "visit",
  payment_declined: "fresh",
  payment_too_late: "fresh",
  payment_returned: "fresh",
  capture_refused: "fresh",
  hold_expired: "fresh",
  booking_cancelled: "fresh",
  no_show_marked: "fresh",
  visit_completed: "fresh",
  mark_corrected: "fresh",
  client_blocked: "fresh",
  block_lifted: "fresh",
  friend_came: "fresh",
  tip_received: "fresh",
  tip_declined: "fresh",
  message_from_staff: "fresh",
  waitlist_joined: "fresh",
  waitlist_ended: "fresh",
  review_requested: "fresh",
  staff_low_rating: "fresh",
  staff_rating_better: "fresh",
  staff_tip: "fresh",
  staff_booking_cancelled: "fresh",
  staff_client_message: "fresh",
  staff_payment_needs_person: "fresh",
  staff_payment_receipt_refused: "fresh",
  staff_closing_receipt_refused: "fresh",
  staff_merge_overlaps: "fresh",
  staff_hot_windows: "fresh",
  staff_backup_failed: "fresh",
  staff_export_failed: "fresh",
  export_file: "fresh",
};

/** Two weeks: what was said longer ago has other words by now, or none. */
const FRESH_DAYS = 14;

/** Whether the bot can reach whoever a message is for, and if not, why not. */
export type Reach = "reachable" | "no_chat" | "bot_blocked" | "erased" | "left";

export type ResendProblem =
  | "message_on_its_way"
  | "message_said_once"
  | "message_too_old"
  | "receiver_erased"
  | "receiver_left"
  | "receiver_blocked_bot"
  | "receiver_without_chat";

const UNREACHABLE = {
  erased: "receiver_erased",
  left: "receiver_left",
  bot_blocked: "receiver_blocked_bot",
  no_chat: "receiver_without_chat",
} as const satisfies Record<Exclude<Reach, "reachable">, ResendProblem>;

/**
 * Decides whether a message may be sent once more: its receiver can be reached, it is not on its way already, and it
 * still makes sense. Exactly two weeks old still does; the very start of a visit does not.
 *
 * Whether what it is about still stands is not decided here: that is asked of the booking.
 *
 * @source MS-1 MS-3 MS-6 PE-2
 */
export function admitResending(
  message: {
    readonly kind: MessageKind;
    readonly state: MessageState;
    readonly createdAt: Date;
    readonly reach: Reach;
    /** When the visit that it is about begins; undefined: it is about none. */
    readonly visitStartsAt: Date | undefined;
  },
  now: Date,
): Outcome<null, ResendProblem> {
  const { kind, state, createdAt, reach, visitStartsAt } = message;
  // Of what waits for somebody whom the bot does not reach it would be untrue that it goes by itself.
  if (reach !== "reachable") return refuse(UNREACHABLE[reach]);
  if (state === "queued") return refuse("message_on_its_way");
  const lasting = LASTING[kind];
  if (lasting === "once") return refuse("message_said_once");
  if (lasting === "visit" && visitStartsAt !== undefined)
    return visitStartsAt <= now ? refuse("message_too_old", { startsAt: visitStartsAt }) : done(null);
  return createdAt < hoursAfter(now, -FRESH_DAYS * 24)
    ? refuse("message_too_old", { daysMax: FRESH_DAYS })
    : done(null);
}
