import type { BroadcastContent } from "../model.ts";

/** The text with the marking of an advertisement under it, when there is one to show. */
export function withMarking(
  html: string,
  { advertiser, erid }: Pick<BroadcastContent, "advertiser" | "erid">,
): string {
  const parts = [
    ...(advertiser === "" && erid === "" ? [] : ["Реклама."]),
    ...(advertiser === "" ? [] : [`${escaped(advertiser)}.`]),
    ...(erid === "" ? [] : [`erid: ${escaped(erid)}`]),
  ];
  return parts.length === 0 ? html : `${html}\n\n<i>${parts.join(" ")}</i>`;
}

const escaped = (text: string): string =>
  text
    .replace(/[.\s]+$/u, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
