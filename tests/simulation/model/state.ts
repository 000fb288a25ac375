/**
 * The world as the rulebook has it, in plain numbers: kopecks, whole points, milliseconds. It is written from the
 * rulebook alone and imports nothing of the product, so that an error in the one is not repeated by the other.
 */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export type SlotKind = "regular" | "hot" | "online";
export type Policy = "full" | "prepay" | "onSite";

export type Service = {
  readonly id: string;
  readonly isOnline: boolean;
  readonly minutes: number;
  readonly policy: Policy;
  price: number;
  prepayment: number;
  /** Who does it, at their own price or the service's. */
  readonly doers: Map<string, number | undefined>;
};

export type Slot = {
  readonly id: string;
  readonly specialistId: string;
  startMs: number;
  endMs: number;
  kind: SlotKind;
  percent: number | undefined;
  isOpen: boolean;
  ownerId: string | undefined;
};

export type Block = {
  readonly sinceMs: number;
  readonly untilMs: number | undefined;
  isLifted: boolean;
  /** The visit whose mark blocked. */
  readonly bookingId: string | undefined;
};

export type Client = {
  readonly id: string;
  readonly telegramId: number | undefined;
  readonly createdMs: number;
  readonly code: string;
  /** The person they turned out to be (PE-4). */
  mergedInto: string | undefined;
  inviterId: string | undefined;
  hasConsent: boolean;
  isVip: boolean;
  phone: string | undefined;
  balance: number;
  readonly blocks: Block[];
  readonly bookings: Booking[];
  /** Rewards for friends: when each was given, and whether it was taken back. */
  readonly rewards: Reward[];
};

export type Reward = {
  readonly friendId: string;
  readonly bookingId: string;
  readonly atMs: number;
  undoneAtMs: number | undefined;
};

export type State =
  | "held"
  | "confirming"
  | "confirmed"
  | "completed"
  | "no_show"
  | "expired"
  | "cancelled"
  | "moved";

/** What was frozen when it was made (PR-5). */
export type Terms = {
  readonly list: number;
  readonly hotDiscount: number;
  readonly friendDiscount: number;
  readonly discount: number;
  readonly price: number;
  readonly hasFriend: boolean;
  readonly policy: Policy | "hot";
  readonly prepayment: number;
  readonly lateHours: number;
  readonly graceMinutes: number;
  readonly penaltyPercent: number;
  readonly keepsPrepayment: boolean;
  readonly accrualPercent: number;
  readonly accrualBase: "price" | "paid";
  readonly rebookPercent: number;
  readonly rebookDays: number;
};

export type Entry = {
  readonly clientId: string;
  readonly kind: string;
  readonly points: number;
  readonly number: number;
};

export type Payment = {
  /** Known once the product told the gateway, or a row of it was read. */
  id: string | undefined;
  readonly kind: "booking" | "tip";
  readonly method: "bank_card" | "sbp";
  readonly amount: number;
  readonly createdMs: number;
  state: "new" | "pending" | "capturing" | "captured" | "cancelling" | "cancelled" | "rejected";
  isAbandoned: boolean;
  providerId: string | undefined;
  /** Whether the client was given the page to pay on. */
  hasPage: boolean;
};

export type Refund = {
  readonly payment: Payment;
  readonly amount: number;
  readonly reason: string;
  /** Staff gave it back after this mark of a completed visit (EP-6). */
  readonly afterMark: number | undefined;
  /** The gateway refused it: the money is still here, and somebody has to look. */
  isRefused: boolean;
  /** It came to an end at the gateway, one way or the other. */
  isOver: boolean;
};

export type Booking = {
  readonly id: string;
  clientId: string;
  readonly specialistId: string;
  readonly serviceId: string;
  readonly isByStaff: boolean;
  /** The booking that it takes the place of, once it is confirmed (CX-7). */
  readonly replacesId: string | undefined;
  readonly createdMs: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly slotIds: readonly string[];
  readonly kind: SlotKind;
  readonly terms: Terms;
  state: State;
  reason: string | undefined;
  heldUntilMs: number | undefined;
  confirmedMs: number | undefined;
  endedMs: number | undefined;
  points: number;
  choice: "prepayment" | "all";
  payNow: number;
  onSpot: number;
  hold: { points: number; state: "held" | "posted" | "released" | "returned"; heldMs: number } | undefined;
  marks: number;
  rebookOfId: string | undefined;
  readonly payments: Payment[];
  readonly refunds: Refund[];
  readonly entries: Entry[];
};

