const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const isUuid = (text: string): boolean => UUID.test(text);

/** The first eight digits of an id, as lists show them, or more of it up to the whole. */
export const isIdBegin = (text: string): boolean =>
  text.length >= ID_BEGIN && isUuid(text + LEAST.slice(text.length));

/** So many characters of an id do for whoever names it, and are what lists show. */
export const ID_BEGIN = 8;

const LEAST = "00000000-0000-0000-0000-000000000000";
const MOST = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** The least and the greatest of the ids that begin so. @param begin as isIdBegin knows it */
export const idsThatBegin = (begin: string): { readonly least: string; readonly most: string } => ({
  least: begin + LEAST.slice(begin.length),
  most: begin + MOST.slice(begin.length),
});

/** A uuid in 22 characters of the URL alphabet, for links and buttons whose space is short. */
export function shortId(uuid: string): string {
  return Buffer.from(uuid.replaceAll("-", ""), "hex").toString("base64url");
}

/** The uuid behind a short id, or undefined when it is none. */
export function fromShortId(short: string): string | undefined {
  if (!/^[A-Za-z0-9_-]{22}$/.test(short)) return undefined;
  const hex = Buffer.from(short, "base64url").toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
