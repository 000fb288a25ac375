import { Badge, ValueGroup } from "@adminjs/design-system";
import type { ShowPropertyProps } from "adminjs";
import { useTranslation } from "adminjs";
import React from "react";

/** A value that the server has put into words already. */
const Readable: React.FC<ShowPropertyProps & { readonly where?: string }> = ({ property, record, where }) => {
  const { translateProperty } = useTranslation();
  const text = record.params[property.path];
  const tone = record.params[`${property.path}Tone`];
  const as = String(property.custom?.as ?? "text");
  const isEmpty = text === undefined || text === null || text === "";
  const shown = isEmpty ? (
    <span className="ok-empty">—</span>
  ) : tone ? (
    <Badge size="sm" variant={tone}>
      {text}
    </Badge>
  ) : (
    <span className={`ok-value ok-${as}`}>
      {typeof text === "object" ? JSON.stringify(text) : String(text)}
    </span>
  );
  return where === "show" ? (
    <ValueGroup label={translateProperty(property.label, property.resourceId)}>{shown}</ValueGroup>
  ) : (
    shown
  );
};

export default React.memo(Readable);
