import type { RequestHandler } from "express";

const VALUE_MAX = 500;
const PLAIN = /^[a-zA-Z]{1,30}$/;
const FILTER = /^filters\.[a-zA-Z]{1,40}(\.\d{1,3})?(~~(from|to))?$/;

/**
 * Leaves in the query what the panel's own pages send, one text per name: AdminJS unfolds names with dots into
 * objects, and stumbles over anything else.
 */
export const knownQuery: RequestHandler = (request, _response, next) => {
  const known: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.query)) {
    if (typeof value !== "string" || value.length > VALUE_MAX) continue;
    if (name === "filters" || !(PLAIN.test(name) || FILTER.test(name))) continue;
    known[name] = value.replaceAll("\u0000", "");
  }
  Object.defineProperty(request, "query", { value: known, configurable: true });
  next();
};
