import type { RequestHandler } from "express";

const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "object-src 'none'",
].join("; ");

const YEAR_SECONDS = 31_536_000;

/** What every answer of the panel tells the browser: no other host, no frames, no guessing of types. */
export function safeHeaders(isSecure: boolean): RequestHandler {
  return (_request, response, next) => {
    response.set({
      "Content-Security-Policy": CONTENT_SECURITY_POLICY,
      "X-Content-Type-Options": "nosniff",
      "X-Frame-Options": "DENY",
      "Referrer-Policy": "same-origin",
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cache-Control": "no-store",
    });
    if (isSecure) response.set("Strict-Transport-Security", `max-age=${YEAR_SECONDS}`);
    next();
  };
}

/**
 * Mends the pages that AdminJS writes: what it puts into a script is escaped (a name could end the script), its
 * link to a foreign host's fonts is taken out, and the favicon gets its right type. Its one sentence that no dictionary
 * reaches is put into Russian.
 */
export const mendedPages: RequestHandler = (_request, response, next) => {
  const send = response.send.bind(response);
  response.send = (body: unknown) =>
    send(typeof body !== "string" ? body : isPage(body) ? mended(body) : inRussian(body));
  next();
};

/** An answer to a script may carry a page as a text: that one is somebody's file. */
const isPage = (body: string): boolean => /^\s*</.test(body) && body.includes("<html");

const inRussian = (json: string): string =>
  json.replace(/"Record with given id:(?:[^"\\]|\\.)*"/gi, '"Такой записи нет или она вам не видна."');

/** The way past the menu for whoever goes by the keyboard: the first stop of Tab, seen only then. */
const SKIP_LINK = `<a class="ok-skip" href="#content" onclick="var at=document.querySelector('[data-css=app-content]');if(at){at.tabIndex=-1;at.focus()}return false">К содержанию</a>`;

const mended = (page: string): string =>
  page
    .replace(/<body>/, `<body>${SKIP_LINK}`)
    .replace(/<link[^>]+fonts\.googleapis\.com[^>]*>/g, "")
    .replace('type="image/x-icon"', 'type="image/svg+xml"')
    .replace(
      /(window\.REDUX_STATE = )([\s\S]*?)(;\n\s*window\.THEME = )/,
      (_, before: string, json: string, after: string) => before + asScript(json) + after,
    );

/** The same JSON, harmless inside a script; the two separators end a line in old JavaScript. */
const asScript = (json: string): string =>
  json.replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);

/** A page of our own: a title, and what stands in the middle, as HTML. */
export const plainPage = ({
  title,
  content,
}: {
  readonly title: string;
  readonly content: string;
}): string => `<!DOCTYPE html>
<html lang="ru">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" type="image/svg+xml" href="/admin/assets/favicon.svg">
<link rel="stylesheet" href="/admin/assets/font/index.css">
<link rel="stylesheet" href="/admin/assets/plain.css">
</head>
<body><main>${content}</main></body>
</html>`;
