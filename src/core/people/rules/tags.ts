import { done, type Outcome, refuse } from "../../kernel/outcome.ts";
import { TAG_CHARACTERS_MAX, tidyTag } from "../../kernel/tag.ts";

const TAGS_MAX = 20;

/**
 * A client's tags as a person typed them: each in its one form, each once, in the order typed; what is empty is let go.
 *
 * At most 20, of at most 30 characters. Whoever has more already, two people who turned out to be one, may keep them or
 * lose some, not get another.
 *
 * @param before how many the client has
 * @source MS-3
 */
export function readTags(
  typed: readonly string[],
  { before }: { readonly before: number },
): Outcome<readonly string[], "tag_too_long" | "tags_too_many"> {
  const tags = [...new Set(typed.map(tidyTag).filter((tag) => tag !== ""))];
  const long = tags.find((tag) => [...tag].length > TAG_CHARACTERS_MAX);
  if (long !== undefined) return refuse("tag_too_long", { given: long, charactersMax: TAG_CHARACTERS_MAX });
  const most = Math.max(TAGS_MAX, before);
  return tags.length <= most ? done(tags) : refuse("tags_too_many", { max: TAGS_MAX });
}
