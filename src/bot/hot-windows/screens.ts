import { DAY_MS } from "../../core/kernel/instant.ts";
import { formatRubles, type Kopecks } from "../../core/kernel/money.ts";
import type { OfferedStart } from "../book-visit/times-screens.ts";
import { holdStart, startBooking, toHotStarts } from "../buttons.ts";
import { momentOf, shortMomentOf, shortRubles, weekdayMomentOf } from "../format.ts";
import { pageRow, toMenuButton } from "../navigation.ts";
import { button, lines, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";

export const HOT_PER_PAGE = 6;

export type HotOffer = OfferedStart & {
  readonly serviceId: string;
  readonly serviceName: string;
  readonly listPrice: Kopecks;
};

/** Within these days a weekday means one day only. */
const WEEKDAY_ENOUGH_MS = 6 * DAY_MS;

function captionOf(words: Words, offer: HotOffer, now: Date, key = "button-hot-start"): string {
  const isSoon = offer.startsAt.getTime() - now.getTime() < WEEKDAY_ENOUGH_MS;
  return words.c(key, {
    moment: (isSoon ? weekdayMomentOf : shortMomentOf)(offer.startsAt, words.zone),
    service: offer.serviceName,
    price: shortRubles(offer.price),
    specialist: offer.specialistName,
  });
}

/** What is on offer at a discount, soonest first; each button takes exactly that start. */
export function hotScreen(
  words: Words,
  facts: {
    readonly page: number;
    readonly offers: readonly HotOffer[];
    readonly hasMore: boolean;
    /** The least: a service's own may be higher (PY-2). */
    readonly prepayment: Kopecks;
    readonly now: Date;
    readonly note?: string | undefined;
  },
): Screen {
  const { page, offers, hasMore, note } = facts;
  const line = (offer: HotOffer) =>
    words.t("hot-line", {
      moment: momentOf(offer.startsAt, words.zone),
      service: offer.serviceName,
      specialist: offer.specialistName,
      listPrice: formatRubles(offer.listPrice),
      price: formatRubles(offer.price),
    });
  const take = (offer: HotOffer) => {
    const { serviceId, slotId, startsAt } = offer;
    const caption = captionOf(words, offer, facts.now);
    const isTwin = offers.some((one) => one !== offer && captionOf(words, one, facts.now) === caption);
    return button(
      isTwin ? captionOf(words, offer, facts.now, "button-hot-start-who") : caption,
      holdStart.pack({ serviceId, slotId, startsAt }),
      "danger",
    );
  };
  return {
    text: lines(
      note,
      note && "",
      ...(offers.length === 0
        ? [words.t("hot-none")]
        : [
            words.t("hot-title", { amount: formatRubles(facts.prepayment) }),
            "",
            offers.map(line).join("\n\n"),
          ]),
    ),
    buttons: [
      ...offers.map((offer) => [take(offer)]),
      ...pageRow(words, {
        page,
        hasMore,
        to: (to) => toHotStarts.pack({ page: to }),
      }),
      ...(offers.length === 0
        ? [[button(words.c("button-book"), startBooking.pack({ range: "all" }), "success")]]
        : []),
      [toMenuButton(words)],
    ],
  };
}
