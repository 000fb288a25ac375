import React from "react";
import type { Choice } from "../../panel-action.ts";
import TextEditor from "./TextEditor.tsx";
import TextList from "./TextList.tsx";
import type { Texts } from "./use-texts.ts";

type Props = {
  readonly texts: Texts;
  readonly chosen: string | undefined;
  readonly onChoose: (key?: string) => void;
};

/** The sentences: a list beside an editor; on a telephone one after the other. What is not saved waits for one's return. */
const TextsTab: React.FC<Props> = ({ texts, chosen, onChoose }) => {
  const [reader, setReader] = React.useState<Choice>();
  const text = texts.state.texts.find(({ key }) => key === chosen);
  const names = Object.keys(texts.unsaved.all).filter((name) => name.startsWith("text:"));
  return (
    <div className={text === undefined ? "okt-two" : "okt-two okt-two-open"}>
      <TextList
        state={texts.state}
        chosen={chosen}
        unsaved={new Set(names.map((name) => name.slice("text:".length)))}
        onChoose={(key) => {
          texts.hush();
          onChoose(key);
        }}
      />
      <div className="okt-two-side">
        <button type="button" className="okt-back" onClick={() => onChoose(undefined)}>
          ‹ К списку
        </button>
        {text === undefined ? (
          <p className="ok-empty okt-choose">
            Выберите текст: слева они собраны так, как их встречает клиент. Найти можно и по словам из самого
            сообщения.
          </p>
        ) : (
          <TextEditor key={text.key} texts={texts} text={text} reader={reader} onReader={setReader} />
        )}
      </div>
    </div>
  );
};

export default TextsTab;
