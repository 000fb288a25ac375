import { Box, Button, H5 } from "@adminjs/design-system";
import React from "react";
import type { CheckedView } from "../../pages/import/view.ts";
import { saveFile } from "../save-file.ts";

type Props = {
  readonly told: CheckedView;
  readonly isBusy: boolean;
  readonly onLoad: (how: "load" | "loadRest") => void;
};

/** What the file holds against what is there; nothing is written until the one button is pressed. */
const Checked: React.FC<Props> = ({ told: { counts, rejected }, isBusy, onLoad }) => (
  <Box variant="white" mb="lg" className="ok-setup-card" role="status">
    <H5>
      {rejected ? `Строк с ошибками: ${rejected.lines} из ${rejected.rows}` : "Файл проверен, ошибок нет"}
    </H5>
    <dl className="ok-import-facts">
      {counts?.facts.map(({ title, value }) => (
        <React.Fragment key={title}>
          <dt>{title}</dt>
          <dd>{value}</dd>
        </React.Fragment>
      ))}
    </dl>
    {rejected ? (
      <>
        <p>
          Пока ничего не записано. Исправьте эти строки и выберите файл снова — или загрузите остальных, а эти
          строки скачайте и добавьте потом.
        </p>
        <Rejected rejected={rejected} />
        <span className="ok-import-ways">
          {counts && counts.clients > 0 && (
            <Button type="button" variant="contained" disabled={isBusy} onClick={() => onLoad("loadRest")}>
              {counts.loadText} без этих строк ({rejected.lines})
            </Button>
          )}
          <Save rejected={rejected} />
        </span>
      </>
    ) : counts && counts.clients > 0 ? (
      <>
        <p>Пока ничего не записано.</p>
        <Button type="button" variant="contained" disabled={isBusy} onClick={() => onLoad("load")}>
          {counts.loadText}
        </Button>
      </>
    ) : (
      <p>Загружать нечего: все клиенты из файла уже есть, и дописать им нечего.</p>
    )}
  </Box>
);

type RejectedView = NonNullable<CheckedView["rejected"]>;

const Rejected: React.FC<{ readonly rejected: RejectedView }> = ({ rejected }) => (
  <>
    <ul className="ok-import-rejected">
      {rejected.first.map(({ line, column, given, expected }) => (
        <li key={`${line} ${column}`}>
          <b>Строка {line}</b>
          <span>
            {column === "" ? "" : `«${column}»: `}
            {given || "пусто"}
            <small>ожидается {expected}</small>
          </span>
        </li>
      ))}
    </ul>
    {rejected.cells > rejected.first.length && (
      <p>
        Показаны первые {rejected.first.length} из {rejected.cells}.
      </p>
    )}
  </>
);

const Save: React.FC<{ readonly rejected: RejectedView }> = ({ rejected }) => (
  <Button
    type="button"
    variant="outlined"
    onClick={() => saveFile({ name: "Ошибки в файле клиентов.csv", type: "text/csv", text: rejected.csv })}
  >
    {rejected.isCut ? "Скачать первые ошибки, CSV" : "Скачать все ошибки, CSV"}
  </Button>
);

/** The rows that were left out when the others were taken: here for the last time. */
export const LeftOut: React.FC<{ readonly rejected: RejectedView }> = ({ rejected }) => (
  <>
    <p>
      Не загружены строки с ошибками: {rejected.lines}. Скачайте список, исправьте их в файле и загрузите его
      ещё раз: кто уже загружен, не удвоится.
    </p>
    <Rejected rejected={rejected} />
    <p>
      <Save rejected={rejected} />
    </p>
  </>
);

export default Checked;
