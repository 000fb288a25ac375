import { dropReply, writeMessage } from "../buttons.ts";
import { toMenuButton } from "../navigation.ts";
import { button, lines, linkButton, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";

export type ContactsFacts = {
  readonly business: string;
  readonly address: string;
  readonly phone: string;
  readonly contacts: string;
  readonly mapUrl: string;
  /** Somebody unknown cannot be answered. */
  readonly canWrite: boolean;
};

/** How to reach a human; what is typed here is passed on at once (PE-5). */
export function contactsScreen(words: Words, facts: ContactsFacts): Screen {
  const { business, address, phone, contacts, mapUrl, canWrite } = facts;
  return {
    text: lines(
      words.t("contacts-title", { business }),
      "",
      address === "" ? undefined : words.t("booking-where", { address }),
      phone === "" ? undefined : words.t("contacts-phone", { phone }),
      contacts === "" ? undefined : words.t("contacts-other", { contacts }),
      "",
      words.t(canWrite ? "contacts-write" : "contacts-after-consent"),
    ),
    buttons: [
      ...(canWrite ? [[button(words.c("button-write"), writeMessage.pack({}))]] : []),
      ...(mapUrl === "" ? [] : [[linkButton(words.c("button-map"), mapUrl)]]),
      [toMenuButton(words)],
    ],
    ...(canWrite ? { expects: { what: "message" } } : {}),
  };
}

export const messageScreen = (words: Words, note?: string): Screen => ({
  text: lines(note, note && "", words.t("message-ask")),
  buttons: [[toMenuButton(words)]],
  expects: { what: "message" },
});

export const replyScreen = (
  words: Words,
  client: { readonly id: string; readonly name: string },
  note?: string,
): Screen => ({
  text: lines(note, note && "", words.t("reply-ask", { name: client.name })),
  buttons: [[button(words.c("button-reply-drop"), dropReply.pack({}))]],
  expects: { what: "reply", subject: client.id },
});

/** An end of a conversation with staff: nothing is asked any more. */
export const doneScreen = (text: string): Screen => ({ text, buttons: [] });
