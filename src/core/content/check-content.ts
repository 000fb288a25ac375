import { readPattern } from "./fluent.ts";
import type { BotContent, ContentFacts, ContentProblem } from "./model.ts";
import { checkPages } from "./rules/info-pages.ts";
import { checkMenu } from "./rules/menu.ts";
import { checkText } from "./rules/text-check.ts";
import { shippedTexts } from "./shipped.ts";

/**
 * All that is wrong with a content, each in a sentence with its place; without anything but warnings it may be published,
 * and then the bot can say and show all of it.
 */
export function checkContent(content: BotContent, facts: ContentFacts): readonly ContentProblem[] {
  const slugs = new Set(content.pages.map(({ slug }) => slug));
  return [
    ...Object.entries(content.texts).flatMap(([key, text]) =>
      checkOwnText(key, text).map((sentence) => ({
        place: { part: "text", key } as const,
        sentence,
        isWarning: false,
      })),
    ),
    ...checkMenu(content.menu, slugs),
    ...checkPages(content, facts),
  ];
}

/** What is wrong with one sentence of the business's own. */
export function checkOwnText(key: string, text: string): readonly string[] {
  const shipped = shippedTexts().get(key);
  if (shipped === undefined) return ["Такого текста в боте нет."];
  if (shipped.isFixed)
    return ["Этот текст меняется только вместе с программой: он доказывает согласие клиента."];
  const pattern = readPattern(text);
  if (!pattern.ok) return [`Текст не прочесть: ${String(pattern.detail.problem)}.`];
  return checkText(shipped, pattern.value);
}

export const isBroken = (problems: readonly ContentProblem[]): boolean =>
  problems.some(({ isWarning }) => !isWarning);
