import { AUDIT_ACTION_WORDS, AUDIT_SUBJECT_WORDS } from "../../core/audit/index.ts";
import { BOOKING_STATE_WORDS, ENDED_REASON_WORDS, PAYMENT_POLICY_WORDS } from "../../core/booking/index.ts";
import { BROADCAST_KIND_WORDS, BROADCAST_STATE_WORDS } from "../../core/broadcasts/index.ts";
import { ACTOR_WORDS } from "../../core/kernel/actor.ts";
import { POINT_KIND_WORDS } from "../../core/loyalty/index.ts";
import {
  MESSAGE_KIND_WORDS,
  MESSAGE_REASON_WORDS,
  MESSAGE_STATE_WORDS,
} from "../../core/notifications/index.ts";
import {
  PAYMENT_KIND_WORDS,
  PAYMENT_METHOD_WORDS,
  PAYMENT_STATE_WORDS,
  RECEIPT_STATE_WORDS,
  RECEIPT_TROUBLE_WORDS,
  REFUND_REASON_WORDS,
  REFUND_STATE_WORDS,
  type RefundOf,
} from "../../core/payments/index.ts";
import { STAFF_ROLE_WORDS } from "../../core/people/index.ts";
import type { Tone } from "../readable.ts";

/** What the enum-like columns hold, in words; the CHECKs of the database know the same values. */
type Words = Readonly<Record<string, string>>;
type Tones = Readonly<Record<string, Tone>>;

export const BOOKING_STATES: Words = BOOKING_STATE_WORDS;
export const BOOKING_TONES: Tones = {
  held: "info",
  confirming: "info",
  confirmed: "success",
  completed: "success",
  no_show: "danger",
};
export const ENDED_REASONS: Words = ENDED_REASON_WORDS;
export const SLOT_KIND_NAMES: Words = { regular: "обычное", hot: "горящее", online: "онлайн" };
export const SLOT_KIND_TONES: Tones = { regular: "success", hot: "danger", online: "info" };
export const SLOT_STATES: Words = { open: "открыто", closed: "закрыто" };
export const SERVICE_KIND_NAMES: Words = { in_person: "визит", online: "онлайн" };
export const POLICY_NAMES: Words = PAYMENT_POLICY_WORDS;
export const PAYMENT_STATES: Words = PAYMENT_STATE_WORDS;
export const PAYMENT_TONES: Tones = {
  captured: "success",
  authorised: "info",
  capturing: "info",
  pending: "info",
  new: "info",
  cancelling: "info",
  rejected: "danger",
};
export const PAYMENT_KINDS: Words = PAYMENT_KIND_WORDS;
export const PAYMENT_METHODS: Words = PAYMENT_METHOD_WORDS;
export const REFUND_STATES: Words = REFUND_STATE_WORDS;
export const REFUND_TONES: Tones = {
  queued: "info",
  pending: "info",
  succeeded: "success",
  canceled: "danger",
};
export const RECEIPT_STATES: Words = RECEIPT_STATE_WORDS;
export const RECEIPT_TROUBLES: Words = RECEIPT_TROUBLE_WORDS;
export const REFUND_SOURCES = {
  online: "оплата онлайн",
  on_spot: "оплата на месте",
  tip: "чаевые",
} as const satisfies Record<RefundOf, string> & Words;
export const REFUND_REASONS: Words = REFUND_REASON_WORDS;
export const POINT_KINDS: Words = POINT_KIND_WORDS;
/** Stars are pictures of their own: a number with a word is read by everybody. */
export const RATINGS: Words = {
  "1": "1, очень плохо",
  "2": "2, плохо",
  "3": "3, так себе",
  "4": "4, хорошо",
  "5": "5, отлично",
};
export const RATING_TONES: Tones = {
  "1": "danger",
  "2": "danger",
  "3": "info",
  "4": "success",
  "5": "success",
};
export const DIRECTIONS: Words = { in: "от клиента", out: "от нас" };
export const DIRECTION_TONES: Tones = { in: "info" };
export const MESSAGE_STATES: Words = MESSAGE_STATE_WORDS;
export const MESSAGE_TONES: Tones = { queued: "info", sent: "success", failed: "danger" };
export const MESSAGE_KINDS: Words = MESSAGE_KIND_WORDS;
export const MESSAGE_REASONS: Words = MESSAGE_REASON_WORDS;
export const ACTOR_KINDS: Words = ACTOR_WORDS;
export const SUBJECT_KINDS: Words = AUDIT_SUBJECT_WORDS;
export const AUDIT_ACTIONS: Words = AUDIT_ACTION_WORDS;
export const STAFF_ROLES_NAMES: Words = STAFF_ROLE_WORDS;

export const BROADCAST_KINDS: Words = BROADCAST_KIND_WORDS;
export const BROADCAST_STATES: Words = BROADCAST_STATE_WORDS;
export const BROADCAST_TONES: Readonly<Record<string, Tone>> = {
  draft: "default",
  scheduled: "info",
  running: "primary",
  paused: "danger",
  done: "success",
  cancelled: "default",
};
