import { FormGroup, Input, Label } from "@adminjs/design-system";
import type { FilterPropertyProps } from "adminjs";
import { useTranslation } from "adminjs";
import React from "react";

/** From … to …: days of the business calendar, sums in rubles, points. The server reads what is typed. */
const RangeFilter: React.FC<FilterPropertyProps> = ({ property, filter, onChange }) => {
  const { translateProperty } = useTranslation();
  const isDay = property.custom?.as === "instant" || property.custom?.as === "day";
  return (
    <FormGroup variant="filter">
      <Label>{translateProperty(property.label, property.resourceId)}</Label>
      {(["from", "to"] as const).map((end) => {
        const key = `${property.path}~~${end}`;
        const name = `filter-${property.path}-${end}`;
        return (
          <div key={end} className="ok-range">
            <Label htmlFor={name}>{translateProperty(end)}</Label>
            <Input
              id={name}
              name={name}
              type={isDay ? "date" : "text"}
              value={isDay ? String(filter[key] ?? "").slice(0, 10) : (filter[key] ?? "")}
              onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange(key, event.target.value)}
            />
          </div>
        );
      })}
    </FormGroup>
  );
};

export default React.memo(RangeFilter);
