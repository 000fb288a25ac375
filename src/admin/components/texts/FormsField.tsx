import React from "react";
import type { TextEntry } from "../../pages/texts/state.ts";
import { fieldLabel } from "./form-words.ts";
import InsertChips from "./InsertChips.tsx";
import TagBar from "./TagBar.tsx";
import {
  eachPartAlone,
  foldText,
  hasChoice,
  splitByForms,
  type TextForms,
  unfoldText,
} from "./text-forms.ts";
import { tell, useSettled } from "./use-texts.ts";
import WordsField from "./WordsField.tsx";
import { wrapSelection } from "./wrap-selection.ts";

type Props = {
  readonly text: TextEntry;
  /** The text as it is kept: forms and all. */
  readonly words: string;
  readonly onChange: (words: string) => void;
  readonly onSave: () => void;
  readonly describedBy: string;
  readonly isWrong: boolean;
};

/** The words of one text: a single field, or a field for each form («1 визит», «2 визита», «5 визитов»). */
const FormsField: React.FC<Props> = (props) => {
  const { text, words, onChange, onSave, describedBy, isWrong } = props;
  const { forms, values, change } = useForms(words, onChange);
  const inserts = text.variables.map(({ name, about, isNeeded }) => ({
    value: `{ $${name} }`,
    label: about,
    isNeeded,
  }));
  return (
    <>
      {forms === undefined ? (
        <WordsField
          id="text-words"
          label={text.kind === "button" ? "Надпись на кнопке" : "Текст"}
          value={words}
          onChange={onChange}
          inserts={inserts}
          hasTags={text.kind === "message"}
          isDisabled={text.isFixed}
          onSave={onSave}
          describedBy={describedBy}
          isWrong={isWrong}
        />
      ) : (
        <FormFields {...{ text, forms, values, inserts, onSave, describedBy, isWrong }} onChange={change} />
      )}
      <Hints text={text} words={words} isUnfolded={forms !== undefined} onSplit={onChange} />
    </>
  );
};

type Fields = {
  readonly forms: TextForms | undefined;
  readonly values: readonly string[];
  readonly change: (index: number, value: string) => void;
};

/**
 * The fields that a text is taken apart into, and what is typed in them.
 *
 * They stay as they are while one types, a brace that is not closed yet included; a text that comes from elsewhere is
 * taken apart anew.
 */
function useForms(words: string, onChange: (words: string) => void): Fields {
  const [held, setHeld] = React.useState(() => opened(words));
  const now = held.words === words ? held : opened(words);
  if (now !== held) setHeld(now);
  const { forms, values } = now;
  return {
    forms,
    values,
    change: (index, value) => {
      if (forms === undefined) return;
      const typed = values.map((one, at) => (at === index ? value : one));
      const folded = foldText(forms, typed);
      setHeld({ words: folded, forms, values: typed });
      onChange(folded);
    },
  };
}

const opened = (words: string) => {
  const forms = unfoldText(words);
  return { words, forms, values: forms?.values ?? [] };
};

type FormFieldsProps = Omit<Props, "words" | "onChange"> & {
  readonly forms: TextForms;
  readonly values: readonly string[];
  readonly inserts: React.ComponentProps<typeof InsertChips>["inserts"];
  readonly onChange: (index: number, value: string) => void;
};

/** What is put in goes where one wrote last. */
const FormFields: React.FC<FormFieldsProps> = (props) => {
  const { text, forms, values, inserts, onChange, onSave, describedBy, isWrong } = props;
  const areas = React.useRef<(HTMLTextAreaElement | null)[]>([]);
  const [last, setLast] = React.useState(0);
  const wrong = useWrongForms(text.key, isWrong ? sentencesOf(text, forms, values) : undefined);
  const wrap = (before: string, after: string) =>
    wrapSelection(areas.current[last] ?? null, [before, after], (value) => onChange(last, value));
  return (
    <div className="okt-words">
      <div className="okt-words-head">
        <span>
          {forms.view === "whole" ? "Текст для каждого случая" : "Текст по частям: их прочтут одну за другой"}
        </span>
        {text.kind === "message" && <TagBar isDisabled={text.isFixed} onWrap={wrap} />}
      </div>
      <div className="okt-forms">
        {forms.fields.map((field, index) => {
          const value = values[index] ?? "";
          const id = `text-form-${index}`;
          return (
            <div key={id} className={field.kind === "form" && forms.view === "parts" ? "okt-form" : ""}>
              <label htmlFor={id}>{fieldLabel(forms.fields, index, text.variables)}</label>
              <textarea
                ref={(area) => {
                  areas.current[index] = area;
                }}
                id={id}
                className="okt-area"
                rows={Math.max(forms.view === "whole" ? 2 : 1, value.split("\n").length)}
                value={value}
                placeholder="ничего"
                disabled={text.isFixed}
                aria-invalid={isWrong && wrong(index)}
                aria-describedby={describedBy}
                onFocus={() => setLast(index)}
                onChange={(event) => onChange(index, event.target.value)}
                onKeyDown={(event) => {
                  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSave();
                }}
              />
            </div>
          );
        })}
      </div>
      <InsertChips inserts={inserts} isDisabled={text.isFixed} onInsert={(one) => wrap(one, "")} />
    </div>
  );
};

/** For each field a whole sentence to judge it by; undefined where there is none. */
const sentencesOf = (text: TextEntry, { view, fields }: TextForms, values: readonly string[]) =>
  view === "whole" ? values : eachPartAlone(unfoldText(text.shipped), { fields, values });

/** Which fields are wrong, each judged by its sentence. Where none is wrong by itself, all of them are. */
function useWrongForms(key: string, sentences: readonly string[] | undefined): (index: number) => boolean {
  const [wrong, setWrong] = React.useState<readonly number[]>();
  const asked = sentences === undefined ? "" : JSON.stringify(sentences);
  const settled = useSettled(asked);
  React.useEffect(() => {
    if (settled === "") return;
    let isOver = false;
    tell<{ readonly wrong: readonly number[] }>({ do: "checkForms", key, forms: settled })
      .then((answer) => !isOver && setWrong(answer.wrong))
      .catch(() => undefined);
    return () => {
      isOver = true;
    };
  }, [key, settled]);
  if (sentences === undefined) return () => true;
  return (index) => wrong !== undefined && (wrong.length === 0 || wrong.includes(index));
}

type HintsProps = {
  readonly text: TextEntry;
  readonly words: string;
  readonly isUnfolded: boolean;
  readonly onSplit: (words: string) => void;
};

const Hints: React.FC<HintsProps> = ({ text, words, isUnfolded, onSplit }) => {
  const chooser = text.variables.find(({ forms }) => forms.length > 0);
  return (
    <div className="okt-hints">
      {text.variables.some(({ isNeeded }) => isNeeded) && (
        <p>
          <b>*</b> Без этой переменной текст не опубликовать.
        </p>
      )}
      {!isUnfolded && hasChoice(words) && (
        <p>
          Этот текст показан целиком, со служебными знаками: меняйте слова, а скобки, стрелки и то, что стоит
          в квадратных скобках, оставьте как есть.
        </p>
      )}
      {!isUnfolded && !hasChoice(words) && chooser !== undefined && !text.isFixed && (
        <p>
          Сейчас текст один на все случаи.{" "}
          <button
            type="button"
            className="okt-chip"
            onClick={() => onSplit(splitByForms(words, chooser.name, chooser.forms))}
          >
            Разные слова для разных случаев
          </button>
        </p>
      )}
    </div>
  );
};

export default FormsField;
