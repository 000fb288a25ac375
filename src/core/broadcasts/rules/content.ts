import { type MarkupProblem, markupProblem, visibleLength } from "../../kernel/markup.ts";
import { done, type Outcome, refuse } from "../../kernel/outcome.ts";
import type { BroadcastButton, BroadcastContent } from "../model.ts";
import { withMarking } from "./marking.ts";
import { longestFilling, unknownVariable, VARIABLE_NAMES } from "./template.ts";

export type ContentRefusal =
  | "broadcast_title_empty"
  | "broadcast_title_too_long"
  | "broadcast_text_empty"
  | "broadcast_text_too_long"
  | "broadcast_variable_unknown"
  | "broadcast_markup_broken"
  | "broadcast_buttons_too_many"
  | "broadcast_button_unreadable";

const TITLE_MAX = 100;
/** Telegram's limits for a message, and for the words under a picture. */
const TEXT_MAX = 4096;
const CAPTION_MAX = 1024;
const BUTTONS_MAX = 5;
const LABEL_MAX = 40;
const LINK_MAX = 512;

/** How many characters Telegram takes in one message. */
export const charactersMaxOf = ({ hasPicture }: { readonly hasPicture: boolean }): number =>
  hasPicture ? CAPTION_MAX : TEXT_MAX;

/**
 * Whether a broadcast can be sent as it is written: known variables, HTML that Telegram reads, and short enough even
 * with every variable at its longest (4 096 characters, 1 024 under a picture).
 *
 * @source MS-3
 */
export function checkContent(
  content: BroadcastContent,
  { hasPicture }: { readonly hasPicture: boolean },
): Outcome<BroadcastContent, ContentRefusal> {
  const { title, text } = content;
  if (title === "") return refuse("broadcast_title_empty");
  if (title.length > TITLE_MAX) return refuse("broadcast_title_too_long", { charactersMax: TITLE_MAX });
  if (text.replace(/<[^>]*>/g, "").trim() === "") return refuse("broadcast_text_empty");
  const unknown = unknownVariable(text);
  if (unknown !== undefined) {
    const known = VARIABLE_NAMES.map((name) => `{${name}}`).join(", ");
    return refuse("broadcast_variable_unknown", { given: unknown, known });
  }
  const longest = longestFilling(text);
  const problem = taggedVariable(text) ?? markupProblem(longest);
  if (problem !== undefined) return refuse("broadcast_markup_broken", problem);
  const charactersMax = charactersMaxOf({ hasPicture });
  const given = visibleLength(withMarking(longest, content));
  if (given > charactersMax) return refuse("broadcast_text_too_long", { given, charactersMax });
  if (content.buttons.length > BUTTONS_MAX) {
    return refuse("broadcast_buttons_too_many", { max: BUTTONS_MAX });
  }
  const unreadable = content.buttons.find((button) => !isReadable(button));
  if (unreadable) return refuse("broadcast_button_unreadable", { given: shownButton(unreadable) });
  return done(content);
}

/** The words after a bar stand for some readers only: a tag among them would be closed for some only. */
function taggedVariable(text: string): MarkupProblem | undefined {
  const given = text.match(/\{[^{}]*<[^{}]*\}/)?.[0];
  return given === undefined ? undefined : { given, problem: "внутри фигурных скобок тегов не бывает" };
}

const isReadable = (button: BroadcastButton): boolean => {
  const { label } = button;
  if (label.trim() === "" || label.length > LABEL_MAX) return false;
  if (button.leadsTo !== "link") return true;
  return button.url.length <= LINK_MAX && URL.canParse(button.url) && /^https:\/\/[^/]/i.test(button.url);
};

const shownButton = (button: BroadcastButton): string =>
  button.leadsTo === "link" ? `${button.label} → ${button.url}`.slice(0, 120) : button.label.slice(0, 120);
