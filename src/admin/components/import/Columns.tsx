import { Box, Button, H5 } from "@adminjs/design-system";
import React from "react";
import type { ImportView, LookAnswer } from "../../pages/import/page.ts";

/** Which heading of the file holds what, and where its balances come from. */
export type Chosen = {
  readonly columns: Readonly<Record<string, string>>;
  readonly source: string;
};

type Props = {
  readonly view: ImportView;
  readonly look: LookAnswer;
  readonly chosen: Chosen;
  readonly isBusy: boolean;
  readonly onChange: (chosen: Chosen) => void;
  readonly onCheck: () => void;
};

/** What was recognised: each of our fields beside the column of the file, with what stands in its first rows. */
const Columns: React.FC<Props> = ({ view, look, chosen, isBusy, onChange, onCheck }) => {
  const headings = look.headings ?? [];
  const choose = (key: string, heading: string) =>
    onChange({ ...chosen, columns: { ...chosen.columns, [key]: heading } });
  const sampleOf = (heading: string | undefined): string => {
    const place = heading ? headings.indexOf(heading) : -1;
    const cells = (look.rows ?? []).map((row) => row[place] ?? "").filter((cell) => cell !== "");
    return place === -1 ? "" : cells.slice(0, 2).join("; ");
  };
  const used = Object.values(chosen.columns);
  const left = headings.filter((heading) => heading.trim() !== "" && !used.includes(heading));
  const missing = view.fields.filter(({ key, isRequired }) => isRequired && !chosen.columns[key]);
  return (
    <Box variant="white" mb="lg" className="ok-setup-card">
      <H5>Что где в файле</H5>
      <div className="ok-import-columns">
        {view.fields.map(({ key, title, isRequired, hint }) => (
          <React.Fragment key={key}>
            <label htmlFor={`column-${key}`}>
              {title}
              {isRequired && <span className="ok-import-needed"> обязательно</span>}
            </label>
            <select
              id={`column-${key}`}
              className="ok-select"
              value={chosen.columns[key] ?? ""}
              disabled={isBusy}
              onChange={(event) => choose(key, event.target.value)}
            >
              <option value="">{isRequired ? "Выберите столбец" : "Нет в файле"}</option>
              {headings
                .filter((heading, place) => heading.trim() !== "" && headings.indexOf(heading) === place)
                .map((heading) => (
                  <option key={heading} value={heading}>
                    {heading}
                  </option>
                ))}
            </select>
            <span className="ok-import-sample">{sampleOf(chosen.columns[key]) || `Например: ${hint}`}</span>
          </React.Fragment>
        ))}
      </div>
      {chosen.columns.points && (
        <label className="ok-import-source">
          Откуда баллы — так это увидит клиент: «Перенос из …»
          <input
            type="text"
            maxLength={60}
            value={chosen.source}
            disabled={isBusy}
            onChange={(event) => onChange({ ...chosen, source: event.target.value })}
          />
        </label>
      )}
      {left.length > 0 && <p className="ok-import-left">Не переносятся: {left.join(", ")}.</p>}
      <Button
        type="button"
        variant="contained"
        disabled={isBusy || missing.length > 0}
        onClick={onCheck}
        mt="lg"
      >
        Проверить файл
      </Button>
      {missing.length > 0 && (
        <p className="ok-import-left">
          Сначала выберите столбец: {missing.map(({ title }) => title).join(", ")}.
        </p>
      )}
    </Box>
  );
};

export default Columns;
