import { Button } from "@adminjs/design-system";
import React from "react";
import type { TextsState } from "../../pages/texts/state.ts";
import Differences from "./Differences.tsx";
import { newId, type Texts } from "./use-texts.ts";

type Place = TextsState["problems"][number]["place"];
type Props = { readonly texts: Texts; readonly onGo: (place: Place) => void };

type Opened = "publish" | "discard" | "differences" | undefined;

const changesWord = (count: number): string => {
  const rule = new Intl.PluralRules("ru").select(count);
  return `${count} ${rule === "one" ? "изменение" : rule === "few" ? "изменения" : "изменений"}`;
};

/** How far the draft is: what it changes, what keeps it from being published, and the way to publish it. */
const DraftBar: React.FC<Props> = ({ texts, onGo }) => {
  const { draft, published, problems, mayPublish } = texts.state;
  const [opened, setOpened] = React.useState<Opened>();
  const open = (what: Opened) => setOpened(opened === what ? undefined : what);
  const wrong = problems.filter(({ isWarning }) => !isWarning);
  const version = published.number === 0 ? "исходные тексты" : `версия ${published.number}`;
  if (!draft.isOpen)
    return (
      <div className="okt-draft">
        <p>
          В боте — <b>{version}</b>
          {published.told !== "" && <small> {published.told}</small>}. Черновика нет: измените что-нибудь, и
          клиенты увидят это только после публикации.
        </p>
      </div>
    );
  return (
    <div className="okt-draft okt-draft-open">
      <p>
        <b>Черновик: {changesWord(draft.differences)}</b> <small>{draft.changed}</small>. В боте пока{" "}
        {version}.
        {draft.isBehind && " Тем временем опубликована другая версия: сравните, прежде чем публиковать."}
      </p>
      <div className="okt-actions">
        <Button type="button" size="sm" variant="text" onClick={() => open("differences")}>
          Что изменилось
        </Button>
        <Button type="button" size="sm" variant="text" onClick={() => open("discard")}>
          Удалить черновик
        </Button>
        {mayPublish && (
          <Button
            type="button"
            size="sm"
            variant="contained"
            disabled={wrong.length > 0 || texts.isBusy}
            onClick={() => open("publish")}
          >
            Опубликовать…
          </Button>
        )}
      </div>
      {problems.length > 0 && <Problems problems={problems} texts={texts} onGo={onGo} />}
      {opened === "publish" && wrong.length === 0 && (
        <Publish texts={texts} onDone={() => setOpened(undefined)} />
      )}
      {opened === "discard" && (
        <div className="okt-sure">
          <p>Удалить черновик со всеми изменениями? Опубликованное останется.</p>
          <Button
            type="button"
            size="sm"
            variant="contained"
            color="danger"
            onClick={() => texts.step({ do: "discard" })}
          >
            Удалить
          </Button>
          <Button type="button" size="sm" variant="text" onClick={() => setOpened(undefined)}>
            Оставить
          </Button>
        </div>
      )}
      {opened === "differences" && <Differences revision={draft.revision} />}
    </div>
  );
};

const Problems: React.FC<Props & { readonly problems: TextsState["problems"] }> = ({
  problems,
  texts,
  onGo,
}) => (
  <ul className="okt-draft-problems" aria-label="Что не так в черновике">
    {[...problems.entries()].map(([at, { place, sentence, isWarning }]) => (
      <li key={at} className={isWarning ? "okt-warning" : "ok-problem"}>
        <button type="button" onClick={() => onGo(place)}>
          {placeName(texts.state, place)}
        </button>
        : {sentence}
      </li>
    ))}
  </ul>
);

function placeName(state: TextsState, place: Place): string {
  if (place.part === "text") return state.texts.find(({ key }) => key === place.key)?.title ?? place.key;
  if (place.part === "menu") return "Меню";
  return `Страница «${state.pages.find(({ slug }) => slug === place.slug)?.title || place.slug}»`;
}

const Publish: React.FC<{ readonly texts: Texts; readonly onDone: () => void }> = ({ texts, onDone }) => {
  const [note, setNote] = React.useState("");
  /** The same until it is done: pressed twice, it is one version. */
  const [versionId] = React.useState(newId);
  const publish = async (event: React.FormEvent) => {
    event.preventDefault();
    if (await texts.step({ do: "publish", versionId, note })) onDone();
  };
  return (
    <form className="okt-publish" onSubmit={publish}>
      <label htmlFor="version-note">Что изменилось? По этим словам версию узнают в списке.</label>
      <input
        id="version-note"
        className="okt-input"
        // biome-ignore lint/a11y/noAutofocus: opened by the person, to type at once
        autoFocus
        maxLength={300}
        value={note}
        placeholder="Например: новое приветствие и страница о мастерах"
        onChange={(event) => setNote(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && onDone()}
      />
      {Object.keys(texts.unsaved.all).length > 0 && (
        <p className="okt-warning">
          Есть правки, которые не сохранены в черновик: они помечены «не сохранено» и опубликованы не будут.
        </p>
      )}
      <div className="okt-actions">
        <Button type="submit" variant="contained" disabled={note.trim() === "" || texts.isBusy}>
          Опубликовать для клиентов
        </Button>
        <Button type="button" variant="text" onClick={onDone}>
          Не сейчас
        </Button>
      </div>
    </form>
  );
};

export default DraftBar;
