import type { InlineKeyboardButton, InlineKeyboardMarkup } from "grammy/types";

/** `success` regular 🟢, `danger` hot 🔴, `primary` online 🔵; buttons that cancel or go back have none. */
export type ButtonStyle = "success" | "danger" | "primary";

/** A button that comes back to us with its data, one that opens a page, or one that copies a text. */
export type Button = { readonly text: string; readonly style?: ButtonStyle } & (
  | { readonly data: string }
  | { readonly url: string }
  | { readonly copies: string }
);

/** A message of the bot's: HTML and the buttons under it. */
export type Screen = {
  readonly text: string;
  readonly buttons: readonly (readonly Button[])[];
  /** What a text or a payment that comes next is about; nothing is waited for unless it is said. */
  readonly expects?: Expectation;
};

/** What the chat waits for: a text of some kind, or (`payment`, `points`) the end of the booking it shows. */
export type Expectation = {
  readonly what:
    | "name"
    | "phone"
    | "message"
    | "reply"
    | "points"
    | "payment"
    | "email"
    | "reason"
    | "tip"
    | "review"
    | "on_spot"
    | "own_name"
    | "own_phone"
    | "own_email"
    | "birthday";
  readonly subject?: string;
};

export const button = (text: string, data: string, style?: ButtonStyle): Button =>
  style === undefined ? { text, data } : { text, data, style };

export const linkButton = (text: string, url: string, style?: ButtonStyle): Button =>
  style === undefined ? { text, url } : { text, url, style };

export const copyButton = (text: string, copies: string): Button => ({ text, copies });

/** Lines of a message; what is undefined is left out, an empty one stays as a gap. */
export const lines = (...parts: readonly (string | undefined)[]): string =>
  parts
    .filter((part) => part !== undefined)
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();

/** Buttons in rows of so many. */
export const inRows = (buttons: readonly Button[], perRow: number): readonly (readonly Button[])[] =>
  Array.from({ length: Math.ceil(buttons.length / perRow) }, (_, row) =>
    buttons.slice(row * perRow, (row + 1) * perRow),
  );

export function keyboardOf(screen: Pick<Screen, "buttons">): InlineKeyboardMarkup {
  const rows = screen.buttons.filter((row) => row.length > 0);
  return { inline_keyboard: rows.map((row) => row.map(inlineButton)) };
}

function inlineButton(from: Button): InlineKeyboardButton {
  const look = from.style === undefined ? { text: from.text } : { text: from.text, style: from.style };
  if ("copies" in from) return { ...look, copy_text: { text: from.copies } };
  return "url" in from ? { ...look, url: from.url } : { ...look, callback_data: from.data };
}
