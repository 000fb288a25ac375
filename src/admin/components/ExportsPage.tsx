import { Box, Button, H4, H5, Loader, MessageBox } from "@adminjs/design-system";
import { useNotice } from "adminjs";
import React from "react";
import type { ExportsAnswer } from "../pages/exports/page.ts";
import type { TypedExport } from "../pages/exports/typed.ts";
import type { ExportsView } from "../pages/exports/view.ts";
import Backups from "./exports/Backups.tsx";
import ExportCard from "./exports/ExportCard.tsx";
import ExportForm from "./exports/ExportForm.tsx";
import { act, ask, type Given } from "./setup/ask.ts";

/** Which form is open: of a new export, beginning with these answers, or of one by its number. */
type Opened = { readonly form: TypedExport } | { readonly number: number };

/** Files of the books that come by themselves: what there is, when it comes next, what came of it last. */
const ExportsPage: React.FC = () => {
  const [view, setView] = React.useState<ExportsView>();
  const [isLost, setLost] = React.useState(false);
  const [opened, setOpened] = React.useState<Opened>();
  const [refused, setRefused] = React.useState<string>();
  const [isBusy, setBusy] = React.useState(false);
  const notice = useNotice();
  const load = React.useCallback(() => ask<ExportsView>("exports").then(setView, () => setLost(true)), []);
  React.useEffect(() => {
    load();
  }, [load]);

  if (isLost) return <MessageBox m="xl" variant="danger" message="Сервер не ответил. Обновите страницу." />;
  if (!view) return <Loader />;

  const send = async (data: Given): Promise<ExportsAnswer> => {
    setBusy(true);
    setRefused(undefined);
    const answer = await act<ExportsAnswer>("exports", { id: view.newId, ...data });
    setBusy(false);
    if (answer.said) {
      notice({ message: answer.said, type: "success" });
      await load();
    }
    return answer;
  };
  const sendOrTell = async (data: Given) => setRefused((await send(data)).refused);
  const close = () => setOpened(undefined);
  const [usual] = view.presets;
  return (
    <div className="ok-setup ok-exports">
      <H4>Выгрузки</H4>
      <p className="ok-exports-about">
        Таблица с деньгами и баллами за прошлый день, неделю или месяц: сама ложится в папку на сервере или
        приходит владельцу от бота. Время — по часам бизнеса ({view.zoneText}).
      </p>
      {refused && <MessageBox mb="lg" variant="danger" message={refused} />}
      {opened !== undefined && "form" in opened && (
        <Box variant="white" mb="xl" className="ok-setup-card">
          <H5>Новая выгрузка</H5>
          <ExportForm view={view} form={opened.form} onSend={send} onClose={close} />
        </Box>
      )}
      {view.mayChange && opened === undefined && view.exports.length > 0 && usual && (
        <Button type="button" variant="contained" mb="xl" onClick={() => setOpened({ form: usual.form })}>
          Добавить выгрузку
        </Button>
      )}
      {view.exports.length === 0 && opened === undefined && (
        <Nothing view={view} onChoose={(form) => setOpened({ form })} />
      )}
      {view.exports.map((one) => (
        <Box
          key={one.number}
          variant="white"
          mb="lg"
          className="ok-setup-card ok-export"
          data-export={one.number}
        >
          {opened !== undefined && "number" in opened && opened.number === one.number ? (
            <>
              <H5>Выгрузка №{one.number}</H5>
              <ExportForm view={view} form={one.form} number={one.number} onSend={send} onClose={close} />
            </>
          ) : (
            <ExportCard
              card={one}
              view={view}
              isBusy={isBusy}
              onEdit={() => setOpened({ number: one.number })}
              onSend={sendOrTell}
            />
          )}
        </Box>
      ))}
      <Backups view={view.backups} />
    </div>
  );
};

type NothingProps = { readonly view: ExportsView; readonly onChoose: (form: TypedExport) => void };

/** No export yet: what to begin with. */
const Nothing: React.FC<NothingProps> = ({ view, onChoose }) => (
  <Box variant="white" mb="xl" className="ok-setup-card ok-exports-nothing">
    <H5>Выгрузок пока нет</H5>
    {view.mayChange ? (
      <>
        <p>Выберите, как часто нужен файл. Остальное можно поправить перед сохранением.</p>
        <span className="ok-exports-presets">
          {view.presets.map(({ label, form }) => (
            <Button key={label} type="button" variant="outlined" onClick={() => onChoose(form)}>
              {label}
            </Button>
          ))}
        </span>
      </>
    ) : (
      <p>
        Их добавляет владелец. Когда появятся, здесь будет видно, когда следующий файл и вышел ли прошлый.
      </p>
    )}
  </Box>
);

export default ExportsPage;
