import { done, type Outcome, refuse } from "../../kernel/outcome.ts";

/** What a quick reply leaves blank for each client: written in braces, «{имя}». */
export const QUICK_REPLY_BLANKS = ["имя", "время", "услуга", "специалист", "адрес"] as const;
export type QuickReplyBlank = (typeof QUICK_REPLY_BLANKS)[number];

export type QuickReplyWords = { readonly title: string; readonly text: string };

export type QuickReplyWordsRefusal =
  | "quick_reply_title_empty"
  | "quick_reply_title_too_long"
  | "quick_reply_text_empty"
  | "quick_reply_text_too_long"
  | "quick_reply_blank_unknown"
  | "quick_reply_brace_alone";

const TITLE_MAX = 60;
const TEXT_MAX = 1_000;
const KNOWN = QUICK_REPLY_BLANKS.map((blank) => `{${blank}}`).join(", ");
const IN_BRACES = /\{([^{}\n]*)\}/g;
/** A brace that nothing answers, with the word beside it. */
const BRACE_ALONE = /\{[ \t]*[\p{L}\d_]*|[\p{L}\d_]*[ \t]*\}/u;
const BLANK_OPENED = new RegExp(`\\{[ \\t]*(?:${QUICK_REPLY_BLANKS.join("|")})(?!\\p{L})`, "iu");

const blankIn = (braced: string): QuickReplyBlank | undefined =>
  QUICK_REPLY_BLANKS.find((blank) => blank === braced.trim().toLowerCase());

/**
 * A quick reply as a person typed it, tidied: a title of one line of 1–60 characters, a text of 1–1 000. What stands in
 * braces has to be a blank that can be filled, and no brace stands alone: what is mistyped would be sent to clients as it is.
 *
 * @source PE-5
 */
export function readQuickReply(typed: QuickReplyWords): Outcome<QuickReplyWords, QuickReplyWordsRefusal> {
  const title = typed.title.replace(/[\s\p{C}]+/gu, " ").trim();
  const text = typed.text.replaceAll("\r", "").trim();
  if (title === "") return refuse("quick_reply_title_empty");
  if (title.length > TITLE_MAX) return refuse("quick_reply_title_too_long", { charactersMax: TITLE_MAX });
  if (text === "") return refuse("quick_reply_text_empty");
  if (text.length > TEXT_MAX) return refuse("quick_reply_text_too_long", { charactersMax: TEXT_MAX });
  const unknown = [...text.matchAll(IN_BRACES)].find(([, inside = ""]) => blankIn(inside) === undefined);
  if (unknown !== undefined) return refuse("quick_reply_blank_unknown", { given: unknown[0], known: KNOWN });
  const alone = BRACE_ALONE.exec(withoutBraced(text));
  return alone === null ? done({ title, text }) : refuse("quick_reply_brace_alone", { given: alone[0] });
}

const withoutBraced = (text: string): string => text.replace(IN_BRACES, " ");

/**
 * A quick reply for one client: every blank whose value is known is filled, in whatever case it is written; others stay as
 * they are, for a person to write what is meant. Values are not looked into: braces in a name are the name's.
 *
 * @source PE-5
 */
export function fillQuickReply(
  text: string,
  values: Readonly<Partial<Record<QuickReplyBlank, string>>>,
): string {
  return text.replace(IN_BRACES, (braced, inside: string) => {
    const blank = blankIn(inside);
    return (blank && values[blank]) || braced;
  });
}

/** The first blank that is still to be written in a text that is about to be sent, its brace closed or not; undefined when none is. */
export const unfilledIn = (text: string): string | undefined =>
  [...text.matchAll(IN_BRACES)].find(([, inside = ""]) => blankIn(inside) !== undefined)?.[0] ??
  BLANK_OPENED.exec(withoutBraced(text))?.[0];
