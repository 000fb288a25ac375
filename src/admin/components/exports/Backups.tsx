import { Box, H5 } from "@adminjs/design-system";
import React from "react";
import { Link } from "react-router-dom";
import type { BackupsView } from "../../pages/exports/view.ts";
import Times from "./Times.tsx";

const SETTINGS = "/admin/pages/setup?tab=settings&find=backup.folder";

/** The copies of the whole database that are made by a timetable: to be seen here, set up among the settings. */
const Backups: React.FC<{ readonly view: BackupsView }> = ({ view }) => (
  <Box variant="white" mb="xl" className="ok-setup-card ok-backups">
    <H5>Резервные копии базы</H5>
    {view.folder === undefined ? (
      <p>
        По расписанию копии не делаются: не указана папка.{" "}
        {view.mayChange ? "Укажите её в настройках." : "Её указывает владелец."}
      </p>
    ) : (
      <dl className="ok-facts">
        <Times times={view} last={view.last} />
        <dt>Куда</dt>
        <dd>
          папка {view.folder}, {view.isEncrypted ? "с шифрованием" : "без шифрования"}
        </dd>
        <dt>Сколько</dt>
        <dd className={view.problem ? "ok-export-failed" : undefined}>
          {view.problem ? `в папку не заглянуть: ${view.problem}` : view.copies}
        </dd>
      </dl>
    )}
    {view.mayChange && (
      <Link className="ok-setup-go" to={SETTINGS}>
        Настройки копий
      </Link>
    )}
  </Box>
);

export default Backups;
