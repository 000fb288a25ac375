# Слова, общие для всех экранов.
button-menu = В меню
button-back = ‹ Назад
button-more = Ещё ›
button-earlier = ‹ Назад
button-contact = Связаться с нами
stale-button = Эта кнопка устарела, вот как обстоят дела сейчас.
sorry = Что-то пошло не так, и мы уже разбираемся. Попробуйте, пожалуйста, ещё раз чуть позже или напишите нам.
not-understood = Я понимаю кнопки лучше, чем слова 🙂 Если это вопрос к нам, нажмите «✍️ Написать нам». А ещё можно вот что:

minutes = { $count ->
    [one] { $count } минута
    [few] { $count } минуты
   *[other] { $count } минут
  }
hours = { $count ->
    [one] { $count } час
    [few] { $count } часа
   *[other] { $count } часов
  }
hours-and-minutes = { $hours } { $minutes }
points = { $count ->
    [one] { $amount } балл
    [few] { $amount } балла
   *[other] { $amount } баллов
  }
when-online = { $moment } ({ $zone })
when-online-both = { $moment } ({ $zone }), у вас { $ownMoment } ({ $ownZone })
button-times = 🕐 Время на кнопках: { $zone }
button-times-later = 🕐 Время на кнопках: { $zone }, у вас ({ $ownZone }) на { $hours } больше
button-times-earlier = 🕐 Время на кнопках: { $zone }, у вас ({ $ownZone }) на { $hours } меньше
booking-what = <b>{ $service }</b>
booking-when = 🗓 { $when }
booking-who = 👤 { $specialist }
booking-where = 📍 { $address }
booking-online = 💻 Встреча онлайн
booking-link = 🔗 <a href="{ $url }">Ссылка на встречу</a>
booking-link-later = 🔗 Ссылку на встречу пришлём перед началом
booking-points = Баллами: −{ $amount }
booking-paid = Оплачено: { $amount }
booking-refunded = Возвращено: { $amount }
booking-on-spot = К оплате на месте: { $amount }
booking-price = Стоимость: { $amount }
