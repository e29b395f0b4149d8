// One table of every refusal: its HTTP status, whether the same request may be tried again, and whether the
// socket closes with it. Codes are stable and machine-read; the sentences for people live in i18n (`error.<code>`).

type Refusal = { status: number; retryable: boolean; fatal: boolean };

const refusal = (status: number, { retryable = false, fatal = false } = {}): Refusal => ({
  status,
  retryable,
  fatal,
});

export const errors = {
  bad_frame: refusal(400, { fatal: true }),
  bad_request: refusal(400),
  unknown_request: refusal(404),
  hello_first: refusal(409),
  already_joined: refusal(409),
  too_old: refusal(426, { fatal: true }),
  unauthorised: refusal(401),
  not_allowed: refusal(403),
  not_found: refusal(404),
  room_not_found: refusal(404, { fatal: true }),
  room_exists: refusal(409),
  too_large: refusal(413),
  rate_limited: refusal(429, { retryable: true }),
  invite_invalid: refusal(410),
  nickname_taken: refusal(409),
  nickname_reserved: refusal(409),
  nickname_often: refusal(429),
  stage_taken: refusal(409, { retryable: true }),
  show_not_live: refusal(409),
  show_paused: refusal(409),
  no_picture: refusal(409),
  sold_out: refusal(409),
  stock_held: refusal(409),
  limit_variant: refusal(409),
  limit_show: refusal(409),
  limit_value: refusal(409),
  limit_own: refusal(409),
  cool_off: refusal(409),
  not_reservable: refusal(409),
  price_changed: refusal(409),
  already_extended: refusal(409),
  reservation_over: refusal(409),
  already_waiting: refusal(409),
  still_available: refusal(409),
  key_reused: refusal(422),
  no_reduction: refusal(409),
  handle_taken: refusal(409),
  sku_taken: refusal(409),
  bad_image: refusal(422),
  bad_csv: refusal(422),
  changed_meanwhile: refusal(412),
  storage_failed: refusal(503, { retryable: true }),
  question_over: refusal(409),
  too_many_questions: refusal(409),
  muted: refusal(403),
  slow_down: refusal(429, { retryable: true }),
  words_refused: refusal(422),
  said_already: refusal(429),
  no_links: refusal(422),
  banned: refusal(403, { fatal: true }),
  bad_sdp: refusal(400),
  sdp_unsupported: refusal(422),
  wrong_type: refusal(415),
  not_acceptable: refusal(406),
  wrong_method: refusal(405),
  precondition_missing: refusal(428),
  too_many_keys: refusal(409),
  media_gone: refusal(409, { retryable: true }),
  media_unavailable: refusal(503, { retryable: true }),
  line_full: refusal(503, { retryable: true }),
  internal: refusal(500, { retryable: true }),
} as const satisfies Record<string, Refusal>;

export type ErrorCode = keyof typeof errors;

export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(errors, code);
