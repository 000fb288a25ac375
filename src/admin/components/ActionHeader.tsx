import type { ActionHeaderProps } from "adminjs";
import { OriginalActionHeader, useTranslation } from "adminjs";
import React from "react";
import ListTop from "./ListTop.tsx";

/** What a row is, where its title alone does not say it. */
const KINDS: Readonly<Record<string, string>> = {
  Booking: "Запись",
  Slot: "Окошко",
  Payment: "Платёж",
  Refund: "Возврат",
  PointEntry: "Баллы:",
  ClientMessage: "Сообщение:",
  OutboxMessage: "Сообщение бота:",
};
const TITLE_MAX = 60;

/** A row's own page is called by its title; AdminJS's header shows words of the dictionary only, so there it goes. */
const ActionHeader: React.FC<ActionHeaderProps> = (props) => {
  const { i18n } = useTranslation();
  const { action, record, resource } = props;
  if (action.name === "list")
    return (
      <>
        <OriginalActionHeader {...props} />
        <ListTop custom={action.custom} />
      </>
    );
  const isSetting = action.name === "changeSetting";
  if ((action.name !== "show" && !isSetting) || !record?.title) return <OriginalActionHeader {...props} />;
  const title = isSetting
    ? `Изменить: ${record.title}`
    : `${KINDS[resource.id] ?? ""} ${record.title}`.trim();
  const short = title.length > TITLE_MAX ? `${title.slice(0, TITLE_MAX)}…` : title;
  i18n.addResource("ru", "translation", "actions.shownRow", short.replaceAll("{{", "{"));
  return <OriginalActionHeader {...props} action={{ ...action, label: "shownRow" }} />;
};

export default ActionHeader;
