import type { Tone } from "../../readable.ts";

/** One thing that happened, or will: every part of a client's card is made of such lines. */
export type CardLine = {
  readonly id: string;
  readonly when: string;
  readonly title: string;
  /** Where a tap on the title leads, from the panel's root. */
  readonly href?: string;
  /** What is said of it in small letters. */
  readonly detail?: string;
  /** Somebody's own words, as they wrote them. */
  readonly words?: string;
  readonly amount?: string;
  readonly badge?: { readonly text: string; readonly tone: Tone };
};

/** So many lines of a part, and where the next ones begin; undefined: these were the last. */
export type CardPart = { readonly lines: readonly CardLine[]; readonly next: number | undefined };

export type PartId =
  | "upcoming"
  | "past"
  | "notes"
  | "talk"
  | "money"
  | "points"
  | "outbox"
  | "waitlist"
  | "reviews"
  | "friends"
  | "consents";

export type NamedPart = CardPart & {
  readonly id: PartId;
  readonly title: string;
  /** What it means that there is nothing. */
  readonly whenEmpty: string;
  /** The panel's list that holds all of it, filtered by this client; from the panel's root. */
  readonly list: string | undefined;
};

export type CardFact = {
  readonly label: string;
  readonly value: string;
  /** `tel:`, `mailto:` or `https://t.me/…`; or a page of the panel, from its root. */
  readonly href?: string;
  readonly note?: string;
  readonly tone?: "danger" | "success";
};

export type CardAction = { readonly name: string; readonly label: string; readonly icon: string };

/** All that a client's card shows when it opens. */
export type ClientCard = {
  readonly id: string;
  readonly name: string;
  readonly badges: readonly { readonly text: string; readonly tone: Tone }[];
  /** Why there is nothing to do here any more, and where to go on. */
  readonly gone: { readonly text: string; readonly href?: string; readonly name?: string } | undefined;
  readonly alert: string | undefined;
  /** Money of visits that took place and are not paid yet, and where they are. */
  readonly awaited: { readonly text: string; readonly href: string } | undefined;
  readonly pinned: string;
  readonly contacts: readonly CardFact[];
  readonly figures: readonly CardFact[];
  readonly actions: readonly CardAction[];
  /** Whether the pinned note may be written. */
  /** Who did what to this client; undefined for those who do not read it. */
  readonly journalHref: string | undefined;
  readonly mayPin: boolean;
  readonly parts: readonly NamedPart[];
};

/** One client in the answer to a search. */
export type FoundLine = {
  readonly id: string;
  readonly name: string;
  /** Phone, Telegram, the booking whose number was typed. */
  readonly detail: string;
};
