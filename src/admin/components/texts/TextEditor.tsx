import { Button } from "@adminjs/design-system";
import React from "react";
import type { TextPreview } from "../../pages/texts/preview.ts";
import type { TextEntry, TextsState } from "../../pages/texts/state.ts";
import type { Choice } from "../../panel-action.ts";
import TelegramBubble from "../TelegramBubble.tsx";
import Behind from "./Behind.tsx";
import FormsField from "./FormsField.tsx";
import { toldText } from "./form-words.ts";
import ReaderPicker from "./ReaderPicker.tsx";
import { type Texts, tell, useSettled } from "./use-texts.ts";

type Props = {
  readonly texts: Texts;
  readonly text: TextEntry;
  readonly reader: Choice | undefined;
  readonly onReader: (reader: Choice | undefined) => void;
};

/** One sentence: its words, what may be put in, what is wrong with it, how it looks to a client. */
const TextEditor: React.FC<Props> = ({ texts, text, reader, onReader }) => {
  const { unsaved } = texts;
  const name = `text:${text.key}`;
  const saved = text.own ?? text.shipped;
  const typed = unsaved.all[name];
  const words = typed?.value ?? saved;
  const preview = usePreview(text.key, words, reader);
  const isUnsaved = words !== saved;
  const problems = preview?.problems ?? [];
  const save = async () => {
    if (await texts.step({ do: "saveText", key: text.key, text: words })) unsaved.drop(name);
  };
  const reset = async () => {
    if (await texts.step({ do: "saveText", key: text.key, isShipped: true })) unsaved.drop(name);
  };
  return (
    <div className="okt-text-editor">
      <h2>{text.title}</h2>
      <p className="okt-under">
        {groupOf(texts.state, text)} <code>{text.key}</code>
      </p>
      {text.isFixed ? (
        <p className="okt-note">
          Этот текст меняется только вместе с программой: он доказывает согласие клиента или звучит, когда
          что-то сломалось.
        </p>
      ) : null}
      {typed !== undefined && isUnsaved && typed.base !== saved && (
        <Behind
          theirs={toldText(saved, text.variables)}
          onTake={() => unsaved.drop(name)}
          onKeep={() => unsaved.accept(name, saved)}
        />
      )}
      <FormsField
        text={text}
        words={words}
        onChange={(value) => unsaved.type(name, value, saved)}
        onSave={save}
        describedBy="text-problems"
        isWrong={problems.length > 0}
      />
      <div id="text-problems" className="okt-problems" aria-live="polite">
        {problems.map((problem) => (
          <p key={problem} className="ok-problem">
            {problem}
          </p>
        ))}
      </div>
      {!text.isFixed && (
        <div className="okt-actions">
          <Button type="button" variant="contained" disabled={!isUnsaved || texts.isBusy} onClick={save}>
            Сохранить в черновик
          </Button>
          {isUnsaved && (
            <Button type="button" variant="text" onClick={() => unsaved.drop(name)}>
              Отменить правку
            </Button>
          )}
          {text.own !== null && (
            <Button type="button" variant="outlined" disabled={texts.isBusy} onClick={reset}>
              Вернуть исходный
            </Button>
          )}
        </div>
      )}
      {words !== text.shipped && (
        <details className="okt-shipped">
          <summary>Исходный текст</summary>
          <pre>{toldText(text.shipped, text.variables)}</pre>
        </details>
      )}
      <div className="okt-preview">
        <ReaderPicker reader={reader} onChange={onReader} />
        {preview?.looks.map(({ label, look }) => (
          <div key={label} className="okt-look">
            {label !== "" && <small>если число {label}</small>}
            <TelegramBubble look={look} />
          </div>
        ))}
        {preview !== undefined && preview.looks.length === 0 && (
          <p className="ok-empty">Исправьте ошибки, и здесь будет видно, как это прочтёт клиент.</p>
        )}
      </div>
    </div>
  );
};

const groupOf = (state: TextsState, text: TextEntry): string =>
  state.groups.find(({ value }) => value === text.group)?.label ?? "";

/** Checked and drawn by the server a moment after the last key; undefined while it is not known yet. */
function usePreview(key: string, words: string, reader: Choice | undefined): TextPreview | undefined {
  const [preview, setPreview] = React.useState<TextPreview>();
  const settled = useSettled(words);
  React.useEffect(() => {
    let isOver = false;
    tell<TextPreview>({ do: "previewText", key, text: settled, client: reader?.value ?? "" })
      .then((answer) => !isOver && answer.looks !== undefined && setPreview(answer))
      .catch(() => undefined);
    return () => {
      isOver = true;
    };
  }, [key, settled, reader]);
  return preview;
}

export default TextEditor;
