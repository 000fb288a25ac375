import { done, type Outcome, refuse } from "../../kernel/outcome.ts";

const NAME_MAX = 60;

/** A segment's name as a person typed it, tidied: one line, single spaces, 1–60 characters. */
export function readSegmentName(
  typed: string,
): Outcome<string, "segment_name_empty" | "segment_name_too_long"> {
  const name = typed.replace(/[\s\p{C}]+/gu, " ").trim();
  if (name === "") return refuse("segment_name_empty");
  return [...name].length <= NAME_MAX
    ? done(name)
    : refuse("segment_name_too_long", { charactersMax: NAME_MAX });
}
