/** What Telegram answers a bot about itself: given, so that a bot need not ask. */
export const BOT_INFO = {
  id: 4200,
  is_bot: true,
  first_name: "Окошко",
  username: "okoshko_bot",
  can_join_groups: false,
  can_read_all_group_messages: false,
  can_manage_bots: false,
  supports_guest_queries: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
  supports_join_request_queries: false,
} as const;
