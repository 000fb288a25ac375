import type { ErrorRequestHandler } from "express";
import type { App } from "../../core/app.ts";
import { plainPage } from "./page.ts";

/**
 * The last word on a request that failed: the database being away is said as such, anything else without its
 * insides, which go to the log.
 */
export function troubleTeller(options: {
  readonly log: App["log"];
  readonly isOutage: (error: unknown) => boolean;
}): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const status = options.isOutage(error) ? 503 : clientStatus(error);
    if (status === 503) options.log.warn({ err: error }, "the panel cannot reach the database");
    else if (status === 500)
      options.log.error({ err: error, path: request.path }, "a request to the panel failed");
    if (status === 503) response.set("Retry-After", "5");
    const message = MESSAGES[status] ?? "Запрос не разобрать.";
    response.status(status);
    if (request.originalUrl.startsWith("/admin/api/")) response.json({ message });
    else response.send(plainPage({ title: message, content: `<h1>${message}</h1>${ADVICE[status] ?? ""}` }));
  };
}

const MESSAGES: Readonly<Record<number, string>> = {
  404: "Такой страницы нет.",
  500: "Что-то пошло не так.",
  503: "База данных сейчас недоступна.",
};
const ADVICE: Readonly<Record<number, string>> = {
  500: "<p>Мы записали подробности в журнал. Попробуйте ещё раз.</p>",
  503: "<p>Обычно это проходит само. Обновите страницу через несколько секунд.</p>",
};

/** Errors of Express's own about what it was sent carry a status of the 400s. */
function clientStatus(error: unknown): number {
  const { status } = (typeof error === "object" && error !== null ? error : {}) as {
    readonly status?: unknown;
  };
  return typeof status === "number" && status >= 400 && status < 500 ? status : 500;
}
