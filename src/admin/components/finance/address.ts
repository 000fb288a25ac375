/** What the address says, changed: an empty value is taken out, and the list begins anew. */
export type Change = (change: Readonly<Record<string, string>>) => void;

/** The address without any filter; the period stays. */
export const UNFILTERED = { kind: "", fate: "", specialist: "", service: "", client: "" } as const;

/** The same filter as a file. */
export function fileHref(query: string, file: "operations" | "totals"): string {
  const params = new URLSearchParams(query);
  params.delete("page");
  params.set("file", file);
  return `/admin/api/pages/finance?${params}`;
}

/** The filter with some of it changed, from the first page on. */
export function changed(query: string, change: Readonly<Record<string, string>>): URLSearchParams {
  const params = new URLSearchParams(query);
  params.delete("page");
  for (const [name, value] of Object.entries(change)) {
    if (value === "") params.delete(name);
    else params.set(name, value);
  }
  return params;
}
