import type { ActionHeaderProps } from "adminjs";
import { OriginalActionHeader, useTranslation } from "adminjs";
import React from "react";
import { useThingTitle } from "./everywhere/page-title.ts";
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

const cut = (title: string): string => (title.length > TITLE_MAX ? `${title.slice(0, TITLE_MAX)}…` : title);

/** A form offers what else there is, not itself. */
const withoutItself = (resource: ActionHeaderProps["resource"], { name }: ActionHeaderProps["action"]) => ({
  ...resource,
  resourceActions: resource.resourceActions.filter((other) => other.name !== name),
});

/** A row's own page is called by its title; AdminJS's header shows words of the dictionary only, so there it goes. */
const ActionHeader: React.FC<ActionHeaderProps> = (props) => {
  const { i18n, translateAction } = useTranslation();
  const { action, record, resource } = props;
  const row = record?.title ? cut(`${KINDS[resource.id] ?? ""} ${record.title}`.trim()) : undefined;
  const isList = action.actionType === "resource" && action.name !== "list";
  const doing = translateAction(action.label, resource.id);
  useThingTitle(row && action.name !== "show" ? `${doing}: ${row}` : isList ? doing : row);
  if (action.name === "list")
    return (
      <>
        <OriginalActionHeader {...props} />
        <ListTop custom={action.custom} />
      </>
    );
  const isSetting = action.name === "changeSetting";
  if ((action.name !== "show" && !isSetting) || !record?.title)
    return <OriginalActionHeader {...props} resource={isList ? withoutItself(resource, action) : resource} />;
  const title = isSetting ? cut(`Изменить: ${record.title}`) : (row ?? "");
  i18n.addResource("ru", "translation", "actions.shownRow", title.replaceAll("{{", "{"));
  return <OriginalActionHeader {...props} action={{ ...action, label: "shownRow" }} />;
};

export default ActionHeader;
