import { Button, Loader } from "@adminjs/design-system";
import React from "react";
import type { ToldVersion } from "../../pages/texts/page.ts";
import Differences from "./Differences.tsx";
import { dataOf } from "./shrink-picture.ts";
import { ask, newId, type Texts, TOO_LARGE } from "./use-texts.ts";

const fileUrl = (number: number | undefined): string =>
  `/admin/api/pages/texts?what=file${number === undefined ? "" : `&number=${number}`}`;

/** What was published, newest first: what each changed, the way back to it, and files to carry; one may be led to. */
const VersionsTab: React.FC<{ readonly texts: Texts; readonly led?: string | undefined }> = ({
  texts,
  led,
}) => {
  const { state } = texts;
  const [versions, setVersions] = React.useState<readonly ToldVersion[] | null>();
  const [opened, setOpened] = React.useState<number | undefined>(led === undefined ? undefined : Number(led));
  const current = state.published.number;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is why they are read anew
  React.useEffect(() => {
    ask<{ versions: readonly ToldVersion[] }>({ what: "versions", ...(led === undefined ? {} : { led }) })
      .then((answer) => setVersions(answer.versions ?? null))
      .catch(() => setVersions(null));
  }, [current]);
  const restore = (number: number) => texts.step({ do: "restore", versionId: newId(), number });
  const more = async () => {
    const before = versions?.at(-1)?.number ?? 0;
    const answer = await ask<{ versions: readonly ToldVersion[] }>({ what: "versions", before });
    setVersions([...(versions ?? []), ...answer.versions]);
  };
  if (versions === undefined) return <Loader />;
  if (versions === null) return <p className="ok-problem">Версии не прочитать. Обновите страницу.</p>;
  return (
    <div className="okt-versions">
      <Carry texts={texts} />
      {versions.length === 0 && (
        <p className="ok-empty">
          Пока ничего не публиковали: бот говорит исходными текстами. Измените что-нибудь и опубликуйте.
        </p>
      )}
      {versions.map(({ number, note, told, isCurrent }) => (
        <section
          key={number}
          className="okt-version"
          // One may be far below: it is led to once, when it is drawn.
          ref={String(number) === led ? leadTo : undefined}
        >
          <div className="okt-version-head">
            <b>Версия {number}</b>
            {isCurrent && <i className="okt-mark okt-mark-draft">сейчас в боте</i>}
            <span>{note}</span>
            <small>{told}</small>
          </div>
          <div className="okt-actions">
            <Button
              type="button"
              size="sm"
              variant="text"
              aria-expanded={opened === number}
              onClick={() => setOpened(opened === number ? undefined : number)}
            >
              Что изменилось
            </Button>
            {!isCurrent && state.mayPublish && (
              <Button
                type="button"
                size="sm"
                variant="outlined"
                disabled={texts.isBusy}
                onClick={() => restore(number)}
              >
                Вернуть эту версию
              </Button>
            )}
            <a className="ok-link" href={fileUrl(number)} download>
              Скачать
            </a>
          </div>
          {opened === number && <Differences number={number} revision={0} />}
        </section>
      ))}
      {(versions.at(-1)?.number ?? 1) > 1 && (
        <Button type="button" variant="text" onClick={() => void more()}>
          Показать более ранние
        </Button>
      )}
      {current > 0 && state.mayPublish && (
        <section className="okt-version">
          <div className="okt-version-head">
            <b>Исходные тексты</b>
            <span>Как в программе, без ваших изменений</span>
          </div>
          <div className="okt-actions">
            <Button
              type="button"
              size="sm"
              variant="outlined"
              disabled={texts.isBusy}
              onClick={() => restore(0)}
            >
              Вернуть исходные тексты
            </Button>
          </div>
        </section>
      )}
    </div>
  );
};

const leadTo = (section: HTMLElement | null): void => {
  if (section === null || section.dataset.led !== undefined) return;
  section.dataset.led = "";
  section.scrollIntoView({ block: "start" });
};

/** As text in a form a file grows by a third, and the server takes 7.5 MB of a form. */
const FILE_BYTES_MAX = 5 * 1024 * 1024;

/** The draft as a file, and a file as the draft. */
const Carry: React.FC<{ readonly texts: Texts }> = ({ texts }) => {
  const input = React.useRef<HTMLInputElement>(null);
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    if (file.size > FILE_BYTES_MAX) return texts.refuse(TOO_LARGE);
    await texts.step({
      do: "import",
      file: (await dataOf(file)).replace(/^data:[^;]*/, "data:application/json"),
    });
    if (input.current) input.current.value = "";
  };
  return (
    <div className="okt-carry">
      <a className="okt-chip" href={fileUrl(undefined)} download>
        Скачать файлом
      </a>
      <label className="okt-chip">
        Загрузить из файла
        <input
          ref={input}
          type="file"
          accept="application/json,.json"
          disabled={texts.isBusy}
          onChange={(event) => void take(event.target.files?.[0])}
        />
      </label>
      <span className="ok-empty">Файл попадёт в черновик, если в нём нет ни одной ошибки.</span>
    </div>
  );
};

export default VersionsTab;
