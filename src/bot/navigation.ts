import { toMenu } from "./buttons.ts";
import { type Button, button } from "./screen.ts";
import type { Words } from "./texts.ts";

/** The way back that every screen has. */
export const toMenuButton = (words: Words): Button => button(words.c("button-menu"), toMenu.pack({}));

/** The row that leads to the page before and the page after; no row when there is neither. */
export function pageRow(
  words: Words,
  pages: { readonly page: number; readonly hasMore: boolean; readonly to: (page: number) => string },
): readonly (readonly Button[])[] {
  const { page, hasMore, to } = pages;
  const row = [
    ...(page > 0 ? [button(words.c("button-earlier"), to(page - 1))] : []),
    ...(hasMore ? [button(words.c("button-more"), to(page + 1))] : []),
  ];
  return row.length === 0 ? [] : [row];
}
