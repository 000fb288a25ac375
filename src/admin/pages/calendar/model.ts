import type { Offered } from "../../offered-actions.ts";

/** A moment by the clocks of the business, `2026-12-01T10:00`: what a calendar draws, whatever the browser's zone. */
export type Wall = string;

/** So many specialists are looked at at once: a screen does not hold more, and nobody reads a week of a hundred. */
export const COLUMNS_MAX = 20;

export type Column = { readonly id: string; readonly name: string };

export type FeedSlot = {
  readonly id: string;
  readonly specialistId: string;
  readonly start: Wall;
  readonly end: Wall;
  readonly kind: "regular" | "hot" | "online";
  /** What a hot one takes off; undefined for the others. */
  readonly percent?: number;
  readonly state: "free" | "closed" | "claimed";
  readonly reason?: string;
};

export type FeedBooking = {
  readonly id: string;
  readonly number: number;
  readonly specialistId: string;
  readonly start: Wall;
  readonly end: Wall;
  readonly kind: FeedSlot["kind"];
  readonly state: "held" | "confirming" | "confirmed" | "completed" | "no_show";
  readonly stateText: string;
  readonly client: string;
  /** A word that staff should see beside the name. */
  readonly mark?: string;
  readonly service: string;
  /** Until when a hold waits for its payment. */
  readonly heldUntil?: Wall;
  /** The client said that they will come. */
  readonly isPromised: boolean;
  /** It is being moved: another start is held for it. */
  readonly isMoving: boolean;
  /** Something is still to be paid on the spot. */
  readonly isOwed: boolean;
  readonly note: string;
};

/** What a specialist took off: a stretch, with its reason. */
export type FeedOff = {
  readonly id: string;
  readonly specialistId: string;
  readonly start: Wall;
  readonly end: Wall;
  readonly reason: string;
};

/** What the one who looks may do beside what each slot and booking offers by itself. */
export type May = {
  readonly add: boolean;
  readonly generate: boolean;
  readonly move: boolean;
  readonly takeTimeOff: boolean;
};

export const VIEWS = ["day", "week", "month", "list"] as const;
export type View = (typeof VIEWS)[number];

/** What a day of a month holds. */
export type DayCount = {
  readonly day: string;
  readonly regular: number;
  readonly hot: number;
  readonly online: number;
  readonly booked: number;
  readonly held: number;
  readonly off: number;
};

export type Feed = {
  readonly revision: string;
  readonly now: Wall;
  readonly view: View;
  /** The day that was asked for, or today. */
  readonly date: string;
  readonly from: string;
  readonly days: number;
  readonly zone: string;
  /** Everybody who may be looked at. */
  readonly everybody: readonly Column[];
  /** Those who are: the chosen ones, or everybody; the first ones of more than `COLUMNS_MAX`. */
  readonly columns: readonly Column[];
  /** Whether they were chosen. */
  readonly isChosen: boolean;
  readonly columnsMax: number;
  readonly slots: readonly FeedSlot[];
  readonly bookings: readonly FeedBooking[];
  readonly off: readonly FeedOff[];
  /** In place of all these in a month. */
  readonly counts: readonly DayCount[];
  readonly may: May;
  /** The last change of slots of the one who looks, while it can be undone. */
  readonly undo?: {
    readonly id: string;
    readonly text: string;
    readonly short: string;
    /** What is asked first, where one press would undo much. */
    readonly question?: string;
  };
};

/** Nothing has changed since the revision that the browser has; the clock goes on. */
export type Unchanged = { readonly unchanged: true; readonly revision: string; readonly now: Wall };

/** What came of a deed of the page's own. */
export type Done = { readonly done: string };

/** A specialist's time off, with the bookings that stand in it still. */
export type OffCard = {
  readonly id: string;
  readonly when: string;
  readonly specialist: string;
  readonly reason: string;
  readonly mayLift: boolean;
  /** «ещё 5, по вт, 5 янв»: what of its series stands besides. */
  readonly series?: string;
  readonly bookings: readonly OffBooking[];
  /** In what was taken in one go with it: its series, and other specialists' time off. */
  readonly elsewhere: readonly OffBooking[];
};

export type OffBooking = {
  readonly id: string;
  readonly when: string;
  readonly who: string;
  /** Of one that waits for its payment: it is not moved, and what is done with it instead. */
  readonly waiting?: string;
  /** Whether the one who looks is offered to move it. */
  readonly mayMove: boolean;
};

export type SlotCard = {
  readonly id: string;
  /** The id that a booking of it gets: the same press twice is one booking. */
  readonly bookingId: string;
  readonly when: string;
  readonly specialist: string;
  readonly kindText: string;
  readonly stateText: string;
  readonly isBookable: boolean;
  /** It began today: whoever walked in is booked here, and pays on the spot. */
  readonly isBegun: boolean;
  /** A booking stands in it. */
  readonly isTaken: boolean;
  /** Whether clients can be looked up; who may not gives a phone and a name in full, and takes the money on the spot. */
  readonly mayFind: boolean;
  readonly isHot: boolean;
  readonly services: readonly {
    readonly id: string;
    readonly name: string;
    readonly until: string;
    readonly price: string;
  }[];
  readonly actions: readonly Offered[];
};

export type BookingCard = {
  readonly id: string;
  readonly number: number;
  readonly when: string;
  readonly specialist: string;
  readonly service: string;
  readonly state: string;
  readonly tone: string;
  readonly heldUntil?: string;
  /** Of one that waits for its payment: what is waited for, and what else can be done. */
  readonly waiting?: string;
  /** The page of a payment that the client has opened already. */
  readonly payUrl?: string;
  readonly promised?: string;
  readonly money: readonly { readonly label: string; readonly value: string; readonly isDue?: true }[];
  readonly client: {
    readonly id: string;
    readonly name: string;
    readonly phone?: string;
    /** As people read it: «+7 916 123-45-67». */
    readonly phoneText?: string;
    readonly marks: readonly string[];
    readonly facts: string;
    /** Whether the one who looks may open the client's card. */
    readonly isOpen: boolean;
    readonly mayWrite: boolean;
  };
  readonly note?: string;
  readonly meetingUrl?: string;
  readonly movedFrom?: string;
  /** What is most likely done next, of the actions: who came is marked, then what is owed is taken; before the visit nothing is. */
  readonly next?: string;
  readonly actions: readonly Offered[];
};

export type FoundClient = {
  readonly id: string;
  readonly name: string;
  readonly phone?: string;
  readonly phoneText?: string;
  readonly mark?: string;
  /** Whether the bot can send them a pay link, or staff hand it over. */
  readonly isReachable: boolean;
};

export type FoundClients = {
  readonly clients: readonly FoundClient[];
  /** Whose number was typed whole, if it is one client's alone. */
  readonly exactId?: string;
  /** A number that nobody has yet, as it would be written down. */
  readonly newPhone?: string;
  readonly newPhoneText?: string;
};

/** Why there is no answer, in words. */
export type Refusal = {
  readonly refused: string;
  /** What was asked for stands in the calendar no more, and nothing went wrong. */
  readonly isGone?: true;
};
