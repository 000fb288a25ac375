import { Loader } from "@adminjs/design-system";
import React from "react";
import type { HistoryView, SettingView } from "../../pages/setup/settings.ts";
import { ask } from "./ask.ts";

type Props = {
  readonly setting: SettingView;
  readonly isBusy: boolean;
  readonly onRestore: (change: number) => void;
};

/** Who changed a setting from what to what; each change is taken back with one click. */
const SettingHistory: React.FC<Props> = ({ setting, isBusy, onRestore }) => {
  const [view, setView] = React.useState<HistoryView>();
  const [isLost, setLost] = React.useState(false);
  React.useEffect(() => {
    ask<HistoryView>("setup", { part: "history", key: setting.key }).then(setView, () => setLost(true));
  }, [setting.key]);
  if (isLost) return <p className="ok-setting-problem">История не загрузилась. Откройте её ещё раз.</p>;
  if (!view) return <Loader />;
  if (view.changes.length === 0) return <p className="ok-setting-history ok-empty">Ещё не меняли.</p>;
  return (
    <ul className="ok-setting-history">
      {view.changes.map((change) => (
        <li key={change.id}>
          <span>
            было: {change.before}, стало: <b>{change.after}</b>
            <small>
              {change.when}, {change.who}
              {change.reason && `. ${change.reason}`}
            </small>
          </span>
          {setting.mayChange && change.before !== setting.text && (
            <button type="button" disabled={isBusy} onClick={() => onRestore(change.id)}>
              Вернуть «{change.before}»
            </button>
          )}
        </li>
      ))}
    </ul>
  );
};

export default SettingHistory;
