import React from "react";
import type { MessageLook } from "../broadcast-card.ts";
import { type Marked, type MarkedPart, readTelegramHtml } from "./telegram-html.ts";

/** A message as it looks in Telegram: the picture, the words, the buttons under them. */
const TelegramBubble: React.FC<{ readonly look: MessageLook }> = ({ look }) => (
  <div className="ok-telegram">
    <div className="ok-bubble">
      {look.pictureUrl && <img src={look.pictureUrl} alt="Картинка рассылки" />}
      <div className="ok-bubble-text">
        <Words parts={readTelegramHtml(look.html)} />
      </div>
    </div>
    {[...look.buttons.entries()].map(([place, caption]) => (
      <div key={place} className="ok-bubble-button">
        {caption}
      </div>
    ))}
  </div>
);

const Words: React.FC<{ readonly parts: readonly Marked[] }> = ({ parts }) => (
  <>{parts.map((part) => (typeof part === "string" ? part : <Part key={part.at} part={part} />))}</>
);

const Part: React.FC<{ readonly part: MarkedPart }> = ({ part }) => {
  const inside = <Words parts={part.parts} />;
  switch (part.look) {
    case "bold":
      return <b>{inside}</b>;
    case "italic":
      return <i>{inside}</i>;
    case "underlined":
      return <u>{inside}</u>;
    case "struck":
      return <s>{inside}</s>;
    case "code":
      return <code>{inside}</code>;
    case "quote":
      return <blockquote>{inside}</blockquote>;
    case "link":
      return (
        <a className="ok-bubble-link" href={part.href} target="_blank" rel="noreferrer">
          {inside}
        </a>
      );
    default:
      return <span className="ok-spoiler">{inside}</span>;
  }
};

export default React.memo(TelegramBubble);
