import { DAY_MS } from "../../kernel/instant.ts";

/** For so long after the last word between a client and staff what the client types is taken for a part of it. */
const TALK_DAYS = 7;

/**
 * Whether words that a client types of their own accord are meant for staff: the two have been writing to each other, and
 * the last word, whoever said it, is no older than seven days, that moment included.
 *
 * @source PE-5
 */
export const isTalking = (lastSaidAt: Date | undefined, now: Date): boolean =>
  lastSaidAt !== undefined && now.getTime() - lastSaidAt.getTime() <= TALK_DAYS * DAY_MS;

/** More than that is not a conversation any more. */
export const WORDS_PER_HOUR_MAX = 20;

/**
 * Whether one more message of a client's may reach staff now: at most twenty within any hour.
 *
 * @param saidWithinHour how many of theirs staff were sent within the last hour
 * @source PE-5
 */
export const mayWriteMore = (saidWithinHour: number): boolean => saidWithinHour < WORDS_PER_HOUR_MAX;
