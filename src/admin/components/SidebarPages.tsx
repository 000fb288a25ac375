import { Navigation } from "@adminjs/design-system";
import { useCurrentAdmin, useTranslation } from "adminjs";
import React from "react";
import { useLocation, useNavigate } from "react-router-dom";

type Props = { readonly pages?: readonly { readonly name: string; readonly icon?: string }[] };

/** The pages of the menu: only those that are open to who is signed in (AdminJS shows all of them to everybody). */
const SidebarPages: React.FC<Props> = ({ pages = [] }) => {
  const [user] = useCurrentAdmin();
  const open = (user?.pages ?? []) as readonly string[];
  const { translatePage } = useTranslation();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const shown = pages.filter(({ name }) => open.includes(name));
  if (shown.length === 0) return null;
  return (
    <Navigation
      elements={shown.map(({ name, icon }) => {
        const href = `/admin/pages/${name}`;
        return {
          id: name,
          label: translatePage(name),
          icon,
          href,
          isSelected: pathname === href,
          onClick: (event: React.MouseEvent) => {
            event.preventDefault();
            navigate(href);
          },
        };
      })}
    />
  );
};

export default SidebarPages;
