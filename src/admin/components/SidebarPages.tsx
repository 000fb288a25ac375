import { useCurrentAdmin, useResource, useTranslation } from "adminjs";
import React from "react";
import { createPortal } from "react-dom";
import MenuLink from "./MenuLink.tsx";
import { FIRST_PLACE, type isEverydayList, isLast } from "./menu-order.ts";

type Props = { readonly pages?: readonly { readonly name: string; readonly icon?: string }[] };

/**
 * The menu's beginning, by what is opened every day, and its end, by what is opened once in a while: only what is open
 * to who is signed in (AdminJS shows all pages to everybody).
 */
const SidebarPages: React.FC<Props> = ({ pages = [] }) => {
  const [user] = useCurrentAdmin();
  const open = (user?.pages ?? []) as readonly string[];
  const offMenu = (user?.offMenu ?? []) as readonly string[];
  const { translatePage } = useTranslation();
  const shown = pages.filter(({ name }) => open.includes(name) && !offMenu.includes(name));
  const linkTo = ({ name, icon }: (typeof shown)[number]) => (
    <MenuLink
      key={name}
      href={`/admin/pages/${name}`}
      label={translatePage(name)}
      icon={icon}
      {...(name === "setup" ? { also: ["/admin/resources/Setting"] } : {})}
    />
  );
  const first = shown.filter(({ name }) => !isLast(name));
  // AdminJS puts pages after the lists; the place stands by now, and is taken before anything is seen.
  const [place, setPlace] = React.useState<HTMLElement | null>(null);
  React.useLayoutEffect(() => setPlace(document.getElementById(FIRST_PLACE)), []);
  const everyday = (
    <nav className="ok-menu" aria-label="Каждый день">
      <MenuLink href="/admin" label="Сегодня" icon="Home" isExact />
      {first.filter(({ name }) => name === "calendar").map(linkTo)}
      <ListLink id="Client" icon="Users" also={["/admin/pages/client", "/admin/pages/import"]} />
      <ListLink id="Booking" icon="List" />
      {first.filter(({ name }) => name !== "calendar").map(linkTo)}
    </nav>
  );
  return (
    <>
      {place && createPortal(everyday, place)}
      <nav className="ok-menu ok-menu-last" aria-label="Изредка">
        {shown.filter(({ name }) => isLast(name)).map(linkTo)}
      </nav>
    </>
  );
};

/** A list that stands among the pages instead of under its heading. */
const ListLink: React.FC<{
  readonly id: Parameters<typeof isEverydayList>[0];
  readonly icon: string;
  readonly also?: readonly string[];
}> = ({ id, icon, also = [] }) => {
  const resource = useResource(id);
  const { translateLabel } = useTranslation();
  return resource?.href ? (
    <MenuLink href={resource.href} label={translateLabel(resource.name, id)} icon={icon} also={also} />
  ) : null;
};

export default SidebarPages;
