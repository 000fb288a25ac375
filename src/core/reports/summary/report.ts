import type {
  Asked,
  Figure,
  FigureOf,
  FigureUnit,
  FigureValues,
  Gathered,
  SummaryPart,
  SummaryReport,
} from "./model.ts";

type Spec<Source> = {
  readonly about: string;
  readonly parts: readonly SummaryPart[];
  readonly figures: readonly FigureOf<Source>[];
  readonly standing?: readonly Figure[];
  readonly gather: (asked: Asked) => Promise<Gathered<Source>>;
};

/** A report whose figures are all taken from what it gathers. */
export const report = <Source>({ gather, figures, standing = [], ...spec }: Spec<Source>): SummaryReport => {
  const valuesOf = (source: Source): FigureValues =>
    Object.fromEntries(figures.map(({ name, of }) => [name, of(source)]));
  return {
    ...spec,
    figures,
    standing,
    summarise: async (asked) => {
      const { lines, sum, standing: now = {} } = await gather(asked);
      return {
        lines: lines.map(({ source, ...line }) => ({ ...line, values: valuesOf(source) })),
        sum: valuesOf(sum),
        standing: now,
      };
    },
  };
};

/** `[name, key, title, about]` of a figure that the terminal's table shows. */
type Words = readonly [name: string, key: string, title: string, about: string];

/** A figure: its words, its unit and where it comes from; `isMain` unless said otherwise. */
export const figure = <Source>(
  [name, key, title, about]: Words,
  unit: FigureUnit,
  of: (source: Source) => number | undefined,
  isMain = true,
): FigureOf<Source> => ({ name, key, title, about, unit, of, isMain });

/** In percent; undefined of nothing. */
export const share = (part: number, whole: number): number | undefined =>
  whole === 0 ? undefined : (part / whole) * 100;

/** What every summary may be by. */
export const BY_SPANS = ["day", "week", "month"] as const;
