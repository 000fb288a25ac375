import { Icon } from "@adminjs/design-system";
import React from "react";
import { Link, useLocation } from "react-router-dom";

type Props = {
  readonly href: string;
  readonly label: string;
  readonly icon?: string | undefined;
  /** What lies below the address is another place. */
  readonly isExact?: boolean;
  /** Pages of ours that belong to this line. */
  readonly also?: readonly string[];
  /** How many wait there for somebody. */
  readonly waiting?: number | undefined;
};

export const isAt = (pathname: string, href: string): boolean =>
  pathname === href || pathname.startsWith(`${href}/`);

/** A line of the menu. */
const MenuLink: React.FC<Props> = ({ href, label, icon, isExact = false, also = [], waiting = 0 }) => {
  const { pathname } = useLocation();
  const isHere = isExact ? pathname === href : [href, ...also].some((place) => isAt(pathname, place));
  return (
    <Link className="ok-menu-link" to={href} {...(isHere ? { "aria-current": "page" as const } : {})}>
      {icon === undefined ? null : <Icon icon={icon} />}
      {label}
      {waiting > 0 && (
        <span className="ok-menu-waiting" title="ждут ответа">
          {waiting}
        </span>
      )}
    </Link>
  );
};

export default MenuLink;
