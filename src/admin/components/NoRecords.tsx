import { InfoBox, Text } from "@adminjs/design-system";
import { useTranslation } from "adminjs";
import React from "react";
import { Link, useLocation } from "react-router-dom";

type Props = {
  readonly resource: { readonly id: string; readonly resourceActions?: readonly { readonly name: string }[] };
};

/** What fills a list, where somebody here may do it. */
const FILLED_BY: Readonly<Record<string, readonly [action: string, label: string]>> = {
  Booking: ["bookClient", "Записать клиента"],
};

/** An empty list: nothing there yet, or nothing that a filter asks for. */
const NoRecords: React.FC<Props> = ({ resource }) => {
  const { translateMessage } = useTranslation();
  const isFiltered = useLocation().search.includes("filters.");
  const [action = "", label = ""] = FILLED_BY[resource.id] ?? [];
  const isOffered = resource.resourceActions?.some(({ name }) => name === action) ?? false;
  return isFiltered ? (
    <InfoBox title="Ничего не нашлось" illustration="Docs">
      <Text>Измените или сбросьте фильтр.</Text>
    </InfoBox>
  ) : (
    <InfoBox title={translateMessage("noRecords", resource.id)} illustration="Docs">
      <Text>{translateMessage("noRecordsInResource", resource.id)}</Text>
      {isOffered && (
        <p className="ok-list-fill">
          <Link className="ok-list-way" to={`/admin/resources/${resource.id}/actions/${action}`}>
            {label}
          </Link>
        </p>
      )}
    </InfoBox>
  );
};

export default NoRecords;
