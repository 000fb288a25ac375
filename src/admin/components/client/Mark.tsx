import React from "react";
import type { CardLine } from "../../pages/client/view.ts";

/** A word about how something stands; calmer than a badge, for there are many on a card. */
const Mark: React.FC<NonNullable<CardLine["badge"]>> = ({ text, tone }) => (
  <span className={`ok-mark ok-mark-${tone}`}>{text}</span>
);

export default Mark;
