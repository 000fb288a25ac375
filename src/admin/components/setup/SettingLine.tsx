import { Badge, Button } from "@adminjs/design-system";
import { useNotice } from "adminjs";
import React from "react";
import type { SettingAnswer, SettingView } from "../../pages/setup/settings.ts";
import { act, type Given } from "./ask.ts";
import SettingControl from "./SettingControl.tsx";
import SettingHistory from "./SettingHistory.tsx";

/** Somebody who types has paused. */
const TRY_AFTER_MS = 350;

type Props = {
  readonly setting: SettingView;
  readonly onChanged: (setting: SettingView) => void;
  /** Whether what stands in it is not saved. The same function all the time. */
  readonly onTouched: (key: string, isTouched: boolean) => void;
};

/** One setting: what it is, what it does, its value; saved by itself, checked while it is typed. */
const SettingLine: React.FC<Props> = ({ setting, onChanged, onTouched }) => {
  const [value, setValue] = React.useState(setting.value);
  const [problem, setProblem] = React.useState<string>();
  /** Whoever goes on to the next field is told at once. */
  const [isLeft, setLeft] = React.useState(false);
  /** What another has set meanwhile, beside what is typed here. */
  const [theirs, setTheirs] = React.useState<string>();
  const [isBusy, setBusy] = React.useState(false);
  const [hasHistory, setHistory] = React.useState(false);
  const [revision, setRevision] = React.useState(0);
  const notice = useNotice();
  const { key } = setting;
  const isTouched = value !== setting.value;

  React.useEffect(() => onTouched(key, isTouched), [onTouched, key, isTouched]);
  React.useEffect(() => {
    if (!isTouched) return;
    let isStale = false;
    const look = async () => {
      const answer = await act<SettingAnswer>("setup", { do: "try", key, value });
      if (!isStale) setProblem(answer.refused);
    };
    const timer = setTimeout(look, isLeft ? 0 : TRY_AFTER_MS);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [isTouched, isLeft, key, value]);

  const send = async (data: Given) => {
    setBusy(true);
    const answer = await act<SettingAnswer>("setup", { key, seen: setting.value, ...data });
    setBusy(false);
    const isStale =
      answer.refused !== undefined && (answer.setting?.value ?? setting.value) !== setting.value;
    setProblem(isStale ? undefined : answer.refused);
    setTheirs(isStale ? answer.setting?.text : undefined);
    if (answer.setting) {
      onChanged(answer.setting);
      if (answer.refused === undefined || !isTouched) setValue(answer.setting.value);
      setRevision((before) => before + 1);
    }
    if (answer.said) notice({ message: answer.said, type: "success" });
  };
  const back = () => {
    setValue(setting.value);
    setProblem(undefined);
    setTheirs(undefined);
  };

  return (
    <form
      className="ok-setting"
      data-setting={key}
      data-ok-typed={isTouched ? "" : undefined}
      noValidate
      onBlur={() => setLeft(true)}
      onSubmit={(event) => {
        event.preventDefault();
        if (isTouched) send({ do: "change", value });
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape" && isTouched) back();
      }}
    >
      <div className="ok-setting-about">
        <b>{setting.label}</b>
        {!setting.isUsual && (
          <Badge size="sm" variant="info">
            изменено
          </Badge>
        )}
        <p id={`about-${key}`}>{setting.affects}</p>
      </div>
      <div className="ok-setting-value">
        <SettingControl
          setting={setting}
          value={value}
          problemId={problem && `problem-${key}`}
          onChange={(next) => {
            setValue(next);
            setLeft(false);
            setProblem(undefined);
          }}
        />
        {problem && (
          <p id={`problem-${key}`} className="ok-setting-problem" role="alert">
            {problem}
          </p>
        )}
        {theirs !== undefined && (
          <p className="ok-setting-problem" role="alert">
            Пока вы правили, настройку изменили: теперь там «{theirs}».
            {isTouched && " Ваше значение — в поле: сохраните его или оставьте как есть."}
          </p>
        )}
        {isTouched && (
          <span className="ok-setting-buttons">
            <Button type="submit" size="sm" variant="contained" disabled={isBusy || problem !== undefined}>
              {isBusy ? "Сохраняем…" : "Сохранить"}
            </Button>
            <Button type="button" size="sm" variant="text" onClick={back}>
              Не менять
            </Button>
          </span>
        )}
        <p className="ok-setting-foot">
          {setting.hasUsual && (setting.isUsual ? "Как обычно" : `Обычно: ${setting.usualText}`)}
          {setting.hasUsual && !setting.isUsual && setting.mayChange && (
            <button
              type="button"
              disabled={isBusy}
              onClick={() => {
                send({ do: "change", value: setting.usual });
                // The way back stands beside it.
                setHistory(true);
              }}
            >
              Сделать как обычно
            </button>
          )}
          <button type="button" aria-expanded={hasHistory} onClick={() => setHistory(!hasHistory)}>
            {hasHistory ? "Скрыть историю" : "История"}
          </button>
          {!setting.mayChange && <span>меняет владелец</span>}
        </p>
      </div>
      {setting.law && (isTouched || setting.value !== setting.usual) && (
        <p className="ok-setting-law ok-lines">{setting.law}</p>
      )}
      {hasHistory && (
        <SettingHistory
          key={revision}
          setting={setting}
          isBusy={isBusy}
          onRestore={(change) => send({ do: "restore", change: String(change) })}
        />
      )}
    </form>
  );
};

export default SettingLine;
