import {
  type ContentDraft,
  changeDraft,
  type DraftChange,
  discardDraft,
  importContent,
  keepContentPicture,
  publishContent,
  readMenu,
  readPage,
  restoreVersion,
} from "../../../core/content/index.ts";
import type { Outcome } from "../../../core/kernel/outcome.ts";
import { mayPublishContent } from "../../access.ts";
import type { AnyRefusal } from "../../any-refusal.ts";
import type { Values } from "../../panel-action.ts";
import type { PageCall } from "../../panel-page.ts";
import { sentence } from "../../refusals.ts";
import { checkForms, previewPage, previewText } from "./preview.ts";
import { gatherState, type TextsState } from "./state.ts";

/** What came of a step, with the page as it is now. */
export type StepAnswer = {
  readonly message: string;
  readonly state: TextsState;
  /** Not done; what was typed is still the browser's. */
  readonly isRefused?: boolean;
  /** The draft is another than the one that was seen. */
  readonly isStale?: boolean;
  readonly mistakes?: readonly string[];
};

/** Does what the page was told; whatever is wrong with it is a sentence. */
export async function takeStep(call: PageCall, values: Values): Promise<object> {
  switch (values.text("do")) {
    case "previewText":
      return previewText(call, values);
    case "checkForms":
      return checkForms(values);
    case "previewPage":
      return previewPage(call, values);
    case "keepPicture":
      return keepPicture(call, values);
    case "publish":
      return publish(call, values);
    case "restore":
      return restore(call, values);
    case "discard":
      return answered(call, await discardDraft(call.app, at(call, values)), "Черновик удалён.");
    case "import":
      return importFile(call, values);
    default:
      return change(call, values);
  }
}

const at = ({ actor }: PageCall, values: Values) => ({ revision: values.whole("revision") || 0, actor });

async function change(call: PageCall, values: Values): Promise<StepAnswer> {
  const read = readChange(values);
  if (typeof read === "string") return refused(call, read);
  const outcome = await changeDraft(call.app, { ...at(call, values), change: read.change });
  return answered(call, outcome, read.done);
}

type Read = { readonly change: DraftChange; readonly done: string };

function readChange(values: Values): Read | string {
  switch (values.text("do")) {
    case "saveText": {
      const text = values.flag("isShipped") ? undefined : values.text("text");
      const done = text === undefined ? "Вернули исходный текст." : "Текст сохранён в черновике.";
      return { change: { kind: "text", key: values.text("key"), text }, done };
    }
    case "saveMenu": {
      const menu = readMenu(values.json("menu"));
      if (!menu.ok) return unreadable(menu.detail.problem);
      return { change: { kind: "menu", menu: menu.value }, done: "Меню сохранено в черновике." };
    }
    case "savePage": {
      const page = readPage(values.json("page"));
      if (!page.ok) return unreadable(page.detail.problem);
      const slug = values.optional("slug");
      return { change: { kind: "page", slug, page: page.value }, done: "Страница сохранена в черновике." };
    }
    case "dropPage":
      return {
        change: { kind: "dropPage", slug: values.text("slug") },
        done: "Страница убрана из черновика.",
      };
    case "movePage": {
      const by = values.whole("by") || 0;
      return {
        change: { kind: "movePage", slug: values.text("slug"), by },
        done: "Порядок сохранён в черновике.",
      };
    }
    default:
      return "Такого действия здесь нет. Обновите страницу.";
  }
}

const unreadable = (problem: unknown): string => `Данные не прочесть: ${String(problem)}.`;

async function publish(call: PageCall, values: Values): Promise<StepAnswer> {
  if (!mayPublishContent(call.user)) return refused(call, "Публикует владелец или администратор.");
  const outcome = await publishContent(call.app, {
    ...at(call, values),
    versionId: values.uuid("versionId"),
    note: values.text("note"),
  });
  const done = outcome.ok ? `Версия ${outcome.value.number} опубликована: бот говорит по-новому.` : "";
  return answered(call, outcome, done);
}

async function restore(call: PageCall, values: Values): Promise<StepAnswer> {
  if (!mayPublishContent(call.user)) return refused(call, "Возвращает версию владелец или администратор.");
  const outcome = await restoreVersion(call.app, {
    versionId: values.uuid("versionId"),
    number: Number.isInteger(values.whole("number")) ? values.whole("number") : -1,
    actor: call.actor,
  });
  const done = outcome.ok ? `${outcome.value.note}: теперь это версия ${outcome.value.number}.` : "";
  return answered(call, outcome, done);
}

async function importFile(call: PageCall, values: Values): Promise<StepAnswer> {
  const bytes = values.file("file");
  if (typeof bytes === "string") return refused(call, "Выберите файл.");
  const imported = await importContent(call.app, { ...at(call, values), file: parsed(bytes) });
  if (!imported.ok && "mistakes" in imported) {
    const message = "Файл не подошёл, ничего не изменено.";
    return { message, mistakes: imported.mistakes, isRefused: true, state: await gatherState(call) };
  }
  const seen = at(call, values).revision;
  return answered(call, imported, imported.ok ? importedWords(imported.value, seen) : "");
}

/** A draft that is what is published is none: there is nothing to publish, and an earlier draft is gone. */
function importedWords({ content, revision }: ContentDraft, seen: number): string {
  if (content !== undefined) return "Файл загружен в черновик. Проверьте и опубликуйте.";
  const rest = revision === seen ? "менять нечего" : "черновика больше нет";
  return `В файле то же, что опубликовано: ${rest}.`;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

async function keepPicture({ app, zone }: PageCall, values: Values): Promise<object> {
  const bytes = values.file("picture");
  if (typeof bytes === "string") return { problem: "Выберите картинку JPEG или PNG." };
  const kept = await keepContentPicture(app, { pictureId: values.uuid("pictureId"), bytes });
  return kept.ok ? kept.value : { problem: sentence(kept.refusal, kept.detail, zone) };
}

const refused = async (call: PageCall, message: string): Promise<StepAnswer> => ({
  ...{ message, isRefused: true },
  state: await gatherState(call),
});

async function answered(
  call: PageCall,
  outcome: Outcome<unknown, AnyRefusal>,
  done: string,
): Promise<StepAnswer> {
  const state = await gatherState(call);
  if (outcome.ok) return { message: done, state };
  const { refusal, detail } = outcome;
  const isStale = refusal === "draft_changed";
  const who = isStale && state.draft.changed !== "" ? ` Кто и когда: ${state.draft.changed}.` : "";
  return { message: sentence(refusal, detail, call.zone) + who, isRefused: true, isStale, state };
}
