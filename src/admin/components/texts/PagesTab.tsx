import { Button } from "@adminjs/design-system";
import React from "react";
import PageForm from "./PageForm.tsx";
import type { Texts } from "./use-texts.ts";

const NEW = "";

/** Pages about the business: a list in the order of the bot's, beside the one that is edited. */
const PagesTab: React.FC<{ readonly texts: Texts; readonly opened?: string | undefined }> = ({
  texts,
  opened,
}) => {
  const { state } = texts;
  const [chosen, setChosen] = React.useState<string | undefined>(opened);
  const saved = state.pages.find(({ slug }) => slug === chosen);
  const isOpen = chosen === NEW || saved !== undefined;
  const wrong = new Set(
    state.problems.flatMap(({ place, isWarning }) =>
      place.part === "page" && !isWarning ? [place.slug] : [],
    ),
  );
  const isUnsaved = (slug: string) => `page:${slug}` in texts.unsaved.all;
  const choose = (slug: string | undefined) => {
    texts.hush();
    setChosen(slug);
  };
  return (
    <div className={isOpen ? "okt-two okt-two-open" : "okt-two"}>
      <div className="okt-text-list">
        {state.pages.length === 0 && (
          <p className="ok-empty">Страниц пока нет. Добавьте первую: как добраться, цены, вопросы.</p>
        )}
        {state.pages.map(({ slug, title }, at) => (
          <div key={slug} className="okt-page-item">
            <button
              type="button"
              className="okt-text-item"
              aria-current={slug === chosen}
              onClick={() => choose(slug)}
            >
              <span>{title || "Без названия"}</span>
              {isUnsaved(slug) && <i className="okt-mark">не сохранена</i>}
              {wrong.has(slug) && <i className="okt-mark okt-mark-wrong">ошибка</i>}
            </button>
            <button
              type="button"
              aria-label={`Выше: ${title}`}
              disabled={at === 0 || texts.isBusy}
              onClick={() => texts.step({ do: "movePage", slug, by: -1 })}
            >
              ↑
            </button>
            <button
              type="button"
              aria-label={`Ниже: ${title}`}
              disabled={at === state.pages.length - 1 || texts.isBusy}
              onClick={() => texts.step({ do: "movePage", slug, by: 1 })}
            >
              ↓
            </button>
          </div>
        ))}
        <Button type="button" variant="outlined" mt="lg" onClick={() => choose(NEW)}>
          + Новая страница{isUnsaved(NEW) && " (начата)"}
        </Button>
      </div>
      <div className="okt-two-side">
        <button type="button" className="okt-back" onClick={() => choose(undefined)}>
          ‹ К списку
        </button>
        {isOpen ? (
          <PageForm key={chosen} texts={texts} saved={saved} onDone={(slug) => setChosen(slug)} />
        ) : (
          <p className="ok-empty okt-choose">
            Выберите страницу или добавьте новую. Клиент открывает их кнопкой меню «Адрес, цены, вопросы» или
            кнопкой на другой странице.
          </p>
        )}
      </div>
    </div>
  );
};

export default PagesTab;
