import { H4 } from "@adminjs/design-system";
import { useCurrentAdmin } from "adminjs";
import React from "react";
import { Link, useSearchParams } from "react-router-dom";
import Checklist from "./setup/Checklist.tsx";
import SettingsTab from "./setup/SettingsTab.tsx";
import StaffTab from "./setup/StaffTab.tsx";

const HERE = "/admin/pages/setup";

const TABS = [
  { id: "steps", name: "Первые шаги", isOwners: false },
  { id: "settings", name: "Все настройки", isOwners: false },
  { id: "staff", name: "Сотрудники", isOwners: true },
] as const;

/** What a business is set up with; which part is open stands in the address, so that others can lead to it. */
const SetupPage: React.FC = () => {
  const [user] = useCurrentAdmin();
  const [params] = useSearchParams();
  const isOwner = (user as { role?: string } | null)?.role === "owner";
  const offered = TABS.filter(({ isOwners }) => isOwner || !isOwners);
  const tab = offered.find(({ id }) => id === params.get("tab"))?.id ?? "steps";
  return (
    <div className="ok-setup">
      <H4>Настройки</H4>
      <nav className="ok-tabs" aria-label="Части настроек">
        {offered.map(({ id, name }) => (
          <Link key={id} to={`${HERE}?tab=${id}`} aria-current={id === tab ? "page" : undefined}>
            {name}
          </Link>
        ))}
        <Link to="/admin/resources/AuditEntry">Журнал</Link>
      </nav>
      {tab === "steps" && <Checklist />}
      {tab === "settings" && <SettingsTab find={params.get("find") ?? ""} />}
      {tab === "staff" && <StaffTab />}
    </div>
  );
};

export default SetupPage;
