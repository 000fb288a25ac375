import { InfoBox, Text } from "@adminjs/design-system";
import { useTranslation } from "adminjs";
import React from "react";
import { Link, useLocation } from "react-router-dom";
import type { ListView } from "../table-list.ts";
import { isNarrowed, lookOf } from "./look-of-list.ts";

type Action = { readonly name: string; readonly custom?: { readonly views?: readonly ListView[] } };
type Props = {
  readonly resource: { readonly id: string; readonly resourceActions?: readonly Action[] };
};

/** What fills a list, where somebody here may do it. */
const FILLED_BY: Readonly<Record<string, readonly [action: string, label: string]>> = {
  Booking: ["bookClient", "Записать клиента"],
};

/** An empty list: nothing there yet, nothing of what is looked at, or nothing that a filter asks for. */
const NoRecords: React.FC<Props> = ({ resource: { id, resourceActions = [] } }) => {
  const { translateMessage } = useTranslation();
  const query = new URLSearchParams(useLocation().search);
  const [action = "", label = ""] = FILLED_BY[id] ?? [];
  const isOffered = resourceActions.some(({ name }) => name === action);
  const views = resourceActions.find(({ name }) => name === "list")?.custom?.views ?? [];
  const said = isNarrowed(views, query)
    ? { title: "Ничего не нашлось", hint: "Измените или сбросьте фильтр." }
    : (lookOf(views, query)?.whenEmpty ?? {
        title: translateMessage("noRecords", id),
        hint: translateMessage("noRecordsInResource", id),
      });
  return (
    <InfoBox title={said.title} illustration="Docs">
      <Text>{said.hint}</Text>
      {isOffered && !isNarrowed(views, query) && (
        <p className="ok-list-fill">
          <Link className="ok-list-way" to={`/admin/resources/${id}/actions/${action}`}>
            {label}
          </Link>
        </p>
      )}
    </InfoBox>
  );
};

export default NoRecords;
