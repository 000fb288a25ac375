import type { HotWindow } from "../../core/booking/index.ts";
import { holdStart, toHotStarts } from "../buttons.ts";
import { momentOf, shortRubles } from "../format.ts";
import { toMenuButton } from "../navigation.ts";
import { button, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";

/** What fits a hot window; each button takes exactly that start. */
export const windowScreen = (
  words: Words,
  { slotId, startsAt, specialistName, offers }: HotWindow,
): Screen => ({
  text: words.t("hot-window-title", { moment: momentOf(startsAt, words.zone), specialist: specialistName }),
  buttons: [
    ...offers.map(({ serviceId, serviceName, price }) => [
      button(
        words.c("button-window-offer", { service: serviceName, price: shortRubles(price) }),
        holdStart.pack({ serviceId, slotId, startsAt }),
        "danger",
      ),
    ]),
    [button(words.c("button-hot-all"), toHotStarts.pack({ page: 0 }))],
    [toMenuButton(words)],
  ],
});
