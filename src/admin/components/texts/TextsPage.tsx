import { H4, Loader, MessageBox } from "@adminjs/design-system";
import React from "react";
import { useLocation, useNavigate } from "react-router-dom";
import DraftBar from "./DraftBar.tsx";
import MenuTab from "./MenuTab.tsx";
import PagesTab from "./PagesTab.tsx";
import TextsTab from "./TextsTab.tsx";
import { useTexts } from "./use-texts.ts";
import VersionsTab from "./VersionsTab.tsx";

const TABS = { texts: "Тексты", menu: "Меню", pages: "Страницы", versions: "Версии" } as const;
type Tab = keyof typeof TABS;
/** What is typed on a tab is kept under such names. */
const UNSAVED_IN = { texts: "text", menu: "menu", pages: "page", versions: "" } as const;

const isTab = (name: string): name is Tab => Object.hasOwn(TABS, name);

/** Where one stands is in the address, so that the browser's way back works: `#texts/menu`, `#pages/address`. */
function usePlace(): {
  readonly tab: Tab;
  readonly chosen: string | undefined;
  readonly go: (to: string) => void;
} {
  const { hash, pathname } = useLocation();
  const navigate = useNavigate();
  const [name = "", chosen] = decodeURIComponent(hash.slice(1)).split("/");
  return { tab: isTab(name) ? name : "texts", chosen, go: (to) => navigate(`${pathname}#${to}`) };
}

/** What the bot says and shows: sentences, menu, pages; a draft, and the versions that were published. */
const TextsPage: React.FC = () => {
  const texts = useTexts();
  const { tab, chosen, go } = usePlace();
  if (texts === undefined) return <Loader />;
  if (texts === null)
    return <MessageBox m="xl" variant="danger" message="Сервер не ответил. Обновите страницу." />;
  const hasUnsaved = (name: Tab) =>
    Object.keys(texts.unsaved.all).some((one) => one.split(":")[0] === UNSAVED_IN[name]);
  return (
    <div className="okt-texts">
      <H4>Тексты бота</H4>
      <DraftBar
        texts={texts}
        onGo={(place) => {
          if (place.part === "text") go(`texts/${place.key}`);
          else go(place.part === "menu" ? "menu" : `pages/${place.slug}`);
        }}
      />
      <div role="status" aria-live="polite">
        {texts.said && (
          <div className={texts.said.isRefused ? "okt-said okt-said-refused" : "okt-said"}>
            <p>{texts.said.message}</p>
            {texts.said.mistakes && (
              <ul>
                {texts.said.mistakes.map((mistake) => (
                  <li key={mistake}>{mistake}</li>
                ))}
              </ul>
            )}
            <button type="button" aria-label="Закрыть сообщение" onClick={texts.hush}>
              ×
            </button>
          </div>
        )}
      </div>
      <nav className="okt-tabs" aria-label="Что править">
        {(Object.keys(TABS) as Tab[]).map((name) => (
          <button
            key={name}
            type="button"
            aria-current={tab === name ? "page" : undefined}
            onClick={() => go(name)}
          >
            {TABS[name]}
            {hasUnsaved(name) && " "}
            {hasUnsaved(name) && <i className="okt-mark">не сохранено</i>}
          </button>
        ))}
      </nav>
      {tab === "texts" && (
        <TextsTab
          texts={texts}
          chosen={chosen}
          onChoose={(key) => go(key === undefined ? "texts" : `texts/${key}`)}
        />
      )}
      {tab === "menu" && <MenuTab texts={texts} />}
      {tab === "pages" && <PagesTab key={chosen} texts={texts} opened={chosen} />}
      {tab === "versions" && <VersionsTab key={chosen} texts={texts} led={chosen} />}
    </div>
  );
};

export default TextsPage;
