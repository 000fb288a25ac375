import { done, type Outcome, refuse } from "../../kernel/outcome.ts";

const TEXT_MAX = 1_000;

/**
 * Reads a note of staff about a client: 1 to 1000 characters, the spaces around them left out. What it says is theirs.
 *
 * @source PE-5
 */
export function readNote(typed: string): Outcome<string, "note_empty" | "note_too_long"> {
  const text = typed.trim();
  if (text === "") return refuse("note_empty");
  return text.length > TEXT_MAX ? refuse("note_too_long", { charactersMax: TEXT_MAX }) : done(text);
}