export type World = {
  nowMs: number;
  readonly settings: Settings;
  readonly services: Service[];
  readonly specialistIds: string[];
  readonly slots: Map<string, Slot>;
  /** Those who still come, and those who came once. */
  readonly clients: Map<string, Client>;
  readonly gone: Map<string, Client>;
  readonly bookings: Map<string, Booking>;
  /** How often money had each fate, for the report. */
  readonly fates: Map<string, number>;
  /** How often points moved, by kind. */
  readonly entries: Map<string, number>;
  /** What a step may have changed, to be compared after it. */
  readonly touched: {
    readonly bookings: Set<string>;
    readonly clients: Set<string>;
    readonly slots: Set<string>;
  };
};

export const isLive = (booking: Booking): boolean =>
  booking.state === "held" || booking.state === "confirming" || booking.state === "confirmed";

/** CX-7: the booking that one replaces, whatever became of it. */
export const replacedBy = (world: World, { replacesId }: Booking): Booking | undefined =>
  replacesId === undefined ? undefined : world.bookings.get(replacesId);

/** CX-7: the hold by which a booking is being moved. */
export const movingHold = (world: World, booking: Booking): Booking | undefined =>
  clientOf(world, booking.clientId).bookings.find(
    (one) => one.replacesId === booking.id && (one.state === "held" || one.state === "confirming"),
  );

/** Money may still come for it: whether the hold can be made anew depends on what happens meanwhile (PY-3). */
export const isPaidLate = ({ state, payments }: Booking): boolean =>
  state === "expired" && payments.some((one) => one.state === "pending" && !one.isAbandoned);

export function clientOf(world: World, id: string): Client {
  const client = world.clients.get(id) ?? world.gone.get(id);
  if (client === undefined) throw new Error(`the model has no client ${id}`);
  return client;
}

/** Who somebody is now: whom they were united with, if they were. */
export function personOf(world: World, id: string): Client {
  const client = clientOf(world, id);
  return client.mergedInto === undefined ? client : personOf(world, client.mergedInto);
}

export function serviceOf(world: World, id: string): Service {
  const service = world.services.find((one) => one.id === id);
  if (service === undefined) throw new Error(`the model has no service ${id}`);
  return service;
}

export function touchSlot(world: World, id: string): void {
  if (world.slots.has(id)) world.touched.slots.add(id);
}

export function touch(world: World, booking: Booking): void {
  world.touched.bookings.add(booking.id);
  world.touched.clients.add(booking.clientId);
}

/** The rulebook's settings by their names in it, with its defaults. */
export type Settings = {
  "business.timeZone": string;
  "booking.holdMinutes": number;
  "booking.maxUpcoming": number;
  "calendar.daysAhead": number;
  "calendar.minLeadMinutes": number;
  "hot.discountPercent": number;
  "hot.prepayment": number;
  "hot.prepaymentKeptWhenLate": boolean;
  "discounts.stacking": "best" | "sum";
  "payments.sbp": boolean;
  "points.maxSharePercent": number;
  "points.redeemEveryDays": number;
  "points.accrualPercent": number;
  "points.accrualBase": "price" | "paid";
  "points.rebookPercent": number;
  "points.rebookDays": number;
  "referral.friendPercent": number;
  "referral.reward": number;
  "referral.maxPerMonth": number;
  "cancel.lateHours": number;
  "cancel.graceMinutes": number;
  "penalty.percent": number;
  "penalty.allowDebt": boolean;
  "noShow.periodDays": number;
  "noShow.blockDays": number;
  "visit.autoCompleteHours": number;
};

export const RULEBOOK_SETTINGS: Readonly<Settings> = {
  "business.timeZone": "Europe/Moscow",
  "booking.holdMinutes": 15,
  "booking.maxUpcoming": 3,
  "calendar.daysAhead": 14,
  "calendar.minLeadMinutes": 30,
  "hot.discountPercent": 20,
  "hot.prepayment": 50_000,
  "hot.prepaymentKeptWhenLate": true,
  "discounts.stacking": "best",
  "payments.sbp": false,
  "points.maxSharePercent": 50,
  "points.redeemEveryDays": 14,
  "points.accrualPercent": 10,
  "points.accrualBase": "price",
  "points.rebookPercent": 5,
  "points.rebookDays": 7,
  "referral.friendPercent": 10,
  "referral.reward": 300,
  "referral.maxPerMonth": 20,
  "cancel.lateHours": 12,
  "cancel.graceMinutes": 15,
  "penalty.percent": 10,
  "penalty.allowDebt": true,
  "noShow.periodDays": 90,
  "noShow.blockDays": 7,
  "visit.autoCompleteHours": 3,
};
