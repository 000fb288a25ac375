/**
 * What the bot says and shows, as far as the business may word it without code: sentences, the main menu, pages about
 * itself. One draft is edited at a time, by compare and set; published versions never change, the newest is in force, and
 * an older one comes back as a new one. What is broken cannot be published. Sentences that are evidence of a consent
 * (PE-1) change only with the product. Who may edit or publish is the faces' to say, how it looks in Telegram the bot's.
 */
export { exportContent, type ImportContentInput, type Imported, importContent } from "./carry-content.ts";
export { type ChangeDraftInput, type ChangeDraftRefusal, changeDraft } from "./change-draft.ts";
export { checkContent, checkOwnText } from "./check-content.ts";
export { discardDraft } from "./discard-draft.ts";
export {
  type CurrentContent,
  contentOf,
  currentContent,
  factsFor,
  findDraft,
  findVersion,
} from "./find-content.ts";
export { readPattern } from "./fluent.ts";
export { type KeepPictureRefusal, keepContentPicture } from "./keep-picture.ts";
export {
  type BotContent,
  type ContentDraft,
  type ContentFacts,
  type ContentPlace,
  type ContentProblem,
  type ContentVersion,
  type InfoPage,
  MENU_TARGETS,
  type MenuButton,
  type MenuTarget,
  type PageButton,
  type PageButtonTarget,
  type PublishedContent,
  type ShippedText,
  type TextKind,
} from "./model.ts";
export { pageValues } from "./page-values.ts";
export {
  type PublishContentInput,
  type PublishContentRefusal,
  publishContent,
  type RestoreVersionInput,
  type RestoreVersionRefusal,
  restoreVersion,
} from "./publish-content.ts";
export { type ContentFile, readMenu, readPage } from "./read-content.ts";
export { type ContentDifference, compareContents } from "./rules/comparison.ts";
export type { DraftChange } from "./rules/draft-change.ts";
export { MENU_TARGET_WORDS, menuRows, NEEDED_IN_MENU } from "./rules/menu.ts";
export { fillPage, PAGE_VARIABLES, type PageValues, type PageVariable } from "./rules/page-template.ts";
export { choicesIn, namesIn } from "./rules/pattern.ts";
export { neededIn, TEXT_MAX } from "./rules/text-check.ts";
export { SHIPPED_CONTENT, shippedTexts } from "./shipped.ts";
export {
  currentVersionNumber,
  findContentPicture,
  findContentPictureFileId,
  keepContentPictureFileId,
  listVersions,
} from "./store.ts";
export { type OnUnsaid, openTexts, type SafeHtml, type Texts, type TextValues } from "./texts.ts";
export { GROUPS } from "./titles.ts";
