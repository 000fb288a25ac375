import { Button } from "@adminjs/design-system";
import React from "react";
import type { PagePreview } from "../../pages/texts/preview.ts";
import type { Choice } from "../../panel-action.ts";
import TelegramBubble from "../TelegramBubble.tsx";
import Behind from "./Behind.tsx";
import PageButtons, { type InfoPage } from "./PageButtons.tsx";
import ReaderPicker from "./ReaderPicker.tsx";
import { shrinkPicture } from "./shrink-picture.ts";
import { slugFor } from "./slug.ts";
import { newId, type Texts, tell, useSettled } from "./use-texts.ts";
import WordsField from "./WordsField.tsx";

type Props = {
  readonly texts: Texts;
  /** Undefined: a new one. */
  readonly saved: InfoPage | undefined;
  readonly onDone: (slug: string | undefined) => void;
};

const NEW_PAGE: InfoPage = { slug: "", title: "", text: "", pictureId: "", buttons: [] };

/** One page about the business: title, words, picture, buttons, and how it looks. */
const PageForm: React.FC<Props> = ({ texts, saved, onDone }) => {
  const { state, unsaved } = texts;
  const name = `page:${saved?.slug ?? ""}`;
  const asSaved = JSON.stringify(saved ?? NEW_PAGE);
  const typed = unsaved.all[name];
  const page = typed === undefined ? (saved ?? NEW_PAGE) : (JSON.parse(typed.value) as InfoPage);
  const [reader, setReader] = React.useState<Choice>();
  const change = (over: Partial<InfoPage>) =>
    unsaved.type(name, JSON.stringify({ ...page, ...over }), asSaved);
  const taken = new Set(state.pages.map(({ slug }) => slug).filter((slug) => slug !== saved?.slug));
  const named = page.slug === "" ? { ...page, slug: slugFor(page.title, taken) } : page;
  const isChanged = typed !== undefined && typed.value !== asSaved;
  const save = async () => {
    const data = { do: "savePage", slug: saved?.slug ?? "", page: JSON.stringify(named) };
    if (!(await texts.step(data))) return;
    unsaved.drop(name);
    onDone(named.slug);
  };
  const drop = async () => {
    if (saved === undefined || !(await texts.step({ do: "dropPage", slug: saved.slug }))) return;
    unsaved.drop(name);
    onDone(undefined);
  };
  const preview = usePagePreview(named, saved?.slug ?? "", reader);
  const isBlank = saved === undefined && typed === undefined;
  const problems = isBlank ? [] : (preview?.problems ?? []);
  return (
    <div className="okt-page-form">
      <div>
        {isChanged && typed.base !== asSaved && (
          <Behind
            theirs={saved === undefined ? "" : pageWords(saved)}
            onTake={() => unsaved.drop(name)}
            onKeep={() => unsaved.accept(name, asSaved)}
          />
        )}
        <label htmlFor="page-title">Название: оно стоит на кнопке</label>
        <input
          id="page-title"
          className="okt-input"
          maxLength={40}
          value={page.title}
          placeholder="Например: 👩‍🎨 Наши мастера"
          onChange={(event) => change({ title: event.target.value })}
        />
        <WordsField
          id="page-text"
          label="Текст"
          value={page.text}
          onChange={(text) => change({ text })}
          inserts={state.pageVariables.map(({ value, label }) => ({ value: `{${value}}`, label }))}
          hasTags
          onSave={save}
          describedBy="page-problems"
          isWrong={problems.some(({ isWarning }) => !isWarning)}
        />
        <Picture pictureId={page.pictureId} onChange={(pictureId) => change({ pictureId })} />
        <PageButtons state={state} page={named} onChange={(buttons) => change({ buttons })} />
        <details className="okt-shipped">
          <summary>Имя в ссылках</summary>
          <input
            className="okt-input"
            aria-label="Имя страницы в ссылках"
            maxLength={32}
            value={page.slug}
            placeholder={named.slug}
            onChange={(event) => change({ slug: event.target.value.toLowerCase() })}
          />
        </details>
        <div id="page-problems" className="okt-problems" aria-live="polite">
          {problems.map(({ sentence, isWarning }) => (
            <p key={sentence} className={isWarning ? "okt-warning" : "ok-problem"}>
              {sentence}
            </p>
          ))}
        </div>
        <div className="okt-actions">
          <Button type="button" variant="contained" disabled={!isChanged || texts.isBusy} onClick={save}>
            Сохранить в черновик
          </Button>
          {isChanged && (
            <Button type="button" variant="text" onClick={() => unsaved.drop(name)}>
              Отменить правку
            </Button>
          )}
          {saved !== undefined && (
            <Button type="button" variant="outlined" disabled={texts.isBusy} onClick={drop}>
              Убрать страницу
            </Button>
          )}
        </div>
      </div>
      <div className="okt-preview">
        <ReaderPicker reader={reader} onChange={setReader} />
        {preview?.look !== undefined && <TelegramBubble look={preview.look} />}
      </div>
    </div>
  );
};

