import type { IncomingMessage } from "node:http";
import type { z } from "zod";
import { readBody } from "../http.ts";
import { badRequest } from "./bot-error.ts";
import { parseMultipart } from "./multipart.ts";

export type UploadedFile = { readonly name: string; readonly mimeType: string; readonly bytes: Buffer };

/** A call's parameters, whichever of the four ways they came. */
export type Params = {
  readonly values: ReadonlyMap<string, unknown>;
  readonly files: ReadonlyMap<string, UploadedFile>;
};

/** Reads parameters from the query and from a JSON, form or multipart body; the body wins. */
export async function readParams(request: IncomingMessage, url: URL): Promise<Params> {
  const values = new Map<string, unknown>(url.searchParams);
  const files = new Map<string, UploadedFile>();
  const body = await readBody(request);
  const contentType = request.headers["content-type"] ?? "";
  if (body.length > 0) readInto(values, files, body, contentType);
  return { values, files };
}

export const paramsFrom = (values: Readonly<Record<string, unknown>>): Params => ({
  values: new Map(Object.entries(values)),
  files: new Map(),
});

function readInto(
  values: Map<string, unknown>,
  files: Map<string, UploadedFile>,
  body: Buffer,
  contentType: string,
): void {
  if (/^application\/json/i.test(contentType)) {
    for (const [name, value] of Object.entries(parseJsonObject(body.toString("utf8")))) {
      if (value !== null) values.set(name, value);
    }
  } else if (/^multipart\/form-data/i.test(contentType)) {
    const parts = parseMultipart(body, contentType);
    if (parts === undefined) throw badRequest("can't parse multipart/form-data body");
    for (const part of parts) {
      if (part.fileName === undefined) values.set(part.name, part.bytes.toString("utf8"));
      else
        files.set(part.name, {
          name: part.fileName,
          mimeType: part.contentType ?? "application/octet-stream",
          bytes: Buffer.from(part.bytes),
        });
    }
  } else {
    for (const [name, value] of new URLSearchParams(body.toString("utf8"))) values.set(name, value);
  }
}

function parseJsonObject(text: string): object {
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badRequest("can't parse JSON object");
  }
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A parameter as text; numbers and booleans count as their text, absent is empty. */
export function textParam(params: Params, name: string): string {
  const value = params.values.get(name);
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** A whole number, or `undefined` when it is absent or not one. */
export function integerParam(params: Params, name: string): number | undefined {
  const text = textParam(params, name).trim();
  if (!/^-?\d+$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** The server takes `true`, `yes` and `1`, in any case, for true. */
export function booleanParam(params: Params, name: string): boolean {
  return ["true", "yes", "1"].includes(textParam(params, name).toLowerCase());
}

/** A nested value, given as such or as JSON text; `undefined` when absent, refused with `detail` when wrong. */
export function jsonParam<T>(
  params: Params,
  name: string,
  schema: z.ZodType<T>,
  detail: string,
): T | undefined {
  const given = params.values.get(name);
  if (given === undefined || given === "") return undefined;
  const parsed = schema.safeParse(typeof given === "string" ? parseJson(given) : given);
  if (!parsed.success) throw badRequest(detail);
  return parsed.data;
}
