import type { MessageKind } from "./model.ts";
import type { MessageReason } from "./words.ts";

/** A message as the core knows it: what it is about, and whom it is for; the words are the face's. */
export type Message = {
  readonly id: string;
  readonly kind: MessageKind;
  readonly telegramId: number;
  readonly clientId: string | undefined;
  readonly staffId: string | undefined;
  readonly bookingId: string | undefined;
  readonly payload: MessagePayload;
  /** It makes no sound: quiet hours. */
  readonly isSilent: boolean;
  /** The earlier message in the chat that this one takes the place of (MS-1). */
  readonly replacesMessageId: number | undefined;
};

/** Ids, numbers and moments only: names and words are looked up when the message is written out. */
export type MessagePayload = Readonly<Record<string, string | number | boolean | null>>;

/** What became of one attempt. */
export type Delivery =
  | {
      readonly outcome: "sent";
      readonly telegramMessageId: number | undefined;
      /** What it said, without its markup. */
      readonly text?: string;
    }
  /** Not wanted any more, or its subject is gone. */
  | { readonly outcome: "skipped"; readonly reason: MessageReason }
  /** The receiver blocked the bot or is gone. */
  | { readonly outcome: "unreachable"; readonly reason: "bot_blocked" | "account_deleted" }
  /** Telegram asked everybody to wait. */
  | { readonly outcome: "slow_down"; readonly retryAfterSeconds: number }
  /** Will not get better by itself. */
  | { readonly outcome: "failed"; readonly reason: string }
  /** Nobody knows; tried again. */
  | { readonly outcome: "unknown"; readonly reason: string };

/** What a message would say if it went out now, or why it would not. */
export type Preview = { readonly text: string } | { readonly unwanted: MessageReason };

/** The port through which messages leave. */
export type Messenger = {
  readonly deliver: (message: Message) => Promise<Delivery>;
  /** Writes a message out without sending it. */
  readonly preview?: (message: Message) => Promise<Preview>;
};
