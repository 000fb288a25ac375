import { decideHot } from "../buttons.ts";
import { myDay } from "../messages/composing.ts";
import { button, lines, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";

/** What staff are asked before hot windows are announced; `listed` is HTML already. */
export const hotProposedScreen = (
  words: Words,
  facts: { readonly broadcastId: string; readonly listed: string; readonly recipients: number },
): Screen => ({
  text: lines(
    words.t("hot-proposed"),
    "",
    facts.listed,
    "",
    words.t("hot-proposed-count", { count: facts.recipients }),
  ),
  buttons: [
    [
      button(
        words.c("button-hot-send"),
        decideHot.pack({ broadcastId: facts.broadcastId, decision: "send" }),
        "success",
      ),
      button(
        words.c("button-hot-drop"),
        decideHot.pack({ broadcastId: facts.broadcastId, decision: "drop" }),
      ),
    ],
  ],
});

/** The question is answered: nothing more to tap. */
export const hotDecidedScreen = (words: Words, said: string): Screen => ({
  text: said,
  buttons: [[myDay(words)]],
});
