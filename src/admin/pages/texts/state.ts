import { listServices } from "../../../core/catalog/index.ts";
import {
  type BotContent,
  type ContentProblem,
  checkContent,
  choicesIn,
  compareContents,
  currentContent,
  factsFor,
  findDraft,
  findVersion,
  GROUPS,
  type InfoPage,
  MENU_TARGET_WORDS,
  MENU_TARGETS,
  type MenuButton,
  NEEDED_IN_MENU,
  namesIn,
  neededIn,
  openTexts,
  PAGE_VARIABLES,
  type ShippedText,
  shippedTexts,
  TEXT_MAX,
  type TextKind,
} from "../../../core/content/index.ts";
import { listStaff } from "../../../core/people/index.ts";
import { mayPublishContent } from "../../access.ts";
import type { Choice } from "../../panel-action.ts";
import type { PageCall } from "../../panel-page.ts";
import { formatInstant } from "../../readable.ts";
import { examplesOf } from "./sample-values.ts";
import { VARIABLE_WORDS } from "./variable-words.ts";

/** One sentence as the page lists and edits it. */
export type TextEntry = {
  readonly key: string;
  readonly group: string;
  readonly title: string;
  readonly kind: TextKind;
  readonly isFixed: boolean;
  /** As the product is shipped with it. */
  readonly shipped: string;
  /** The business's own, in the draft or published; null: the shipped one is said. */
  readonly own: string | null;
  /** The draft says it otherwise than what is published. */
  readonly isChanged: boolean;
  readonly variables: readonly TextVariable[];
};

export type TextVariable = {
  readonly name: string;
  /** «название салона, например: Окошко» */
  readonly about: string;
  /** Without it the sentence cannot be published. */
  readonly isNeeded: boolean;
  /** Between what it chooses, where it does. */
  readonly forms: readonly string[];
};

export type TextsState = {
  readonly draft: {
    readonly revision: number;
    readonly isOpen: boolean;
    /** «Ольга, вт, 1 дек 2026, 14:35» */
    readonly changed: string;
    readonly differences: number;
    /** Somebody published since this draft was begun. */
    readonly isBehind: boolean;
  };
  readonly published: { readonly number: number; readonly told: string };
  readonly groups: readonly Choice[];
  readonly texts: readonly TextEntry[];
  readonly menu: readonly MenuButton[];
  readonly pages: readonly InfoPage[];
  readonly problems: readonly ContentProblem[];
  readonly menuTargets: readonly (Choice & { readonly caption: string; readonly isNeeded: boolean })[];
  readonly services: readonly Choice[];
  readonly pageVariables: readonly Choice[];
  readonly lengths: Readonly<Record<TextKind, number>>;
  readonly mayPublish: boolean;
};

/** All that the page shows; the draft where there is one, else what is published. */
export async function gatherState({ app, user, zone }: PageCall): Promise<TextsState> {
  const { db } = app;
  const [draft, current, services, staff] = await Promise.all([
    findDraft(db),
    currentContent(db),
    listServices(db),
    listStaff(db),
  ]);
  const content = draft.content ?? current.content;
  const problems = checkContent(content, await factsFor(db, content));
  const version = current.number === 0 ? undefined : await findVersion(db, current.number);
  const nameOf = (id: string | undefined) => staff.find((member) => member.id === id)?.name;
  const toldAt = (id: string | undefined, at: Date) =>
    [nameOf(id), formatInstant(at, zone)].filter((part) => part !== undefined).join(", ");
  const said = openTexts(current.content.texts);
  return {
    draft: {
      revision: draft.revision,
      isOpen: draft.content !== undefined,
      changed: draft.updatedAt === undefined ? "" : toldAt(draft.staffId, draft.updatedAt),
      differences: draft.content === undefined ? 0 : compareContents(current.content, draft.content).length,
      isBehind: draft.content !== undefined && draft.basedOn !== current.number,
    },
    published: {
      number: current.number,
      told: version === undefined ? "" : toldAt(version.staffId, version.publishedAt),
    },
    groups: Object.entries(GROUPS).map(([value, label]) => ({ value, label })),
    texts: [...shippedTexts().values()].map((text) => entryOf(text, content, current.content)),
    menu: content.menu,
    pages: content.pages,
    problems,
    menuTargets: MENU_TARGETS.map((target) => ({
      value: target,
      label: MENU_TARGET_WORDS[target].name,
      caption: target === "page" ? "" : said.c(MENU_TARGET_WORDS[target].text),
      isNeeded: NEEDED_IN_MENU.some((needed) => needed === target),
    })),
    services: services.filter(({ isActive }) => isActive).map(({ id, name }) => ({ value: id, label: name })),
    pageVariables: Object.entries(PAGE_VARIABLES).map(([value, { about }]) => ({ value, label: about })),
    lengths: TEXT_MAX,
    mayPublish: mayPublishContent(user),
  };
}

function entryOf(text: ShippedText, content: BotContent, published: BotContent): TextEntry {
  const { key, group, title, kind, isFixed, source, pattern } = text;
  const needed = new Set(neededIn(pattern));
  const choices = choicesIn(pattern);
  const own = content.texts[key];
  const examples = examplesOf(text);
  return {
    ...{ key, group, title, kind, isFixed },
    shipped: source,
    own: own ?? null,
    isChanged: own !== published.texts[key],
    variables: namesIn(pattern).map((name) => ({
      name,
      about: aboutVariable(name, examples.get(name)),
      isNeeded: needed.has(name),
      forms: [...(choices.get(name) ?? [])],
    })),
  };
}

function aboutVariable(name: string, sample: string | undefined): string {
  return [VARIABLE_WORDS[name], ...(sample ? [`например: ${sample}`] : [])].join(", ");
}
