import { MessageBox } from "@adminjs/design-system";
import React from "react";
import type { ExportsAnswer } from "../../pages/exports/page.ts";
import type { TypedExport } from "../../pages/exports/typed.ts";
import type { ExportsView } from "../../pages/exports/view.ts";
import { act, type Given } from "../setup/ask.ts";
import Field from "../setup/Field.tsx";
import FormButtons from "../setup/FormButtons.tsx";
import { NoOwner } from "./ExportCard.tsx";
import WhenFields from "./WhenFields.tsx";

/** Somebody who types has paused. */
const TRY_AFTER_MS = 350;

type Props = {
  readonly view: ExportsView;
  readonly form: TypedExport;
  /** Undefined: it is a new one. */
  readonly number?: number;
  readonly onSend: (data: Given) => Promise<ExportsAnswer>;
  readonly onClose: () => void;
};

/** What an answer says of the form: beside a field, or of all of it. */
export type Problem = Pick<ExportsAnswer, "refused" | "field"> | undefined;

/** An export's terms: its timetable is asked about while it is put together, so that the next times stand beside it. */
const ExportForm: React.FC<Props> = ({ view, form, number, onSend, onClose }) => {
  const [typed, setTyped] = React.useState(form);
  const [tried, setTried] = React.useState<ExportsAnswer>();
  const [refused, setRefused] = React.useState<Problem>();
  const [isBusy, setBusy] = React.useState(false);
  const { when, time, weekdays, monthDay, cron, span } = typed;
  const place = React.useRef<HTMLFormElement>(null);

  // What was pressed is gone: whoever goes on with the keyboard is in the form.
  React.useEffect(() => place.current?.querySelector("select")?.focus(), []);

  React.useEffect(() => {
    let isStale = false;
    const timer = setTimeout(async () => {
      const asked = { when, time, weekdays, monthDay, cron, span };
      const answer = await act<ExportsAnswer>("exports", { ...form, ...asked, do: "try" });
      if (!isStale) setTried(answer);
    }, TRY_AFTER_MS);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [form, when, time, weekdays, monthDay, cron, span]);

  const change = (part: Partial<TypedExport>) => {
    setTyped({ ...typed, ...part });
    setRefused(undefined);
  };
  const problem = refused ?? (tried?.refused === undefined ? undefined : tried);
  const errorOf = (name: string) => (problem?.field === name ? problem.refused : undefined);
  const choice = <N extends "span" | "contents" | "dialect">(name: N, options: Options) => ({
    name,
    value: typed[name],
    options,
    error: errorOf(name),
    onChange: (value: string) => change({ [name]: value }),
  });
  const save = async () => {
    setBusy(true);
    const what = number === undefined ? { do: "add" } : { do: "change", number: String(number) };
    const answer = await onSend({ ...typed, ...what });
    setBusy(false);
    if (answer.refused === undefined) onClose();
    else setRefused(answer);
  };
  return (
    <form
      ref={place}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) save();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      {refused?.refused && !refused.field && (
        <MessageBox mb="lg" variant="danger" message={refused.refused} />
      )}
      <WhenFields typed={typed} errorOf={errorOf} onChange={change} />
      <Preview answer={tried} />
      <div className="ok-member-fields">
        <Field {...choice("span", view.choices.spans)} label="За что" />
        <Field {...choice("contents", view.choices.contents)} label="Что в файле" />
        <Field {...choice("dialect", view.choices.dialects)} label="Для чего файл" />
      </div>
      <Where typed={typed} error={errorOf("folder")} hasOwner={view.owners > 0} onChange={change} />
      <FormButtons isNew={number === undefined} isBusy={isBusy} onClose={onClose} />
    </form>
  );
};

type Options = ExportsView["choices"]["spans"];

/** What the timetable means, as the core reads it. */
const Preview: React.FC<{ readonly answer: ExportsAnswer | undefined }> = ({ answer }) => (
  <div className="ok-export-preview" aria-live="polite">
    {answer?.tried ? (
      <>
        <b>{answer.tried.when}</b> <code>{answer.tried.cron}</code>
        <p>Первый файл: {answer.tried.first}.</p>
        {answer.tried.next.length > 1 && <p>Потом: {answer.tried.next.slice(1).join("; ")}.</p>}
      </>
    ) : answer === undefined ? (
      <p>Считаем, когда будет первый файл…</p>
    ) : (
      <p>Когда первый файл, скажем, как только поймём расписание.</p>
    )}
  </div>
);

type WhereProps = {
  readonly typed: TypedExport;
  readonly error: string | undefined;
  readonly hasOwner: boolean;
  readonly onChange: (part: Partial<TypedExport>) => void;
};

/** Where the file goes: to the bot, into a folder, or both. */
const Where: React.FC<WhereProps> = ({ typed, error, hasOwner, onChange }) => (
  <fieldset className="ok-export-where">
    <legend>Куда</legend>
    <label className="ok-check">
      <input
        type="checkbox"
        name="telegram"
        checked={typed.telegram === "yes"}
        onChange={(event) => onChange({ telegram: event.target.checked ? "yes" : "no" })}
      />
      Присылать владельцу в Telegram
    </label>
    {typed.telegram === "yes" && !hasOwner && <NoOwner />}
    <Field
      name="folder"
      label="Папка на сервере"
      value={typed.folder}
      error={error}
      hint="Путь целиком, например /var/exports; папка должна уже быть. Пусто — файлы не хранятся."
      onChange={(folder) => onChange({ folder })}
    />
  </fieldset>
);

export default ExportForm;
