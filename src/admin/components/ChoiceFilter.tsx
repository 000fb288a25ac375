import { FormGroup, Label, Select, SelectAsync } from "@adminjs/design-system";
import type { FilterPropertyProps } from "adminjs";
import { ApiClient, useResource, useTranslation } from "adminjs";
import React from "react";

type Option = { readonly value: string; readonly label: string };

const api = new ApiClient();
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const YES_NO: readonly Option[] = [
  { value: "true", label: "да" },
  { value: "false", label: "нет" },
];
const WORDS = {
  variant: "filter",
  isClearable: true,
  placeholder: "Выберите…",
  noOptionsMessage: () => "Ничего не нашлось",
  loadingMessage: () => "Ищем…",
} as const;

/**
 * One of a few words, yes or no, or a row of another list: AdminJS's own speaks English. Of a list that is not offered to
 * the one who looks there is nothing to choose, and nothing is asked.
 */
const ChoiceFilter: React.FC<FilterPropertyProps> = ({ property, filter, onChange }) => {
  const { reference } = property;
  const list = useResource(String(reference ?? ""));
  const isOpen = !reference || list?.resourceActions.some(({ name }) => name === "list");
  return isOpen ? <Choice {...{ property, filter, onChange }} /> : null;
};

const Choice: React.FC<Pick<FilterPropertyProps, "property" | "filter" | "onChange">> = ({
  property,
  filter,
  onChange,
}) => {
  const { translateProperty } = useTranslation();
  const [found, setFound] = React.useState<readonly Option[]>([]);
  const [named, setNamed] = React.useState<readonly Option[]>([]);
  const { path, reference, availableValues } = property;
  const options: readonly Option[] = reference
    ? [...named, ...found, { value: "none", label: "нет" }]
    : availableValues
      ? availableValues.map(({ value, label }) => ({ value: String(value), label: String(label ?? value) }))
      : YES_NO;
  const asked = String(filter?.[path] ?? "");
  // Whoever came by a way that filters has chosen nothing here yet: the row is asked what it is called.
  React.useEffect(() => {
    if (!reference || !UUID.test(asked)) return;
    api
      .recordAction({ resourceId: String(reference), recordId: asked, actionName: "show" })
      .then(({ data }) => setNamed(data.record ? [{ value: asked, label: data.record.title }] : []))
      .catch(() => undefined);
  }, [reference, asked]);
  const common = {
    ...WORDS,
    value: options.find(({ value }) => value === asked) ?? "",
    onChange: (chosen: Option | null) => onChange(path, chosen?.value ?? ""),
  };
  const load = async (query: string): Promise<Option[]> => {
    const records = await api.searchRecords({ resourceId: String(reference), query });
    const loaded = records.map(({ id, title }) => ({ value: String(id), label: title }));
    setFound(loaded);
    return loaded;
  };
  return (
    <FormGroup variant="filter">
      <Label>{translateProperty(property.label, property.resourceId)}</Label>
      {reference ? (
        <SelectAsync {...common} cacheOptions defaultOptions loadOptions={load} />
      ) : (
        <Select {...common} options={[...options]} />
      )}
    </FormGroup>
  );
};

export default React.memo(ChoiceFilter);
