import { BROADCAST_STATE_WORDS, type Broadcast, type BroadcastState, HOT_ALL, WAY_OUT } from "./model.ts";

/** Hot windows that staff are asked about and nobody decided on yet (MS-4). */
export const isProposal = ({
  state,
  proposedAt,
}: {
  readonly state?: unknown;
  readonly proposedAt?: unknown;
}): boolean => state === "draft" && Boolean(proposedAt);

/** Its state in a word or two; a draft that the product itself wrote waits for somebody to decide. */
export const broadcastStateText = (broadcast: {
  readonly state: BroadcastState;
  readonly proposedAt?: unknown;
}): string => (isProposal(broadcast) ? "ждёт решения" : BROADCAST_STATE_WORDS[broadcast.state]);

/** The same, with why a paused one stands still: it may go on when the switch of all marketing is on again (MS-7). */
export function standingText(
  broadcast: Pick<Broadcast, "state" | "pausedReason" | "proposedAt">,
  { isSwitchedOff }: { readonly isSwitchedOff: boolean },
): string {
  const word = broadcastStateText(broadcast);
  if (broadcast.state !== "paused" || broadcast.pausedReason !== "marketing_off") return word;
  return isSwitchedOff ? `${word}: реклама выключена` : `${word}, можно продолжить`;
}

/** Whom it goes to: by the segment's name where there is one; hot windows by default to those without a visit ahead. */
export function audienceText({
  segmentName,
  segment,
  kind,
}: Pick<Broadcast, "segmentName" | "segment" | "kind">): string {
  if (segmentName !== "") return segmentName;
  if ("all" in segment && segment.all.length === 0) return "все клиенты";
  return kind === "hot" ? "без записи впереди" : "свой отбор";
}

/** All that stands under a message of it, in order, as the reader sees it. */
export const buttonLabels = (message: {
  readonly broadcast: Pick<Broadcast, "kind">;
  readonly buttons: readonly { readonly label: string }[];
  readonly hasWayOut: boolean;
}): readonly string[] => [
  ...message.buttons.map(({ label }) => label),
  ...(message.broadcast.kind === "hot" ? [HOT_ALL] : []),
  ...(message.hasWayOut ? [WAY_OUT] : []),
];
