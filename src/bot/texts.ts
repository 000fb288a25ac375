import { openTexts, type SafeHtml, type Texts, type TextValues } from "../core/content/index.ts";
import type { Zone } from "../core/kernel/local-day.ts";

export type { Texts, TextValues };

/** What a screen needs to speak: the sentences, and the zone in which the business lives. */
export type Words = Texts & { readonly zone: Zone };

export const safe = (html: string): SafeHtml => ({ html });

/** What a message in HTML looks like without it: for Telegram's rare refusal to read ours. */
export const plainText = (html: string): string =>
  html
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");

/** The sentences that the product is shipped with. */
export const loadTexts = (): Texts => openTexts();
