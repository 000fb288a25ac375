import { Badge, ValueGroup } from "@adminjs/design-system";
import type { ShowPropertyProps } from "adminjs";
import { useTranslation } from "adminjs";
import React from "react";
import { Link } from "react-router-dom";
import type { Way } from "../ways.ts";

type Props = ShowPropertyProps & { readonly where?: string };

const ROOT = "/admin";
/** A list may cut what is longer: all of it is said where the mouse rests. */
const CUT_FROM = 20;

/**
 * A value that the server has put into words already, or the ways that it told. In a list each but the title carries
 * the name of its column, which is seen where a row is a card: on a phone.
 */
const Readable: React.FC<Props> = (props) => {
  const { property, where } = props;
  const { translateProperty } = useTranslation();
  const name = translateProperty(property.label, property.resourceId);
  if (where === "show" && property.custom?.hidesEmpty && isEmpty(props)) return null;
  if (where === "show")
    return (
      <ValueGroup label={name}>
        <Value {...props} />
      </ValueGroup>
    );
  return property.isTitle ? (
    <span className="ok-title">
      <Title {...props} />
    </span>
  ) : (
    <>
      <span className="ok-name">{name}</span>
      <Value {...props} />
    </>
  );
};

/** Nothing is told: neither a value, nor a row that it refers to, nor a way. */
function isEmpty({ property, record }: Pick<Props, "property" | "record">): boolean {
  const value = record.params[property.path];
  if (property.reference && record.populated[property.path]) return false;
  return (
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
  );
}

/**
 * A row's title opens the row, by keyboard and in a tab of its own as well. One that leads elsewhere still does: beside
 * it stands a way into the row for whom the mouse's press on the row is out of reach, seen when it is reached.
 */
const Title: React.FC<Props> = (props) => {
  const { property, record, resource } = props;
  const action = ["show", "edit"].find((name) => record.recordActions.some((one) => one.name === name));
  const leadsElsewhere = property.reference || record.params[`${property.path}Href`];
  if (action === undefined) return <Value {...props} />;
  const row = `${ROOT}/resources/${resource.id}/records/${record.id}/${action}`;
  return leadsElsewhere || property.custom?.as === "links" ? (
    <>
      <Value {...props} />
      <Link className="ok-open" to={row} aria-label={`Открыть: ${record.title}`}>
        Открыть
      </Link>
    </>
  ) : (
    <Link to={row}>
      <Value {...props} />
    </Link>
  );
};

const Value: React.FC<Pick<Props, "property" | "record">> = ({ property, record }) => {
  const value = record.params[property.path];
  const tone = record.params[`${property.path}Tone`];
  const as = String(property.custom?.as ?? "text");
  if (as === "links") return <Ways ways={value ?? []} />;
  if (property.reference && record.populated[property.path])
    return <Reference property={property} record={record} />;
  if (value === undefined || value === null || value === "") return <span className="ok-empty">—</span>;
  // The list told where the value leads.
  const href = record.params[`${property.path}Href`];
  if (href)
    return (
      <Link className="ok-link ok-value" to={`${ROOT}/${href}`} title={String(value)}>
        {String(value)}
      </Link>
    );
  if (as === "phone")
    return (
      <a className="ok-link ok-value ok-phone" href={`tel:${String(value).replace(/[^+\d]/g, "")}`}>
        {String(value)}
      </a>
    );
  if (tone)
    return (
      <Badge size="sm" variant={tone} className={`adminjs_Badge ok-tone-${tone}`}>
        {String(value)
          .split(" · ")
          .map((part, place) => (
            <React.Fragment key={part}>
              {place === 0 ? "" : " · "}
              <span className="ok-phrase">{part}</span>
            </React.Fragment>
          ))}
      </Badge>
    );
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return (
    <span className={`ok-value ok-${as}`} title={as === "text" && text.length > CUT_FROM ? text : undefined}>
      {text}
    </span>
  );
};

/** Another row by its title; a way to it for those who may open it. */
const Reference: React.FC<Pick<Props, "property" | "record">> = ({ property, record }) => {
  const other = record.populated[property.path];
  const isOpen = other?.recordActions?.some(({ name }: { readonly name: string }) => name === "show");
  const href = `${ROOT}/resources/${property.reference}/records/${record.params[property.path]}/show`;
  return isOpen ? (
    <Link className="ok-link" to={href} title={other?.title}>
      {other?.title}
    </Link>
  ) : (
    <span className="ok-value ok-text">{other?.title}</span>
  );
};

const Ways: React.FC<{ readonly ways: readonly Way[] }> = ({ ways }) =>
  ways.length === 0 ? (
    <span className="ok-empty">—</span>
  ) : (
    <span className="ok-ways">
      {ways.map(({ text, href }) =>
        href === "" ? (
          <span key={text}>{text}</span>
        ) : (
          <Link key={href} className="ok-link" to={`${ROOT}/${href}`}>
            {text}
          </Link>
        ),
      )}
    </span>
  );

export default React.memo(Readable);
