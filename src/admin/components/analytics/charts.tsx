import React from "react";
import {
  Bar,
  BarChart,
  CartesianGrid,
  ComposedChart,
  LabelList,
  Legend,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { Picture, PictureRow, Unit } from "../../pages/analytics/view.ts";
import { useCleanMeasuring } from "./measuring.ts";

/** Told apart without colour, too: full, dashed, hatched. */
const NOW = "#2f6f62";
const BEFORE = "#5b6472";
const MISSED = "#a4481b";
const LATE = "url(#an-hatch)";
const AXIS = { fontSize: 12, fill: "#454655" } as const;
const HEIGHT = 230;

/** A row as recharts wants it: its figures by the place of their series. */
type Datum = { readonly label: string; readonly row: PictureRow } & Readonly<
  Record<`v${number}`, number | null>
>;

const dataOf = ({ rows, series }: Picture): Datum[] =>
  rows.map((row) => ({
    label: row.label,
    row,
    ...Object.fromEntries(
      series.map(({ unit }, place) => [`v${place}`, scaled(row.values[place] ?? null, unit)]),
    ),
  }));

/** Money is drawn in rubles. */
const scaled = (value: number | null, unit: Unit): number | null =>
  value === null || unit !== "rubles" ? value : value / 100;

const SHORT = new Intl.NumberFormat("ru-RU", { notation: "compact", maximumFractionDigits: 1 });
const tick = (unit: Unit | undefined) => (value: number) =>
  SHORT.format(value) + (unit === "percent" ? "%" : "");

/** The axes of days or months, and of their values; recharts wants the axes themselves as the chart's children. */
const LABELS = {
  dataKey: "label",
  tick: AXIS,
  tickLine: false,
  interval: "equidistantPreserveStart",
  minTickGap: 18,
} as const;
const valuesIn = (unit: Unit | undefined) =>
  ({
    tick: AXIS,
    tickLine: false,
    axisLine: false,
    width: 62,
    allowDecimals: unit !== "count",
    tickFormatter: tick(unit),
  }) as const;

/** What is under the pointer, in the words of the table. */
const Said: React.FC<{
  readonly picture: Picture;
  readonly active?: boolean | undefined;
  readonly payload?: readonly { readonly payload?: Datum }[] | undefined;
}> = ({ picture, active, payload }) => {
  const row = payload?.[0]?.payload?.row;
  if (active !== true || row === undefined) return null;
  return (
    <div className="an-said">
      <b>{row.label}</b>
      {picture.series.map(({ key, label }, place) => (
        <span key={key}>
          {label}: {row.texts[place]}
        </span>
      ))}
    </div>
  );
};

/** The picture is for the eye: the answer above it and the table behind its button say the same. */
const Frame: React.FC<{ readonly height?: number; readonly children: React.ReactElement }> = ({
  height = HEIGHT,
  children,
}) => {
  useCleanMeasuring();
  return (
    <div className="an-chart" aria-hidden="true">
      <ResponsiveContainer width="100%" height={height}>
        {children}
      </ResponsiveContainer>
    </div>
  );
};

const MARGIN = { top: 8, right: 4, bottom: 0, left: 0 } as const;

/** Bars of the period; a dashed line of the one before it. */
export const StepsChart: React.FC<{ readonly picture: Picture }> = ({ picture }) => {
  const unit = picture.series[0]?.unit;
  const hasBefore = picture.series.some(({ isBefore }) => isBefore);
  return (
    <Frame>
      <ComposedChart data={dataOf(picture)} margin={MARGIN}>
        <CartesianGrid vertical={false} stroke="#e3e6e5" />
        <XAxis {...LABELS} />
        <YAxis {...valuesIn(unit)} />
        <Tooltip
          content={<Said picture={picture} />}
          cursor={{ fill: "#f1f6f4" }}
          isAnimationActive={false}
        />
        {hasBefore && <Legend iconType="plainline" wrapperStyle={{ fontSize: 12 }} />}
        <Bar
          dataKey="v0"
          name={picture.series[0]?.label ?? ""}
          fill={NOW}
          maxBarSize={28}
          isAnimationActive={false}
          legendType="square"
        />
        {hasBefore && (
          <Line
            dataKey="v1"
            name={picture.series[1]?.label ?? ""}
            stroke={BEFORE}
            strokeWidth={2}
            strokeDasharray="5 4"
            dot={false}
            isAnimationActive={false}
          />
        )}
      </ComposedChart>
    </Frame>
  );
};

/** Two kinds of trouble, one on the other: full and hatched. */
export const StacksChart: React.FC<{ readonly picture: Picture }> = ({ picture }) => (
  <Frame>
    <BarChart data={dataOf(picture)} margin={MARGIN}>
      <defs>
        <pattern
          id="an-hatch"
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="6" height="6" fill="#efe3dc" />
          <rect width="3" height="6" fill="#6b4a8f" />
        </pattern>
      </defs>
      <CartesianGrid vertical={false} stroke="#e3e6e5" />
      <XAxis {...LABELS} />
      <YAxis {...valuesIn("count")} />
      <Tooltip content={<Said picture={picture} />} cursor={{ fill: "#f1f6f4" }} isAnimationActive={false} />
      <Legend iconType="square" wrapperStyle={{ fontSize: 12 }} />
      {picture.series
        .filter(({ isAside }) => !isAside)
        .map(({ key, label }, place) => (
          <Bar
            key={key}
            dataKey={`v${place}`}
            name={label}
            stackId="all"
            fill={place === 0 ? MISSED : LATE}
            maxBarSize={28}
            isAnimationActive={false}
          />
        ))}
    </BarChart>
  </Frame>
);

const ROW_HEIGHT = 38;

/** One bar a row, its figure at its end. */
export const RanksChart: React.FC<{ readonly picture: Picture }> = ({ picture }) => {
  const data = dataOf(picture).map((datum) => ({ ...datum, told: datum.row.texts[0] ?? "" }));
  return (
    <Frame height={data.length * ROW_HEIGHT + 12}>
      <BarChart data={data} layout="vertical" margin={{ ...MARGIN, right: 66 }}>
        <XAxis type="number" hide domain={[0, "dataMax"]} />
        <YAxis
          type="category"
          dataKey="label"
          tick={AXIS}
          tickLine={false}
          axisLine={false}
          width={132}
          interval={0}
        />
        <Tooltip
          content={<Said picture={picture} />}
          cursor={{ fill: "#f1f6f4" }}
          isAnimationActive={false}
        />
        <Bar dataKey="v0" fill={NOW} barSize={18} isAnimationActive={false}>
          <LabelList dataKey="told" position="right" style={{ fontSize: 12, fill: "#0c1e29" }} />
        </Bar>
      </BarChart>
    </Frame>
  );
};
