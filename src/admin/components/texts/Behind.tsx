import React from "react";

type Props = {
  /** What is saved by now, in words. */
  readonly theirs: string;
  readonly onTake: () => void;
  readonly onKeep: () => void;
};

/** Said over what one types when another has saved something else meanwhile: both stay, one of them is chosen. */
const Behind: React.FC<Props> = ({ theirs, onTake, onKeep }) => (
  <div className="okt-behind" role="status">
    <p>
      Пока вы правили, в черновик сохранили другое. Ваше — в полях, ничего не пропало. Сейчас в черновике:
    </p>
    <pre>{theirs || "ничего: этого больше нет"}</pre>
    <div className="okt-actions">
      <button type="button" className="okt-chip" onClick={onTake}>
        Взять из черновика
      </button>
      <button type="button" className="okt-chip" onClick={onKeep}>
        Оставить моё
      </button>
    </div>
  </div>
);

export default Behind;
