/** What a figure is counted in. */
export type Unit = "rubles" | "count" | "percent" | "points" | "stars";

export type Series = {
  readonly key: string;
  readonly label: string;
  readonly unit: Unit;
  /** Of the period before: left out when nobody compares. */
  readonly isBefore?: true;
  /** Stands in the table and in the file, not in the picture. */
  readonly isAside?: true;
};

export type PictureRow = {
  readonly label: string;
  /** Where a row is counted in something else than its series. */
  readonly unit?: Unit;
  /** One a series; null where there is nothing to tell. Money in kopecks. */
  readonly values: readonly (number | null)[];
  /** The same for people. */
  readonly texts: readonly string[];
};

/**
 * How a picture is drawn. `steps`: time goes from left to right; `stacks`: the same, one on another; `pairs`: a few
 * figures beside those of the period before; `ranks`: one bar a row; `hours`, `cohorts`: a table that is a picture.
 */
export type Look = "steps" | "stacks" | "pairs" | "ranks" | "hours" | "cohorts";

/** One picture: a question, its answer in words, the rows behind it, and where they can be looked at one by one. */
export type Picture = {
  readonly id: string;
  readonly question: string;
  /** What it is counted in, and what counts. */
  readonly about: string;
  readonly answer: string;
  readonly look: Look;
  readonly series: readonly Series[];
  readonly rows: readonly PictureRow[];
  readonly way?: { readonly label: string; readonly href: string };
};

/** A figure that is read at a glance, and what it was before. */
export type Card = {
  readonly title: string;
  readonly value: string;
  readonly before: string;
  /** «+12 %», «−3 п. п.»; empty when there is nothing to compare with. */
  readonly change: string;
  readonly tone: "good" | "bad" | "same";
  readonly hint: string;
};

export type Preset = { readonly label: string; readonly from: string; readonly to: string };

export type AnalyticsView = {
  readonly from: string;
  readonly to: string;
  readonly title: string;
  readonly beforeTitle: string;
  readonly presets: readonly Preset[];
  readonly cards: readonly Card[];
  readonly pictures: readonly Picture[];
};

/** What the page answers: figures, one picture that is asked for apart, or what was wrong with the question. */
export type AnalyticsAnswer =
  | { readonly kind: "figures"; readonly view: AnalyticsView }
  | { readonly kind: "picture"; readonly picture: Picture }
  | { readonly kind: "refused"; readonly message: string; readonly presets: readonly Preset[] };
