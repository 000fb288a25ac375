/** One number of a measure; labels tell it from the others, and take few values. */
export type Sample = { readonly labels?: Readonly<Record<string, string>>; readonly value: number };

/** Something that is measured, as Prometheus knows it. */
export type Measure = {
  /** Letters, digits and `_`; a unit last; a counter ends in `_total`. */
  readonly name: string;
  readonly help: string;
  readonly type: "gauge" | "counter";
  readonly samples: readonly Sample[];
};

/**
 * Writes measures in Prometheus' text format, version 0.0.4: help, type, then every sample on a line of its own. A measure
 * without samples is left out, since an absent number is another thing than zero.
 */
export function exposition(measures: readonly Measure[]): string {
  return measures
    .filter(({ samples }) => samples.length > 0)
    .flatMap(({ name, help, type, samples }) => [
      `# HELP ${name} ${escaped(help)}`,
      `# TYPE ${name} ${type}`,
      ...samples.map(({ labels = {}, value }) => `${name}${labelled(labels)} ${numeral(value)}`),
    ])
    .map((line) => `${line}\n`)
    .join("");
}

function labelled(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${escaped(value).replaceAll('"', '\\"')}"`,
  );
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

const escaped = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");

function numeral(value: number): string {
  if (Number.isFinite(value)) return String(value);
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "+Inf" : "-Inf";
}
