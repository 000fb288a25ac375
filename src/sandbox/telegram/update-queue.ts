import { type PendingUpdate, type UpdateKind, updateKinds } from "./model.ts";
import type { World } from "./world.ts";

const DAY_MS = 24 * 3600 * 1000;
/** A tap nobody fetched for so long is gone. */
export const CALLBACK_QUERY_LIFE_MS = 150_000;
/** A reordered update waits so long, in real time, for the one that overtakes it. */
const HELD_MS_MAX = 2000;

const QUEUE_PREFIX: Readonly<Record<UpdateKind, string>> = {
  message: "messages",
  edited_message: "messages",
  callback_query: "queries",
  my_chat_member: "members",
};

/**
 * Queues an update for the bot and answers with its id, or with `undefined` when the bot's
 * `allowed_updates` leave such updates out: the list counts when an update is made, not when fetched.
 */
export function appendUpdate(
  world: World,
  kind: UpdateKind,
  userId: number,
  body: Readonly<Record<string, unknown>>,
): number | undefined {
  world.limits.noteUserAction(userId);
  const { state } = world;
  if (state.allowedUpdates && !state.allowedUpdates.includes(kind)) return undefined;

  const update_id = state.nextUpdateId;
  state.nextUpdateId += 1;
  const held = state.pending.findIndex(({ isHeld }) => isHeld);
  const isHeld = held < 0 && world.faults.takeForUpdate("reorder", userId);
  const added: PendingUpdate = {
    update: { update_id, [kind]: body },
    expiresAtMs: world.now().getTime() + (kind === "callback_query" ? CALLBACK_QUERY_LIFE_MS : DAY_MS),
    queue: `${QUEUE_PREFIX[kind]}:${userId}`,
    isDoubled: world.faults.takeForUpdate("duplicate_update", userId),
    isHeld,
  };
  if (held < 0) {
    state.pending.push(added);
    if (isHeld) setTimeout(() => release(world, added), HELD_MS_MAX).unref();
  } else {
    state.pending.splice(held, 0, added);
    release(world, state.pending[held + 1]);
  }
  world.changes.announce();
  return update_id;
}

/** What can be handed over now, oldest first. */
export function deliverable(world: World): PendingUpdate[] {
  dropExpired(world);
  return world.state.pending.filter(({ isHeld }) => !isHeld);
}

/** Removes what nobody fetched in time. */
export function dropExpired(world: World): void {
  const nowMs = world.now().getTime();
  const { state } = world;
  if (state.pending.some(({ expiresAtMs }) => expiresAtMs <= nowMs)) {
    state.pending = state.pending.filter(({ expiresAtMs }) => expiresAtMs > nowMs);
    world.changes.announce();
  }
}

export function removeUpdate(world: World, delivered: PendingUpdate): void {
  world.state.pending = world.state.pending.filter((pending) => pending !== delivered);
  world.changes.announce();
}

/** Confirms every update below `offset`; a negative offset keeps that many of the newest. */
export function confirmUpdates(world: World, offset: number): void {
  const { state } = world;
  const before = state.pending.length;
  if (offset < 0) state.pending = state.pending.slice(offset);
  else state.pending = state.pending.filter(({ update }) => update.update_id >= offset);
  if (state.pending.length !== before) world.changes.announce();
}

/** A missing or unreadable list keeps the one before; an empty one, or only unknown names, is the default. */
export function setAllowedUpdates(world: World, given: unknown): void {
  const list = typeof given === "string" ? parseList(given) : given;
  if (!Array.isArray(list) || !list.every((name) => typeof name === "string")) return;
  const names = list.map((name) => name.toLowerCase());
  const known = updateKinds.filter((kind) => names.includes(kind));
  // Names of updates that this sandbox never makes are known to Telegram, so they narrow the list too.
  const isDefault =
    names.length === 0 || (known.length === 0 && !names.some((name) => KNOWN_ELSEWHERE.test(name)));
  if (isDefault) delete world.state.allowedUpdates;
  else world.state.allowedUpdates = names;
}

const KNOWN_ELSEWHERE =
  /^(edited_)?(channel_post|business_message)$|^(business_connection|message_reaction(_count)?|inline_query|chosen_inline_result|shipping_query|pre_checkout_query|poll(_answer)?|chat_member|chat_join_request)$/;

function parseList(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function release(world: World, held: PendingUpdate | undefined): void {
  if (!held?.isHeld) return;
  held.isHeld = false;
  world.changes.announce();
}
