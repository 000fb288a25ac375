import { BotError, GrammyError, HttpError } from "grammy";

/** The error itself, out of what grammY puts around it. */
export const rootOf = (error: unknown): unknown => (error instanceof BotError ? rootOf(error.error) : error);

/**
 * What may be logged of a failure. Never the error as it is: grammY's carry the update or the message that
 * was being sent, which is somebody's.
 */
export function failureFacts(error: unknown): Readonly<Record<string, unknown>> {
  const root = rootOf(error);
  if (root instanceof GrammyError) {
    return { failure: root.name, method: root.method, code: root.error_code, description: root.description };
  }
  if (root instanceof HttpError) return { failure: root.name, because: networkReason(root.error) };
  if (!(root instanceof Error)) return { failure: String(root) };
  const code = "code" in root ? root.code : undefined;
  return { failure: root.name, message: root.message, code, stack: root.stack };
}

/** The same in one sentence, for the row of an update that was given up. */
export function failureSentence(error: unknown): string {
  const root = rootOf(error);
  return root instanceof Error ? `${root.name}: ${root.message}` : String(root);
}

/** A network error names the address, and the address holds the token: only its kind is kept. */
const networkReason = (error: unknown): string => {
  if (!(error instanceof Error)) return "unknown";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
};
