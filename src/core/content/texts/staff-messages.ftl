# Для сотрудников: о чём бот им пишет.
button-staff-messages = 🔔 Уведомления
staff-messages-title = 🔔 <b>Уведомления</b>

    О чём вам писать? Нажмите на строку, чтобы включить или выключить. Работает сразу.
button-staff-message-on = ✅ { $what }
button-staff-message-off = 🔕 { $what }
command-today = Мой день
command-notify = Уведомления
refused-unknown-staff = Вас больше нет среди сотрудников.
refused-not-your-messages = Это уведомления другого сотрудника.
refused-message-not-for-role = Таких сообщений у вас не бывает.
refused-owner-must-hear = О деньгах, которым нужен человек, должен узнавать хотя бы один владелец. Выключить можно, когда их получает другой.
