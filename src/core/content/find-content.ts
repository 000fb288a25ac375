import { listServices } from "../catalog/index.ts";
import { invariant } from "../kernel/invariant.ts";
import type { Queryable } from "../runtime/sql.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { BotContent, ContentDraft, ContentFacts, PublishedContent } from "./model.ts";
import { readContent } from "./read-content.ts";
import { SHIPPED_CONTENT } from "./shipped.ts";
import {
  currentVersionNumber,
  findStoredDraft,
  findStoredVersion,
  knownPictures,
  lockStoredDraft,
  type StoredDraft,
} from "./store.ts";

function restored(stored: unknown): BotContent {
  const content = readContent(stored);
  invariant(content.ok, "a stored content is one that was read", content);
  return content.value;
}

/** A version with its content. */
export async function findVersion(via: Queryable, number: number): Promise<PublishedContent | undefined> {
  const version = await findStoredVersion(via, number);
  return version && { ...version, content: restored(version.content) };
}

const toDraft = (draft: StoredDraft): ContentDraft => ({
  ...draft,
  content: draft.content === null ? undefined : restored(draft.content),
});

export const findDraft = async (via: Queryable): Promise<ContentDraft> => toDraft(await findStoredDraft(via));

/** The draft, kept from all others until the transaction is over. */
export const lockDraft = async (tx: Tx, now: Date): Promise<ContentDraft> =>
  toDraft(await lockStoredDraft(tx, now));

export type CurrentContent = {
  /** 0: what the product is shipped with. */
  readonly number: number;
  readonly content: BotContent;
};

/** What is in force: the newest published version, or what the product is shipped with. */
export async function currentContent(via: Queryable): Promise<CurrentContent> {
  return contentOf(via, await currentVersionNumber(via));
}

/** The content of a version; 0, or one that is not there: the shipped one. */
export async function contentOf(via: Queryable, number: number): Promise<CurrentContent> {
  const version = number === 0 ? undefined : await findVersion(via, number);
  return version === undefined
    ? { number: 0, content: SHIPPED_CONTENT }
    : { number, content: version.content };
}

/** What the content may lead to at this moment. */
export async function factsFor(via: Queryable, content: BotContent): Promise<ContentFacts> {
  const [services, pictureIds] = [
    await listServices(via),
    await knownPictures(
      via,
      content.pages.map(({ pictureId }) => pictureId).filter((id) => id !== ""),
    ),
  ];
  return { serviceIds: new Set(services.filter(({ isActive }) => isActive).map(({ id }) => id)), pictureIds };
}
