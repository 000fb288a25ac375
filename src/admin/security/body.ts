import type { Request, RequestHandler } from "express";

const BYTES_MAX = 512 * 1024;
/** A picture of 5 MB as text, and the words beside it. */
const PICTURE_BYTES_MAX = 7.5 * 1024 * 1024;
/** What a picture comes with: the form of a broadcast, and the page of the bot's pages. */
const WITH_PICTURE =
  /^\/api\/(resources\/Broadcast\/(actions\/addBroadcast|records\/[^/]{1,200}\/changeBroadcast)|pages\/texts)\/?$/;

/** A file of clients of 10 MB as text. */
const TABLE_BYTES_MAX = 14.5 * 1024 * 1024;
const WITH_TABLE = /^\/api\/pages\/import\/?$/;

const bytesMaxOf = ({ path }: Request): number =>
  WITH_TABLE.test(path) ? TABLE_BYTES_MAX : WITH_PICTURE.test(path) ? PICTURE_BYTES_MAX : BYTES_MAX;
const FIELDS_MAX = 1_000;
const DANGEROUS = /(^|[.[\]])(__proto__|constructor|prototype)([.[\]]|$)/;

/** What AdminJS's own parser leaves on a request; with the mark it does nothing itself. */
type ParsedRequest = Request & {
  fields: Record<string, unknown>;
  files: Record<string, never>;
  express_formidable: { readonly parsed: true };
};

/**
 * Reads forms and JSON of a bounded size into memory, in place of the parser that AdminJS brings: that one writes
 * whatever is uploaded into the temporary folder and leaves it there. Files are not taken at all.
 */
export const boundedBody: RequestHandler = (request, response, next) => {
  readFields(request).then((read) => {
    if (typeof read === "number") {
      response.set("Connection", "close");
      response
        .status(read)
        .json({ message: read === 413 ? "Слишком много данных." : "Данные не разобрать." });
      return;
    }
    Object.assign(request as ParsedRequest, {
      fields: read,
      files: {},
      express_formidable: { parsed: true },
    });
    next();
  }, next);
};

/** The fields, or the HTTP status that says why not. */
async function readFields(request: Request): Promise<Record<string, unknown> | 400 | 413 | 415> {
  if (request.method !== "POST") return {};
  const bytesMax = bytesMaxOf(request);
  if (Number(request.get("content-length") ?? 0) > bytesMax) {
    request.resume();
    return 413;
  }
  const body = await readBody(request, bytesMax);
  if (body === undefined) return 413;
  if (body.length === 0) return {};
  const type = request.get("content-type") ?? "";
  if (!/^(application\/json|application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type))
    return 415;
  try {
    const entries = /^application\/json/i.test(type) ? entriesOfJson(body) : await entriesOfForm(body, type);
    if (entries.length > FIELDS_MAX || entries.some(([name]) => DANGEROUS.test(name))) return 400;
    return Object.fromEntries(entries);
  } catch {
    return 400;
  }
}

/** Undefined when there is more than is allowed; what comes after that is let go by. */
function readBody(request: Request, bytesMax: number): Promise<Buffer | undefined> {
  return new Promise((done, fail) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > bytesMax) done(undefined);
      else chunks.push(chunk);
    });
    request.on("end", () => done(Buffer.concat(chunks)));
    request.on("error", fail);
    request.on("close", () => done(undefined));
  });
}

function entriesOfJson(body: Buffer): readonly [string, unknown][] {
  const value: unknown = JSON.parse(body.toString("utf8"));
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new TypeError("not an object");
  return Object.entries(value);
}

async function entriesOfForm(body: Buffer, type: string): Promise<readonly [string, unknown][]> {
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData();
  return [...form.entries()].filter(([, value]) => typeof value === "string");
}
