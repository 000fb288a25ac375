import { type InfoPage, type MenuButton, type MenuTarget, menuRows } from "../../core/content/index.ts";
import { holdFacts, type WaitingHold } from "../book-visit/waiting-hold.ts";
import {
  chooseMarketing,
  giveConsent,
  keepName,
  startBooking,
  toBooking,
  toContacts,
  toHotStarts,
  toInfo,
  toInvite,
  toMyBookings,
  toMyData,
  toPage,
  toPoints,
  writeMessage,
} from "../buttons.ts";
import { type Button, type ButtonStyle, button, lines, type Screen } from "../screen.ts";
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
  readonly menu: readonly MenuButton[];
  readonly pages: readonly InfoPage[];
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
      ...menuRows(facts.menu).flatMap((row) => {
        const buttons = row.flatMap((one) => menuButton(words, one, facts) ?? []);
        return buttons.length === 0 ? [] : [buttons];
      }),
    ],
  };
}

const MENU_BUTTONS: Readonly<
  Record<Exclude<MenuTarget, "page">, { readonly data: string; readonly style?: ButtonStyle }>
> = {
  book: { data: startBooking.pack({ range: "all" }), style: "success" },
  hot: { data: toHotStarts.pack({ page: 0 }), style: "danger" },
  online: { data: startBooking.pack({ range: "online" }), style: "primary" },
  my: { data: toMyBookings.pack({ kind: "upcoming", page: 0 }) },
  points: { data: toPoints.pack({}) },
  invite: { data: toInvite.pack({}) },
  my_data: { data: toMyData.pack({}) },
  contact: { data: toContacts.pack({}) },
  info: { data: toInfo.pack({}) },
};

/** Nothing where it would lead nowhere: nobody gains by inviting, the page is gone. */
function menuButton(words: Words, one: MenuButton, facts: MenuFacts): Button | undefined {
  const { target, caption, slug } = one;
  if (target === "page") {
    const page = facts.pages.find((known) => known.slug === slug);
    return page && button(caption || page.title, toPage.pack({ slug }));
  }
  if (target === "invite" && !facts.offersToInvite) return undefined;
  if (target === "info" && facts.pages.length === 0) return undefined;
  const { data, style } = MENU_BUTTONS[target];
  return button(caption || words.c(MENU_CAPTIONS[target]), data, style);
}

const MENU_CAPTIONS = {
  book: "button-book",
  hot: "button-hot",
  online: "button-online",
  my: "button-my",
  points: "button-points",
  invite: "button-invite",
  my_data: "button-my-data",
  contact: "button-contact",
  info: "button-info",
} as const satisfies Readonly<Record<Exclude<MenuTarget, "page">, string>>;
