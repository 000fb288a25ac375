import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import { findSlot } from "../calendar/index.ts";
import { findService } from "../catalog/index.ts";
import { type Actor, staffIdOf } from "../kernel/actor.ts";
import { present } from "../kernel/invariant.ts";
import { done, type Outcome, refuse } from "../kernel/outcome.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import { findSegment, type SegmentDefinition } from "../segments/index.ts";
import type { Broadcast, BroadcastButton, BroadcastContent, Picture } from "./model.ts";
import { type ContentRefusal, checkContent } from "./rules/content.ts";
import { checkChange } from "./rules/lifecycle.ts";
import { type PictureRefusal, readPicture } from "./rules/picture.ts";
import { type Draft, findBroadcast, insertDraft, lockBroadcast, storePicture, updateDraft } from "./store.ts";

export type SaveBroadcastInput = {
  /** Chosen by the caller and kept across retries: the same id is the same broadcast. */
  readonly broadcastId: string;
  readonly content: BroadcastContent;
  /** A saved segment, or a definition as it is. */
  readonly audience: { readonly segmentId: string } | { readonly definition: SegmentDefinition };
  /** The bytes of a JPEG or a PNG; `keep`: whatever there is. */
  readonly picture: Uint8Array | "keep" | "none";
  readonly actor: Actor;
};

export type SaveBroadcastRefusal =
  | ContentRefusal
  | PictureRefusal
  | "broadcast_over"
  | "broadcast_started"
  | "unknown_segment"
  | "unknown_service"
  | "unknown_slot";

/**
 * Writes a broadcast down, or changes one that has not started: what is said, to whom, with which picture and buttons.
 *
 * It is checked as Telegram will read it, so that a broadcast that could be written down can be sent. Safe to repeat
 * with the same `broadcastId`; a scheduled one stays scheduled.
 *
 * @source MS-3
 */
export async function saveBroadcast(
  app: App,
  input: SaveBroadcastInput,
): Promise<Outcome<Broadcast, SaveBroadcastRefusal>> {
  const { broadcastId, actor } = input;
  const given = tidied(input.content);
  const picture = readGiven(input.picture);
  if (!picture.ok) return picture;
  const now = app.clock.now();

  return inTransaction<Broadcast, SaveBroadcastRefusal>(app.db, {}, async (tx) => {
    const earlier = await lockBroadcast(tx, broadcastId);
    const change = earlier && checkChange(earlier.state);
    if (change && !change.ok) return change;
    const hasPicture = picture.value === "keep" ? earlier?.hasPicture === true : picture.value !== undefined;
    const content = checkContent(given, { hasPicture });
    if (!content.ok) return content;
    const target = await missingTarget(tx, given.buttons);
    if (target !== undefined) return refuse(target);
    const audience = await readAudience(tx, input.audience);
    if (!audience.ok) return audience;

    const draft: Draft = { ...given, ...audience.value, id: broadcastId, staffId: staffIdOf(actor) };
    // Two who write it down under the same id at one moment: the second changes what the first wrote.
    const isNew = earlier === undefined && (await insertDraft(tx, draft, now));
    if (!isNew) await updateDraft(tx, draft);
    if (picture.value !== "keep") await storePicture(tx, broadcastId, picture.value);
    const saved = present(await findBroadcast(tx, broadcastId), "the broadcast");
    if (earlier && picture.value === "keep" && isSame(earlier, saved)) return done(saved);
    const action = isNew ? "create_broadcast" : "change_broadcast";
    await recordAudit(tx, { actor, action, subjectKind: "broadcast", subjectId: broadcastId }, now);
    return done(saved);
  });
}

const tidied = (content: BroadcastContent): BroadcastContent => ({
  ...content,
  title: content.title.trim(),
  text: content.text.replaceAll("\r\n", "\n").trim(),
  buttons: content.buttons.map((button) => ({ ...button, label: button.label.trim() })),
  advertiser: content.advertiser.trim(),
  erid: content.erid.trim(),
});

function readGiven(
  picture: SaveBroadcastInput["picture"],
): Outcome<Picture | "keep" | undefined, PictureRefusal> {
  if (picture === "keep") return done("keep");
  return picture === "none" ? done(undefined) : readPicture(picture);
}

/** A button may only lead to what there is. */
async function missingTarget(
  tx: Tx,
  buttons: readonly BroadcastButton[],
): Promise<"unknown_service" | "unknown_slot" | undefined> {
  for (const button of buttons) {
    if ("serviceId" in button && !(await findService(tx, button.serviceId))?.isActive)
      return "unknown_service";
    if ("slotId" in button && !(await findSlot(tx, button.slotId))) return "unknown_slot";
  }
  return undefined;
}

async function readAudience(
  tx: Tx,
  audience: SaveBroadcastInput["audience"],
): Promise<Outcome<Pick<Draft, "segment" | "segmentId" | "segmentName">, "unknown_segment">> {
  if ("definition" in audience) {
    return done({ segment: audience.definition, segmentId: undefined, segmentName: "" });
  }
  const segment = await findSegment(tx, audience.segmentId);
  if (!segment) return refuse("unknown_segment");
  return done({ segment: segment.definition, segmentId: segment.id, segmentName: segment.name });
}

const isSame = (one: Broadcast, other: Broadcast): boolean => JSON.stringify(one) === JSON.stringify(other);
