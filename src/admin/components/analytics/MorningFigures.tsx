import React from "react";
import { Link } from "react-router-dom";
import { Bar, BarChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { MorningView } from "../../morning.ts";
import { useCleanMeasuring } from "./measuring.ts";

const ROOT = "/admin";

/** Today at a glance: money and visits beside the same weekday's, how full the days ahead are, the last thirty days. */
const MorningFigures: React.FC<{ readonly morning: MorningView }> = ({ morning }) => (
  <div className="an-morning">
    {morning.figures.map(({ title, value, before, href }) => (
      <Link key={title} className="an-card" to={`${ROOT}/${href}`}>
        <span className="an-card-title">{title}</span>
        <b>{value}</b>
        <span className="an-card-before">{before}</span>
      </Link>
    ))}
    <div className="an-card an-fullness">
      <span className="an-card-title">Занятость</span>
      {morning.fullness.map(({ title, share, told, free, href }) => (
        <Link key={title} to={`${ROOT}/${href}`}>
          <span className="an-fullness-title">{title}</span>
          <span className="an-bar-track" aria-hidden="true">
            <span style={{ width: `${share ?? 0}%` }} />
          </span>
          <span className="an-fullness-told">
            {told}
            <small>{free}</small>
          </span>
        </Link>
      ))}
    </div>
    {morning.revenue && <Revenue revenue={morning.revenue} />}
  </div>
);

const Revenue: React.FC<{ readonly revenue: NonNullable<MorningView["revenue"]> }> = ({ revenue }) => {
  useCleanMeasuring();
  return (
    <Link className="an-card an-month" to={`${ROOT}/${revenue.href}`}>
      <span className="an-card-title">Выручка за 30 дней: {revenue.total}</span>
      <span className="an-chart" aria-hidden="true">
        <ResponsiveContainer width="100%" height={96}>
          <BarChart data={[...revenue.days]} margin={{ top: 6, right: 0, bottom: 0, left: 0 }}>
            <XAxis
              dataKey="label"
              tick={{ fontSize: 11, fill: "#454655" }}
              tickLine={false}
              interval="equidistantPreserveStart"
              minTickGap={40}
            />
            <YAxis hide />
            <Tooltip content={<Said />} cursor={{ fill: "#f1f6f4" }} isAnimationActive={false} />
            <Bar dataKey="kopecks" fill="#2f6f62" isAnimationActive={false} />
          </BarChart>
        </ResponsiveContainer>
      </span>
    </Link>
  );
};

type Day = NonNullable<MorningView["revenue"]>["days"][number];

const Said: React.FC<{
  readonly active?: boolean;
  readonly payload?: readonly { readonly payload?: Day }[];
}> = ({ active, payload }) => {
  const day = payload?.[0]?.payload;
  if (active !== true || day === undefined) return null;
  return (
    <div className="an-said">
      {day.label}: {day.told}
    </div>
  );
};

export default MorningFigures;
