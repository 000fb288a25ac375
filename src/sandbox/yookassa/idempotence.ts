import { createHash } from "node:crypto";
import { rejectRequest, type Shop } from "./shop.ts";

const KEY = /^[0-9a-zA-Z+\-_.]+$/;
const KEY_MAX = 64;
const REMEMBERED_MS = 24 * 3_600_000;
const HEADER = "Idempotence-Key";

export type Reply = { readonly status: number; readonly body: unknown };

/** @throws ApiError 400 `Idempotence-Key` */
export function checkKey(key: string | undefined): string {
  if (key === undefined || key === "") return rejectRequest("Idempotence key is missing", HEADER);
  if (key.length > KEY_MAX) {
    return rejectRequest(`Idempotence key is too long: at most ${KEY_MAX} characters`, HEADER);
  }
  return KEY.test(key) ? key : rejectRequest("Idempotence key has illegal characters", HEADER);
}

/**
 * Does a thing once per key and path within 24 hours, and repeats the first answer afterwards.
 *
 * The first answer is repeated as it was, a refusal too, whatever has become of the object since.
 *
 * @throws ApiError 400 when the key comes with another body
 */
export function onceByKey(
  shop: Shop,
  call: { readonly key: string; readonly path: string; readonly body: unknown },
  perform: () => Reply,
): { readonly reply: Reply; readonly isReplay: boolean } {
  const name = `${call.key} ${call.path}`;
  const fingerprint = createHash("sha256").update(canonical(call.body)).digest("hex");
  const nowMs = shop.nowMs();
  const earlier = shop.state.answers.get(name);
  if (earlier !== undefined && nowMs < earlier.storedAtMs + REMEMBERED_MS) {
    if (earlier.fingerprint !== fingerprint) rejectRequest("Idempotence key duplicated", HEADER);
    return { reply: { status: earlier.status, body: earlier.body }, isReplay: true };
  }
  const reply = perform();
  shop.state.answers.delete(name); // a key used again after a day takes its place at the end
  shop.state.answers.set(name, { fingerprint, ...reply, storedAtMs: nowMs });
  return { reply, isReplay: false };
}

/** Forgets the keys older than a day. */
export function forgetOldKeys(shop: Shop): void {
  const nowMs = shop.nowMs();
  for (const [name, { storedAtMs }] of shop.state.answers) {
    if (nowMs < storedAtMs + REMEMBERED_MS) return; // kept in the order of their time
    shop.state.answers.delete(name);
  }
}

/** JSON with sorted keys: the order of fields does not make another body. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}
