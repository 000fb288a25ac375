import { statusOf } from "./everywhere/told-already.ts";

/** What cannot be known without an answer. */
export const NO_ANSWER = "Сервер не ответил. Проверьте, прошло ли действие, и попробуйте снова.";

export const SIGNED_OUT =
  "Вы вышли из панели, поэтому ничего не сделано. Войдите в новой вкладке, вернитесь сюда и повторите.";

const NOT_THEIRS = "Это действие вам недоступно.";

/** What is said when no answer came; who was signed out, or has lost a right, was answered, and nothing was done. */
export function lostText(error: unknown, lost = NO_ANSWER): string {
  const status = statusOf(error);
  return status === 401 ? SIGNED_OUT : status === 403 ? NOT_THEIRS : lost;
}
