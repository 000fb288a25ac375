import type { RequestHandler } from "express";

const HARMLESS = new Set(["GET", "HEAD"]);

/**
 * Lets a request that changes something through only from our own pages: a form on another site is a simple
 * request, and the cookie alone does not tell it from ours.
 */
export function fromOwnPagesOnly(publicUrl: string | undefined): RequestHandler {
  const publicOrigin = publicUrl === undefined ? undefined : URL.parse(publicUrl)?.origin;
  return (request, response, next) => {
    if (HARMLESS.has(request.method)) return next();
    const site = request.get("sec-fetch-site");
    const origin = request.get("origin");
    const isOwnSite = site === undefined || site === "same-origin";
    const isOwnOrigin =
      origin === undefined || origin === publicOrigin || URL.parse(origin)?.host === request.get("host");
    const saysNothing = site === undefined && origin === undefined;
    if (isOwnSite && isOwnOrigin && !saysNothing) return next();
    response.status(403).json({ message: "Запрос пришёл не со страницы панели." });
  };
}
