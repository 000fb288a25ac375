import { toMenu } from "./buttons.ts";
import { type Button, button } from "./screen.ts";
import type { Words } from "./texts.ts";

/** The way back that every screen has. */
export const toMenuButton = (words: Words): Button => button(words.c("button-menu"), toMenu.pack({}));

/** The captions of the buttons between the pages of a list. */
export const pagesOf = (words: Words) => ({
  earlier: words.c("button-earlier"),
  more: words.c("button-more"),
});
