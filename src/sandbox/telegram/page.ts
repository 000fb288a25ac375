import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { sendJson } from "../http.ts";

/** What the chat page tells the person who has just started the sandbox. */
export type Welcome = { readonly panelUrl: string; readonly email: string; readonly password: string };

const PAGE_FOLDER = new URL("./page/", import.meta.url);
const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
};

/** Serves the chat page: `/`, the links `/t.me/<bot>?start=…`, and what the page is made of. */
export async function handlePage(
  response: ServerResponse,
  url: URL,
  facts: { readonly botUsername: string; readonly botName: string; readonly welcome: Welcome | undefined },
): Promise<boolean> {
  if (url.pathname === "/sim/welcome") {
    const { botUsername, botName, welcome } = facts;
    sendJson(response, 200, {
      bot: { username: botUsername, name: botName },
      ...(welcome ? { panel: welcome } : {}),
    });
    return true;
  }
  const isPage =
    url.pathname === "/" || url.pathname.toLowerCase() === `/t.me/${facts.botUsername.toLowerCase()}`;
  const name = isPage ? "index.html" : /^\/chat-page\/([a-z-]+\.(?:css|js))$/.exec(url.pathname)?.[1];
  if (name === undefined) return false;

  const content = await readFile(new URL(name, PAGE_FOLDER)).catch(() => undefined);
  if (!content) return false;
  response.writeHead(200, {
    "content-type": TYPES[name.split(".").at(-1) ?? ""] ?? "application/octet-stream",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
  });
  response.end(content);
  return true;
}
