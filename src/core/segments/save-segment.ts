import { isDeepStrictEqual } from "node:util";
import type { App } from "../app.ts";
import { recordAudit } from "../audit/index.ts";
import type { Actor } from "../kernel/actor.ts";
import { done, type Outcome, type Refused, refuse } from "../kernel/outcome.ts";
import { inTransaction, type Tx } from "../runtime/transaction.ts";
import type { Segment, SegmentDefinition } from "./model.ts";
import { findNames } from "./names.ts";
import { readDefinition } from "./rules/definition.ts";
import { idsIn } from "./rules/description.ts";
import { readSegmentName } from "./rules/segment-name.ts";
import { insertSegment, lockSegment, updateSegment } from "./store.ts";

export type SaveSegmentInput = {
  /** Chosen by the caller and kept across retries: a new id is a new segment, a known one is changed. */
  readonly segmentId: string;
  readonly name: string;
  /** As it came from a form or a file. */
  readonly definition: unknown;
  readonly actor: Actor;
};

export type SaveSegmentRefusal =
  | "bad_segment"
  | "segment_name_empty"
  | "segment_name_too_long"
  | "segment_name_taken";

const CONFLICTS = { segments_name_once: "segment_name_taken" } as const;

/**
 * Saves a segment under a name that no other has, whatever the case: a new one, or another state of a known one.
 *
 * Safe to repeat: the same content is written once. Services and specialists that it names have to exist. Messages that
 * are planned for it go to whoever belongs to it when they are sent.
 *
 * @source MS-3
 */
export async function saveSegment(
  app: App,
  input: SaveSegmentInput,
): Promise<Outcome<Segment, SaveSegmentRefusal>> {
  const name = readSegmentName(input.name);
  if (!name.ok) return name;
  const definition = readDefinition(input.definition);
  if (!definition.ok) return definition;
  const { segmentId: id, actor } = input;
  const now = app.clock.now();
  const wanted = { id, name: name.value, definition: definition.value, updatedAt: now };

  return inTransaction<Segment, SaveSegmentRefusal>(app.db, CONFLICTS, async (tx) => {
    const unknown = await unknownIn(tx, wanted.definition);
    if (unknown) return unknown;
    const known = await lockSegment(tx, id);
    const made = { ...wanted, createdAt: now };
    if (!known && (await insertSegment(tx, made))) {
      await recordAudit(tx, auditOf("add_segment", actor, { after: made }), now);
      return done(made);
    }
    // Whoever was quicker has committed by now: with the same id, or with the same name.
    const before = known ?? (await lockSegment(tx, id));
    if (before === undefined) return refuse("segment_name_taken");
    const after = { ...wanted, createdAt: before.createdAt };
    if (isDeepStrictEqual(contentOf(before), contentOf(after))) return done(before);
    await updateSegment(tx, after);
    await recordAudit(tx, auditOf("change_segment", actor, { before, after }), now);
    return done(after);
  });
}

const contentOf = ({ name, definition }: Segment) => ({ name, definition });

/** What a trail of ids and numbers may hold of it: a definition names no client. */
const auditOf = (
  action: string,
  actor: Actor,
  { before, after }: { readonly before?: Segment; readonly after: Segment },
) => ({
  ...{ actor, action, subjectKind: "segment", subjectId: after.id },
  change: { definition: [before?.definition ?? null, after.definition] },
});

async function unknownIn(tx: Tx, definition: SegmentDefinition): Promise<Refused<"bad_segment"> | undefined> {
  const used = idsIn(definition);
  const names = await findNames(tx);
  const service = used.services.find((id) => !names.services.has(id));
  if (service !== undefined)
    return refuse("bad_segment", { place: service, expected: "id услуги, которая есть" });
  const specialist = used.specialists.find((id) => !names.specialists.has(id));
  if (specialist === undefined) return undefined;
  return refuse("bad_segment", { place: specialist, expected: "id специалиста, который есть" });
}
