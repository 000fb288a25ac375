import type { InputFile } from "grammy";
import type { App } from "../../core/app.ts";
import type { BookingView } from "../../core/booking/index.ts";
import { type Kopecks, kopecks } from "../../core/kernel/money.ts";
import { points } from "../../core/kernel/points.ts";
import type { Message, MessageReason } from "../../core/notifications/index.ts";
import type { Settings } from "../../core/settings/index.ts";
import type { Place } from "../book-visit/summary.ts";
import { toMenu, toStaffVisit, toToday } from "../buttons.ts";
import { anew } from "../callback-data.ts";
import type { Photo } from "../photos.ts";
import { type Button, button, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";

export type Composing = {
  readonly app: Pick<App, "db" | "clock" | "payments">;
  readonly words: Words;
  readonly settings: Settings;
  readonly message: Message;
};

/** A message ready to go out. */
export type Outgoing = Screen & {
  readonly file?: InputFile;
  /** Shown above the words. */
  readonly photo?: Photo;
  /** What the screen that still shows this booking becomes; `instead`: nothing else is sent then. */
  readonly screenBecomes?: Screen;
  readonly instead?: boolean;
  /** Arrives without a sound. */
  readonly isSilent?: boolean;
};

/** Nothing to say any more: the subject is gone. */
export type Unwanted = { readonly unwanted: MessageReason };

/** What a message about a booking is written from. */
export type AboutBooking = Composing & { readonly booking: BookingView; readonly place: Place };

export const menuAnew = (words: Words): Button => button(words.c("button-menu"), anew(toMenu.pack({})));

export const myDay = (words: Words): Button => button(words.c("button-my-day"), anew(toToday.pack({})));

/** From what staff are told of a visit to the visit itself, and to their day. */
export const visitAndDay = (words: Words, { id: bookingId }: Pick<BookingView, "id">): readonly Button[] => [
  button(words.c("button-open-visit"), anew(toStaffVisit.pack({ bookingId }))),
  myDay(words),
];

export const amountIn = ({ payload }: Message): Kopecks => kopecks(Number(payload.amountKopecks ?? 0));

/** What the end of a booking gave back and took, as its message carries it. */
export const consequenceOf = ({ payload }: Pick<Message, "payload">) => ({
  refund: kopecks(Number(payload.refundKopecks ?? 0)),
  kept: kopecks(Number(payload.keptKopecks ?? 0)),
  pointsBack: points(Number(payload.pointsBack ?? 0)),
  penalty: points(Number(payload.penalty ?? 0)),
});
