import type { App } from "../core/app.ts";
import {
  type BotContent,
  contentOf,
  currentVersionNumber,
  openTexts,
  SHIPPED_CONTENT,
} from "../core/content/index.ts";
import { loadTexts, type Texts } from "./texts.ts";

/** What the bot says and shows by the version that is in force. */
export type Speech = {
  readonly texts: Texts;
  readonly menu: BotContent["menu"];
  readonly pages: BotContent["pages"];
};

export type SpeechNow = () => Promise<Speech>;

/** How soon a published version is spoken by every process. */
const AGE_MAX_MS = 1_000;

type Ground = Pick<App, "db" | "log">;
type Known = { readonly number: number; readonly speech: Speech };

/** The same words always: for tests, and for what speaks without a database. */
export const fixedSpeech = (texts: Texts): SpeechNow => {
  const { menu, pages } = SHIPPED_CONTENT;
  const speech = { texts, menu, pages };
  return async () => speech;
};

/**
 * The version in force, as it was at most a second ago. Only its number is asked for; the content is read when it is
 * another one. A version that cannot be read leaves the bot with the words it has.
 */
export function recentSpeech(app: Ground): SpeechNow {
  const { menu, pages } = SHIPPED_CONTENT;
  let known: Known = { number: 0, speech: { texts: loadTexts(), menu, pages } };
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    const number = await currentVersionNumber(app.db);
    if (number !== known.number) known = { number, speech: await readSpeech(app, number) };
  };
  return async () => {
    const nowMs = performance.now();
    if (looking === undefined && nowMs - lookedAtMs > AGE_MAX_MS) {
      lookedAtMs = nowMs;
      looking = look()
        .catch((error: unknown) => app.log.error({ err: error }, "the bot's content was not read"))
        .finally(() => {
          looking = undefined;
        });
    }
    await looking;
    return known.speech;
  };
}

async function readSpeech({ db, log }: Ground, number: number): Promise<Speech> {
  const { texts, menu, pages } = (await contentOf(db, number)).content;
  const told = new Set<string>();
  const onUnsaid = (key: string, errors: readonly string[]): void => {
    if (told.has(key)) return;
    told.add(key);
    log.error(
      { key, version: number, errors },
      "a text of the business's own cannot be said; the shipped one is",
    );
  };
  return { texts: openTexts(texts, onUnsaid), menu, pages };
}
