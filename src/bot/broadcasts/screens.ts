import { toMyData } from "../buttons.ts";
import { toMenuButton } from "../navigation.ts";
import { button, type Screen } from "../screen.ts";
import type { Words } from "../texts.ts";

/** The way out was taken: nothing of the kind comes any more, and here is the way back. */
export const stoppedScreen = (words: Words): Screen => ({
  text: words.t("news-stopped"),
  buttons: [[button(words.c("button-my-data"), toMyData.pack({}))], [toMenuButton(words)]],
});
