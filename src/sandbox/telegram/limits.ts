/** How fast the bot may write on its own; what answers a user's own action is not counted. */
export type LimitTerms = {
  readonly chatBurst: number;
  readonly chatPerSecond: number;
  readonly globalBurst: number;
  readonly globalPerSecond: number;
  /** For how long after a user's own update messages to that user count as answers. */
  readonly answerSeconds: number;
};

export const DEFAULT_LIMITS: LimitTerms = {
  chatBurst: 20,
  chatPerSecond: 1,
  globalBurst: 60,
  globalPerSecond: 30,
  answerSeconds: 30,
};

export type Limits = {
  noteUserAction(chatId: number): void;
  /** Takes one message's allowance, or says how many seconds to wait. */
  admit(chatId: number): number | undefined;
  reset(): void;
};

type Bucket = { tokens: number; filledAtMs: number };

/** @param elapsedMs real time, because whoever is told to wait waits in real time */
export function createLimits(terms: LimitTerms, elapsedMs: () => number): Limits {
  const chats = new Map<number, Bucket>();
  const actedAtMs = new Map<number, number>();
  let everyone: Bucket = { tokens: terms.globalBurst, filledAtMs: elapsedMs() };

  const refill = (bucket: Bucket, burst: number, perSecond: number): void => {
    const now = elapsedMs();
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.filledAtMs) / 1000) * perSecond);
    bucket.filledAtMs = now;
  };
  const waitSeconds = (bucket: Bucket, perSecond: number): number =>
    bucket.tokens >= 1 ? 0 : Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));

  return {
    noteUserAction: (chatId) => {
      actedAtMs.set(chatId, elapsedMs());
    },
    admit: (chatId) => {
      const acted = actedAtMs.get(chatId);
      if (acted !== undefined && elapsedMs() - acted <= terms.answerSeconds * 1000) return undefined;

      const chat = chats.get(chatId) ?? { tokens: terms.chatBurst, filledAtMs: elapsedMs() };
      chats.set(chatId, chat);
      refill(chat, terms.chatBurst, terms.chatPerSecond);
      refill(everyone, terms.globalBurst, terms.globalPerSecond);
      const wait = Math.max(
        waitSeconds(chat, terms.chatPerSecond),
        waitSeconds(everyone, terms.globalPerSecond),
      );
      if (wait > 0) return wait;
      chat.tokens -= 1;
      everyone.tokens -= 1;
      return undefined;
    },
    reset: () => {
      chats.clear();
      actedAtMs.clear();
      everyone = { tokens: terms.globalBurst, filledAtMs: elapsedMs() };
    },
  };
}
