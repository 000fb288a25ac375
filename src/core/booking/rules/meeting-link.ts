import { done, type Outcome, refuse } from "../../kernel/outcome.ts";

const LINK_MAX = 300;
const SCHEMES: ReadonlySet<string> = new Set(["https:", "http:"]);

export type MeetingLinkRefusal = "meeting_link_unreadable" | "meeting_link_too_long";

/**
 * Reads the link of an online meeting as staff paste it: an address of the web of at most 300 characters, without
 * spaces inside.
 *
 * Its host has a dot: Telegram takes no other for a button, and the client's message would not go out.
 *
 * @source SL-8
 */
export function readMeetingLink(typed: string): Outcome<string, MeetingLinkRefusal> {
  const link = typed.trim();
  if (link.length > LINK_MAX) return refuse("meeting_link_too_long", { charactersMax: LINK_MAX });
  const url = /\s/u.test(link) ? null : URL.parse(link);
  const isReadable = url !== null && SCHEMES.has(url.protocol) && /[^.]\.[^.]/.test(url.hostname);
  return isReadable ? done(link) : refuse("meeting_link_unreadable", { given: link });
}
