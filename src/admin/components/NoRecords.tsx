import { InfoBox, Text } from "@adminjs/design-system";
import { useTranslation } from "adminjs";
import React from "react";
import { useLocation } from "react-router-dom";

type Props = { readonly resource: { readonly id: string } };

/** An empty list: nothing there yet, or nothing that a filter asks for. */
const NoRecords: React.FC<Props> = ({ resource }) => {
  const { translateMessage } = useTranslation();
  const isFiltered = useLocation().search.includes("filters.");
  return isFiltered ? (
    <InfoBox title="Ничего не нашлось" illustration="Docs">
      <Text>Измените или сбросьте фильтр.</Text>
    </InfoBox>
  ) : (
    <InfoBox title={translateMessage("noRecords", resource.id)} illustration="Docs">
      <Text>{translateMessage("noRecordsInResource", resource.id)}</Text>
    </InfoBox>
  );
};

export default NoRecords;
