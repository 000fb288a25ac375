/** An answer with `ok: false`, worded as the real server words it. */
export class BotApiError extends Error {
  readonly code: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: number, description: string, retryAfterSeconds?: number) {
    super(description);
    this.name = "BotApiError";
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export const badRequest = (detail: string): BotApiError => new BotApiError(400, `Bad Request: ${detail}`);

export const forbidden = (detail: string): BotApiError => new BotApiError(403, `Forbidden: ${detail}`);

export const conflict = (detail: string): BotApiError => new BotApiError(409, `Conflict: ${detail}`);

export const tooManyRequests = (retryAfterSeconds: number): BotApiError =>
  new BotApiError(429, `Too Many Requests: retry after ${retryAfterSeconds}`, retryAfterSeconds);
