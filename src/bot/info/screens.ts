import { fillPage, type InfoPage, type PageButton, type PageValues } from "../../core/content/index.ts";
import { startBooking, toCalendar, toContacts, toInfo, toPage } from "../buttons.ts";
import { toMenuButton } from "../navigation.ts";
import { type Button, button, inRows, lines, linkButton, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";

const pageButton = (title: string, slug: string): Button => button(title, toPage.pack({ slug }));

/** All pages of the business about itself. */
export const infoScreen = (
  words: Words,
  facts: { readonly business: string; readonly pages: readonly InfoPage[]; readonly note?: string },
): Screen => {
  const { business, pages, note } = facts;
  return {
    text: lines(
      note,
      note && "",
      pages.length === 0 ? words.t("info-none") : words.t("info-title", { business }),
    ),
    buttons: [
      ...inRows(
        pages.map(({ title, slug }) => pageButton(title, slug)),
        2,
      ),
      [toMenuButton(words)],
    ],
  };
};

export type PageFacts = {
  readonly page: InfoPage;
  readonly values: PageValues;
  /** Pages and services that there are by now: a button to anything else is not shown. */
  readonly slugs: ReadonlySet<string>;
  readonly serviceIds: ReadonlySet<string>;
};

/** One page: its words with what they name filled in, its buttons, and the way back. */
export function pageScreen(words: Words, facts: PageFacts): Screen {
  const { page, values } = facts;
  return {
    text: fillPage(page.text, values),
    buttons: [
      ...page.buttons.flatMap((one) => {
        const made = buttonOf(one, facts);
        return made === undefined ? [] : [[made]];
      }),
      [button(words.c("button-back"), toInfo.pack({})), toMenuButton(words)],
    ],
  };
}

function buttonOf({ caption, leadsTo, target }: PageButton, facts: PageFacts): Button | undefined {
  switch (leadsTo) {
    case "page":
      return facts.slugs.has(target) ? pageButton(caption, target) : undefined;
    case "service":
      return facts.serviceIds.has(target)
        ? button(caption, toCalendar.pack({ serviceId: target, specialistId: undefined }), "success")
        : undefined;
    case "book":
      return button(caption, startBooking.pack({ range: "all" }), "success");
    case "contact":
      return button(caption, toContacts.pack({}));
    default:
      return linkButton(caption, target);
  }
}
