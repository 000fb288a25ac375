import { useCurrentAdmin, useTranslation } from "adminjs";
import React from "react";
import MenuLink from "./MenuLink.tsx";

type Props = { readonly pages?: readonly { readonly name: string; readonly icon?: string }[] };

/** The pages of the menu: only those that are open to who is signed in (AdminJS shows all of them to everybody). */
const SidebarPages: React.FC<Props> = ({ pages = [] }) => {
  const [user] = useCurrentAdmin();
  const open = (user?.pages ?? []) as readonly string[];
  const offMenu = (user?.offMenu ?? []) as readonly string[];
  const { translatePage } = useTranslation();
  return (
    <nav className="ok-menu" aria-label="Страницы">
      {pages
        .filter(({ name }) => open.includes(name) && !offMenu.includes(name))
        .map(({ name, icon }) => (
          <MenuLink key={name} href={`/admin/pages/${name}`} label={translatePage(name)} icon={icon} />
        ))}
    </nav>
  );
};

export default SidebarPages;
