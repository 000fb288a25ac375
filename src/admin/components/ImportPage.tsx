import { Box, Button, H4, H5, Loader, MessageBox } from "@adminjs/design-system";
import React from "react";
import { Link } from "react-router-dom";
import type { ImportView, LookAnswer } from "../pages/import/page.ts";
import type { CheckedView } from "../pages/import/view.ts";
import Checked, { LeftOut } from "./import/Checked.tsx";
import Columns, { type Chosen } from "./import/Columns.tsx";
import { fileAsText, sendAndListen } from "./import/send.ts";
import { act, ask } from "./setup/ask.ts";

const CLIENTS = "/admin/resources/Client";
const SOURCE_DEFAULT = "другой системы";
const NOT_LOOKED = "Сервер не ответил, файл не прочитан. Ничего не записано: выберите файл ещё раз.";

/** A file that was looked at, and how it is to be taken. */
type Opened = {
  readonly name: string;
  readonly text: string;
  readonly look: LookAnswer;
  readonly chosen: Chosen;
};
type Work = { readonly is: "check" | "load" | "loadRest"; readonly percent: number };

/** Clients of another system, from a file: which column is what, what it would change, and only then the writing. */
const ImportPage: React.FC = () => {
  const [view, setView] = React.useState<ImportView>();
  const [isLost, setLost] = React.useState(false);
  const [opened, setOpened] = React.useState<Opened>();
  const [work, setWork] = React.useState<Work>();
  const [checked, setChecked] = React.useState<CheckedView>();
  const [loaded, setLoaded] = React.useState<CheckedView>();
  const [problem, setProblem] = React.useState<string>();
  React.useEffect(() => {
    ask<ImportView>("import").then(setView, () => setLost(true));
  }, []);
  const result = React.useRef<HTMLDivElement>(null);
  React.useEffect(() => {
    if (checked || problem) result.current?.scrollIntoView({ block: "nearest" });
  }, [checked, problem]);
  if (isLost) return <MessageBox m="xl" variant="danger" message="Сервер не ответил. Обновите страницу." />;
  if (!view) return <Loader />;

  const begin = () => {
    for (const forget of [setOpened, setChecked, setLoaded, setProblem]) forget(undefined);
  };
  const open = async (file: File | undefined) => {
    if (file === undefined) return;
    begin();
    if (file.size > view.bytesMax) {
      setProblem(`Файл больше ${view.bytesMax / 1024 / 1024} МБ. Разделите его на части.`);
      return;
    }
    const text = await fileAsText(file).catch(() => "");
    const look = await act<LookAnswer>("import", { do: "look", file: text }, NOT_LOOKED);
    if (look.refused !== undefined) setProblem(look.refused);
    else {
      const chosen = { columns: look.columns ?? {}, source: look.source ?? SOURCE_DEFAULT };
      setOpened({ name: file.name, text, look, chosen });
    }
  };
  const run = async (is: Work["is"]) => {
    if (opened === undefined) return;
    setProblem(undefined);
    setWork({ is, percent: 0 });
    const { columns, source } = opened.chosen;
    const sent = { do: is, file: opened.text, columns: JSON.stringify(columns), source };
    const told = await sendAndListen(sent, (percent) => setWork({ is, percent }));
    setWork(undefined);
    if (told.refused !== undefined) setProblem(told.refused);
    else if (is !== "check" && told.rejected === undefined) setLoaded(told);
    else setChecked(told);
  };
  return (
    <div className="ok-setup ok-import">
      <Link className="ok-link ok-import-back" to={CLIENTS}>
        ← К списку клиентов
      </Link>
      <H4>Импорт клиентов</H4>
      <p className="ok-import-about">
        Перенесём клиентов и их баллы из таблицы CSV: до записи покажем, что изменится. Кто уже есть (по
        телефону), тому допишем только недостающее. Тот же файл можно загрузить ещё раз: ничего не удвоится.
        Согласия на рассылки не переносятся: их даёт сам клиент, в боте.
      </p>
      {loaded ? (
        <Loaded told={loaded} onMore={begin} />
      ) : (
        <>
          <Box variant="white" mb="lg" className="ok-setup-card">
            <H5>Файл</H5>
            <p>Таблица CSV, до {view.bytesMax / 1024 / 1024} МБ; первая строка — заголовки.</p>
            <span className="ok-import-ways">
              <label className="ok-list-way ok-import-file">
                {opened ? "Выбрать другой файл" : "Выбрать файл"}
                <input
                  type="file"
                  accept=".csv,.txt,.tsv,text/csv,text/plain"
                  disabled={work !== undefined}
                  onChange={(event) => {
                    void open(event.target.files?.[0]);
                    // The same file, mended, may be chosen again.
                    event.target.value = "";
                  }}
                />
              </label>
              {opened && <b className="ok-import-name">{opened.name}</b>}
              <a className="ok-link" href="/admin/api/pages/import?file=template" download>
                Скачать образец таблицы
              </a>
            </span>
          </Box>
          {opened && (
            <Columns
              view={view}
              look={opened.look}
              chosen={opened.chosen}
              isBusy={work !== undefined}
              onChange={(chosen) => {
                setOpened({ ...opened, chosen });
                setChecked(undefined);
              }}
              onCheck={() => run("check")}
            />
          )}
          {work && <Progress work={work} />}
          <div ref={result}>
            {problem && <MessageBox mb="lg" variant="danger" message={problem} />}
            {checked && <Checked told={checked} isBusy={work !== undefined} onLoad={run} />}
          </div>
        </>
      )}
    </div>
  );
};

const Progress: React.FC<{ readonly work: Work }> = ({ work: { is, percent } }) => (
  <label className="ok-import-progress">
    {is === "check" ? "Проверяем файл" : "Записываем"}: {percent} %
    <progress max={100} value={percent} />
  </label>
);

const Loaded: React.FC<{ readonly told: CheckedView; readonly onMore: () => void }> = ({ told, onMore }) => (
  <Box variant="white" mb="lg" className="ok-setup-card" role="status">
    <H5>Готово: {told.counts?.clientsText ?? ""}</H5>
    <dl className="ok-import-facts">
      {told.counts?.facts.map(({ title, value }) => (
        <React.Fragment key={title}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </React.Fragment>
      ))}
    </dl>
    {told.leftOut && <LeftOut rejected={told.leftOut} />}
    <span className="ok-import-ways">
      <Link className="ok-link" to={CLIENTS}>
        К списку клиентов
      </Link>
      <Button type="button" variant="outlined" onClick={onMore}>
        Загрузить ещё файл
      </Button>
    </span>
  </Box>
);

export default ImportPage;
