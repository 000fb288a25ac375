# Записи клиента.
my-upcoming = <b>Ваши записи</b>
my-upcoming-none = Будущих записей пока нет.
my-past = <b>Прошедшие записи</b>
my-past-none = Прошедших записей пока нет.
button-my-past = Прошедшие
button-my-upcoming = Будущие
button-booking = { $mark } { $moment } · { $service }{ $state ->
    [none] { "" }
   *[other] : { $state }
  }
button-booking-waits = ⏳ { $moment } · { $service }: { $state }
card-title = Запись №{ $number }: { $state }
state-held = ждёт оплаты
state-unconfirmed = ждёт подтверждения
state-confirming = подтверждаем оплату
state-confirmed = подтверждена
state-completed = визит состоялся
state-no-show = неявка
state-expired = не состоялась
state-cancelled = отменена
state-moved = перенесена
button-again = Записаться ещё раз
button-map = 📍 На карте
button-meeting = 🔗 Войти на встречу
button-calendar-file = 📅 Файл для календаря
