import type { App } from "../app.ts";
import type { Actor } from "../kernel/actor.ts";
import type { Refused } from "../kernel/outcome.ts";
import { pictureKind } from "../kernel/picture.ts";
import type { Queryable } from "../runtime/sql.ts";
import { inTransaction } from "../runtime/transaction.ts";
import { stepInDraft } from "./change-draft.ts";
import { checkContent } from "./check-content.ts";
import { factsFor } from "./find-content.ts";
import { CONTENT_PICTURE_BYTES_MAX } from "./keep-picture.ts";
import type { BotContent, ContentDraft, ContentProblem } from "./model.ts";
import { type ContentFile, fileOf, readFile } from "./read-content.ts";
import { shippedTexts } from "./shipped.ts";
import { findContentPicture, insertPicture } from "./store.ts";

/** A content with its pictures, as a file that another installation reads. */
export async function exportContent(via: Queryable, content: BotContent, now: Date): Promise<ContentFile> {
  const pictures: Record<string, ContentFile["pictures"][string]> = {};
  for (const { pictureId } of content.pages) {
    const picture = pictureId === "" ? undefined : await findContentPicture(via, pictureId);
    if (picture === undefined) continue;
    pictures[pictureId] = { kind: picture.kind, base64: Buffer.from(picture.bytes).toString("base64") };
  }
  return fileOf({ exportedAt: now.toISOString(), content, pictures });
}

export type ImportContentInput = {
  /** As it was read from the file. */
  readonly file: unknown;
  readonly revision: number;
  readonly actor: Actor;
};

export type Imported =
  | { readonly ok: true; readonly value: ContentDraft }
  | { readonly ok: false; readonly mistakes: readonly string[] }
  | Refused<"draft_changed">;

/**
 * Makes a file's content the draft, when the whole of it is right; else says all that is wrong and writes nothing.
 *
 * What is published stays as it is until the draft is published.
 */
export async function importContent(app: App, input: ImportContentInput): Promise<Imported> {
  const file = readFile(input.file);
  if (!file.ok) return file;
  const { content } = file.value;
  const pictures = Object.entries(file.value.pictures).map(([id, { base64 }]) => {
    const bytes = Buffer.from(base64, "base64");
    return { id, bytes, kind: bytes.length > CONTENT_PICTURE_BYTES_MAX ? undefined : pictureKind(bytes) };
  });
  const sound = pictures.flatMap(({ kind, ...picture }) =>
    kind === undefined ? [] : [{ kind, ...picture }],
  );
  const now = app.clock.now();

  const facts = await factsFor(app.db, content);
  const pictureIds = new Set([...facts.pictureIds, ...sound.map(({ id }) => id)]);
  const problems = checkContent(content, { ...facts, pictureIds }).filter(({ isWarning }) => !isWarning);
  const unreadable = pictures.filter(({ kind }) => kind === undefined);
  const mistakes = [
    ...problems.map((problem) => `${placeName(problem, content)}: ${problem.sentence}`),
    ...unreadable.map(({ id }) => {
      const page = content.pages.find(({ pictureId }) => pictureId === id);
      return `Картинка${page === undefined ? "" : ` страницы «${page.title}»`}: это не JPEG и не PNG до 2 МБ.`;
    }),
  ];
  if (mistakes.length > 0) return { ok: false, mistakes };

  const stored = await inTransaction<ContentDraft, "draft_changed">(app.db, {}, async (tx) => {
    for (const picture of sound) await insertPicture(tx, picture, now);
    const change = { kind: "all", content } as const;
    const step = await stepInDraft(tx, { revision: input.revision, change, actor: input.actor }, now);
    if (step.ok) return step;
    return { ...step, refusal: "draft_changed" };
  });
  return stored;
}

/** Where it is, for those who have only the file before them. */
function placeName({ place }: ContentProblem, { pages }: BotContent): string {
  switch (place.part) {
    case "text":
      return `Текст «${shippedTexts().get(place.key)?.title ?? place.key}»`;
    case "page":
      return `Страница «${pages.find(({ slug }) => slug === place.slug)?.title || place.slug}»`;
    default:
      return "Меню";
  }
}
