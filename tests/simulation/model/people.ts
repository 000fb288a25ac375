import { enter, liveOf } from "./points.ts";
import { type Client, touch, type World } from "./state.ts";

/** Whether a friend has brought somebody their reward, and it stands (EP-4). */
const hasBrought = (world: World, friend: Client): boolean =>
  [...world.clients.values(), ...world.gone.values()].some(({ rewards }) =>
    rewards.some((one) => one.friendId === friend.id && one.undoneAtMs === undefined),
  );

/** EP-4: whoever has an earlier client's phone is no newcomer. */
export function dropInvitation(world: World, client: Client, holder: Client): void {
  if (holder.createdMs >= client.createdMs || hasBrought(world, client)) return;
  client.inviterId = undefined;
  world.touched.clients.add(client.id);
}

/** PE-4: why two people cannot be one: another has Telegram of their own, or visits of both overlap. */
export function uniteReason(client: Client, holder: Client): string | undefined {
  if (holder.telegramId !== undefined) return "phone_taken";
  // A hold by which a booking is being moved may overlap anything of the same person (CX-7).
  const visits = (of: Client) =>
    liveOf(of).filter(({ state, replacesId }) => state === "confirmed" || replacesId === undefined);
  const clash = visits(client).some((mine) =>
    visits(holder).some((theirs) => mine.startMs < theirs.endMs && theirs.startMs < mine.endMs),
  );
  return clash ? "merge_overlaps" : undefined;
}

/** PE-4: a client whom staff entered by phone becomes one person with the Telegram client of the same checked phone. */
export function unite(world: World, from: Client, into: Client): void {
  for (const booking of from.bookings) {
    booking.clientId = into.id;
    into.bookings.push(booking);
    touch(world, booking);
  }
  into.blocks.push(...from.blocks);
  into.blocks.sort((a, b) => a.sinceMs - b.sinceMs);
  into.rewards.push(...from.rewards);
  into.balance += from.balance;
  into.isVip ||= from.isVip;
  for (const guest of world.clients.values())
    if (guest.inviterId === from.id) guest.inviterId = guest === into ? undefined : into.id;
  Object.assign(from, { bookings: [], blocks: [], rewards: [], balance: 0, isVip: false, phone: undefined });
  from.mergedInto = into.id;
  world.clients.delete(from.id);
  world.gone.set(from.id, from);
  for (const id of [from.id, into.id]) world.touched.clients.add(id);
  takeBackOwnReward(world, from, into);
}

/** EP-4: nobody invites themselves, and whoever turns out to have done so gives the reward back. */
function takeBackOwnReward(world: World, from: Client, into: Client): void {
  const own = [from.id, into.id];
  for (const reward of into.rewards) {
    if (reward.undoneAtMs !== undefined || !own.includes(reward.friendId)) continue;
    const booking = into.bookings.find(({ id }) => id === reward.bookingId);
    const entry = booking?.entries.findLast(({ kind }) => kind === "referral");
    if (booking === undefined || entry === undefined) continue;
    reward.undoneAtMs = world.nowMs;
    const { points, number } = entry;
    enter(world, booking, { clientId: into.id, kind: "referral_reversal", points: -points, number });
  }
}
