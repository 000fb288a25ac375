import { holdFacts, type WaitingHold } from "../book-visit/waiting-hold.ts";
import {
  chooseMarketing,
  giveConsent,
  keepName,
  startBooking,
  toBooking,
  toContacts,
  toHotStarts,
  toInvite,
  toMyBookings,
  toMyData,
  toPoints,
  writeMessage,
} from "../buttons.ts";
import { button, lines, type Screen } from "../screen.ts";
import { safe, type Words } from "../texts.ts";

/** The first word to somebody who has not agreed to anything yet (PE-1). */
export function consentScreen(
  words: Words,
  facts: {
    readonly business: string;
    readonly policyUrl: string;
    readonly policyVersion: string;
    /** By whom they were invited, and what it gives them. */
    readonly invitation?: { readonly name: string; readonly percent: number } | undefined;
  },
): Screen {
  const { policyUrl: url, policyVersion: version, invitation } = facts;
  const document =
    url === "" ? words.t("consent-version", { version }) : words.t("consent-document", { url, version });
  return {
    text: lines(
      invitation && words.t("consent-invited", invitation),
      invitation && "",
      words.t("consent-ask", { business: facts.business, document: safe(document) }),
    ),
    buttons: [
      [button(words.c("button-consent"), giveConsent.pack({}), "success")],
      [button(words.c("button-contact"), toContacts.pack({}))],
    ],
  };
}

export const nameScreen = (words: Words, name: string): Screen => ({
  text: words.t("name-ask"),
  buttons: [[button(words.c("button-name-keep", { name }), keepName.pack({}), "success")]],
  expects: { what: "name" },
});

export const marketingScreen = (words: Words): Screen => ({
  text: words.t("marketing-ask"),
  buttons: [
    [button(words.c("button-marketing-yes"), chooseMarketing.pack({ answer: "yes" }))],
    [button(words.c("button-marketing-no"), chooseMarketing.pack({ answer: "no" }))],
  ],
});

export type MenuFacts = {
  readonly business: string;
  readonly name: string;
  /** What is said above the menu: why one ended up here. */
  readonly note?: string | undefined;
  /** They wrote something already, so the way to a human comes first. */
  readonly offersToWrite?: boolean;
  /** Somebody gains by an invitation today. */
  readonly offersToInvite?: boolean;
  readonly hold?: WaitingHold | undefined;
};

export function menuScreen(words: Words, facts: MenuFacts): Screen {
  const { hold, note } = facts;
  return {
    text: lines(
      note,
      note === undefined ? undefined : "",
      words.t("menu", { business: facts.business, name: facts.name }),
      hold && "",
      hold && words.t("menu-hold", holdFacts(words, hold)),
    ),
    buttons: [
      ...(facts.offersToWrite ? [[button(words.c("button-write-us"), writeMessage.pack({}))]] : []),
      ...(hold
        ? [
            [
              button(
                words.c("button-continue-hold"),
                toBooking.pack({ bookingId: hold.bookingId }),
                "success",
              ),
            ],
          ]
        : []),
      [button(words.c("button-book"), startBooking.pack({ range: "all" }), "success")],
      [button(words.c("button-hot"), toHotStarts.pack({ page: 0 }), "danger")],
      [button(words.c("button-online"), startBooking.pack({ range: "online" }), "primary")],
      [
        button(words.c("button-my"), toMyBookings.pack({ kind: "upcoming", page: 0 })),
        button(words.c("button-points"), toPoints.pack({})),
      ],
      ...(facts.offersToInvite ? [[button(words.c("button-invite"), toInvite.pack({}))]] : []),
      [
        button(words.c("button-my-data"), toMyData.pack({})),
        button(words.c("button-contact"), toContacts.pack({})),
      ],
    ],
  };
}
