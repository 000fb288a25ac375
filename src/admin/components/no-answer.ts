/** What cannot be known without an answer. */
export const NO_ANSWER = "Сервер не ответил. Проверьте, прошло ли действие, и попробуйте снова.";

export const SIGNED_OUT =
  "Вы вышли из панели, поэтому ничего не сделано. Войдите в новой вкладке, вернитесь сюда и повторите.";

/** What is said when an answer did not come; whose session was over was answered, and surely nothing was done. */
export const lostText = (error: unknown, lost = NO_ANSWER): string =>
  isSignedOut(error) ? SIGNED_OUT : lost;

const isSignedOut = (error: unknown): boolean =>
  (error as { readonly response?: { readonly status?: number } } | undefined)?.response?.status === 401;
