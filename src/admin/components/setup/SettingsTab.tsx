import { Box, Button, H5, Input, Loader, MessageBox } from "@adminjs/design-system";
import React from "react";
import type { SettingsView, SettingView } from "../../pages/setup/settings.ts";
import { ask } from "./ask.ts";
import SettingLine from "./SettingLine.tsx";

/** Words as people type them: case and ё do not matter. */
const plain = (text: string): string => text.toLowerCase().replaceAll("ё", "е").trim();

const fits = (setting: SettingView, words: readonly string[], group: string): boolean => {
  const text = plain(`${group} ${setting.label} ${setting.affects} ${setting.text} ${setting.key}`);
  return words.every((word) => text.includes(word));
};

/** Every setting in its section, with a search; `find` is what somebody was led here for. */
const SettingsTab: React.FC<{ readonly find: string }> = ({ find }) => {
  const [view, setView] = React.useState<SettingsView>();
  const [isLost, setLost] = React.useState(false);
  const [typed, setTyped] = React.useState(find);
  const [isOnlyChanged, setOnlyChanged] = React.useState(false);
  /** What is changed here and not saved stays in sight, whatever is looked for meanwhile. */
  const [touched, setTouched] = React.useState<ReadonlySet<string>>(new Set());
  const touch = React.useCallback(
    (key: string, isTouched: boolean) =>
      setTouched((before) => {
        if (before.has(key) === isTouched) return before;
        return isTouched ? new Set([...before, key]) : new Set([...before].filter((one) => one !== key));
      }),
    [],
  );
  React.useEffect(() => {
    ask<SettingsView>("setup", { part: "settings" }).then(setView, () => setLost(true));
  }, []);
  /** Whoever is led here by a setting's key reads its name. */
  const found = view?.groups.flatMap(({ settings }) => settings).find(({ key }) => key === find);
  const asked = found?.label ?? find;
  React.useEffect(() => setTyped(asked), [asked]);
  if (isLost) return <MessageBox variant="danger" message="Сервер не ответил. Обновите страницу." />;
  if (!view) return <Loader />;

  const words = plain(typed).split(/\s+/).filter(Boolean);
  const isFound = (setting: SettingView, group: string): boolean =>
    fits(setting, words, group) && !(isOnlyChanged && setting.isUsual);
  const shown = view.groups
    .map((group) => ({
      ...group,
      settings: group.settings.filter((one) => isFound(one, group.name) || touched.has(one.key)),
    }))
    .filter(({ settings }) => settings.length > 0);
  const isNothing = !view.groups.some(({ name, settings }) => settings.some((one) => isFound(one, name)));
  const replace = (changed: SettingView) =>
    setView({
      ...view,
      groups: view.groups.map((group) => ({
        ...group,
        settings: group.settings.map((one) => (one.key === changed.key ? changed : one)),
      })),
    });

  return (
    <>
      <div className="ok-settings-head">
        <Input
          type="search"
          name="find"
          aria-label="Найти настройку"
          placeholder="Найти: отмена, баллы, напоминания…"
          value={typed}
          onChange={(event: React.ChangeEvent<HTMLInputElement>) => setTyped(event.target.value)}
        />
        <label className="ok-check">
          <input
            type="checkbox"
            checked={isOnlyChanged}
            onChange={(event) => setOnlyChanged(event.target.checked)}
          />
          Только изменённые
        </label>
      </div>
      {words.length === 0 && (
        <nav className="ok-settings-groups" aria-label="Разделы настроек">
          {shown.map(({ id, name }) => (
            <a key={id} href={`#group-${id}`}>
              {name}
            </a>
          ))}
        </nav>
      )}
      {isNothing && (
        <Box variant="white" mb="xl" className="ok-setup-card">
          <p className="ok-empty">
            {isOnlyChanged && words.length === 0
              ? "Все настройки такие, как обычно."
              : "Ничего не нашлось. Попробуйте другое слово."}
            {shown.length > 0 && " Ниже — то, что вы поменяли и не сохранили."}
          </p>
          <Button
            type="button"
            size="sm"
            mt="default"
            variant="outlined"
            onClick={() => {
              setTyped("");
              setOnlyChanged(false);
            }}
          >
            Показать все
          </Button>
        </Box>
      )}
      {shown.map(({ id, name, settings }) => (
        <Box key={id} id={`group-${id}`} variant="white" mb="xl" className="ok-setup-card">
          <H5>{name}</H5>
          {settings.map((setting) => (
            <SettingLine key={setting.key} setting={setting} onChanged={replace} onTouched={touch} />
          ))}
        </Box>
      ))}
      <p className="ok-empty">
        Новое значение действует сразу. Записи, которые уже есть, остаются на своих условиях.
      </p>
    </>
  );
};

export default SettingsTab;
