import { toBooking } from "../buttons.ts";
import { toMenuButton } from "../navigation.ts";
import { button, lines, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";

/** What an e-mail is asked for: the payment whose receipt goes there, by the data of the button that begins it. */
export type ReceiptedWish = { readonly bookingId: string; readonly begunBy: string };

/** Asks where receipts are to go (PY-6); what is typed next is the answer, and the payment goes on from there. */
export function emailScreen(
  words: Words,
  wish: ReceiptedWish,
  facts: { readonly present?: string | undefined; readonly note?: string | undefined } = {},
): Screen {
  const { present, note } = facts;
  return {
    text: lines(
      note,
      note && "",
      present === undefined ? words.t("email-ask") : words.t("email-ask-other", { email: present }),
    ),
    buttons: [
      [button(words.c("button-back"), toBooking.pack({ bookingId: wish.bookingId })), toMenuButton(words)],
    ],
    expects: { what: "email", subject: wish.begunBy },
  };
}
