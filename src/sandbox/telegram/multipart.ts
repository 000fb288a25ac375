export type MultipartPart = {
  readonly name: string;
  readonly fileName: string | undefined;
  readonly contentType: string | undefined;
  readonly bytes: Buffer;
};

const LINE_END = "\r\n";
const HEADERS_END = "\r\n\r\n";

/** Splits a `multipart/form-data` body into its parts; `undefined` when it is not one. */
export function parseMultipart(body: Buffer, contentType: string): MultipartPart[] | undefined {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const name = boundary?.[1] ?? boundary?.[2];
  if (name === undefined) return undefined;

  const delimiter = Buffer.from(`--${name}`);
  const parts: MultipartPart[] = [];
  let position = body.indexOf(delimiter);
  if (position < 0) return undefined;
  for (;;) {
    const start = position + delimiter.length;
    if (body.toString("latin1", start, start + 2) === "--") return parts;
    const end = body.indexOf(Buffer.concat([Buffer.from(LINE_END), delimiter]), start);
    if (end < 0) return undefined;
    const part = parsePart(body.subarray(start + LINE_END.length, end));
    if (part !== undefined) parts.push(part);
    position = end + LINE_END.length;
  }
}

function parsePart(part: Buffer): MultipartPart | undefined {
  const headersEnd = part.indexOf(HEADERS_END);
  if (headersEnd < 0) return undefined;
  const headers = part.toString("utf8", 0, headersEnd);
  const name = attribute(headers, "name");
  if (name === undefined) return undefined;
  return {
    name,
    fileName: attribute(headers, "filename"),
    contentType: /^content-type:\s*(\S.*)$/im.exec(headers)?.[1]?.trim(),
    bytes: part.subarray(headersEnd + HEADERS_END.length),
  };
}

function attribute(headers: string, name: string): string | undefined {
  const found = new RegExp(`[;\\s]${name}=(?:"([^"]*)"|([^;\\s]+))`, "i").exec(headers);
  return found?.[1] ?? found?.[2];
}