const pageWords = ({ title, text, pictureId, buttons }: InfoPage): string =>
  [
    ...[title, ...(pictureId === "" ? [] : ["🖼 картинка"]), text],
    ...buttons.map(({ caption }) => `[${caption}]`),
  ].join("\n");

/** Checked and drawn by the server a moment after the last key; undefined while it is not known yet. */
function usePagePreview(page: InfoPage, slug: string, reader: Choice | undefined): PagePreview | undefined {
  const [preview, setPreview] = React.useState<PagePreview>();
  const settled = useSettled(JSON.stringify(page));
  React.useEffect(() => {
    let isOver = false;
    tell<PagePreview>({ do: "previewPage", page: settled, slug, client: reader?.value ?? "" })
      .then((answer) => !isOver && answer.problems !== undefined && setPreview(answer))
      .catch(() => undefined);
    return () => {
      isOver = true;
    };
  }, [settled, slug, reader]);
  return preview;
}

const Picture: React.FC<{ readonly pictureId: string; readonly onChange: (pictureId: string) => void }> = ({
  pictureId,
  onChange,
}) => {
  const [problem, setProblem] = React.useState<string>();
  const [isBusy, setBusy] = React.useState(false);
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    setBusy(true);
    setProblem(undefined);
    const picture = await shrinkPicture(file).catch(() => undefined);
    const kept =
      picture === undefined
        ? { problem: "Нужна картинка JPEG или PNG." }
        : await tell<{ pictureId?: string; problem?: string }>({
            do: "keepPicture",
            pictureId: newId(),
            picture,
          }).catch(() => ({ problem: "Картинка не загрузилась. Попробуйте ещё раз." }));
    setBusy(false);
    if ("pictureId" in kept && kept.pictureId !== undefined) onChange(kept.pictureId);
    else setProblem(kept.problem ?? "Картинка не загрузилась. Попробуйте ещё раз.");
  };
  return (
    <div className="okt-page-picture">
      <label htmlFor="page-picture">
        {" "}
        Картинка над текстом, если нужна. Текст длиннее 1024 знаков придёт следом за ней{" "}
      </label>
      {pictureId !== "" && <img src={`/admin/content-pictures/${pictureId}`} alt="Картинка страницы" />}
      <input
        id="page-picture"
        type="file"
        accept="image/jpeg,image/png"
        disabled={isBusy}
        onChange={(event) => void take(event.target.files?.[0])}
      />
      {isBusy && <span className="ok-empty">Загружаем…</span>}
      {pictureId !== "" && (
        <button type="button" className="okt-chip" onClick={() => onChange("")}>
          Убрать картинку
        </button>
      )}
      {problem && <p className="ok-problem">{problem}</p>}
    </div>
  );
};

export default PageForm;
