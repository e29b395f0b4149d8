// English sentences of every refusal (shared/errors.ts), and of the two that never reach the server.
// Each says what happened, what was kept, what to do; the code itself is shown small, elsewhere.
import type { ErrorCode } from '../../errors.ts';

export const errorWords = {
  'error.bad_frame': 'This page and the shop did not understand each other. Reload the page.',
  'error.bad_request': 'Something in there is not right. Check what you wrote and try again.',
  'error.unknown_request':
    'The shop does not know this action yet. Reload the page to get the newest version.',
  'error.hello_first': 'The connection was not ready yet. Try again.',
  'error.already_joined': 'You are in already. Nothing needs doing.',
  'error.too_old': 'The shop has been updated. Reload the page to go on.',
  'error.unauthorised': 'You are not signed in. Open your invitation link again, or ask for a new one.',
  'error.not_allowed': 'Your invitation does not cover this. Ask the owner of the shop.',
  'error.not_found': 'That is no longer here. Reload the page to see how things are now.',
  'error.room_not_found': 'There is no room at this address. Check the link, or look at all shows.',
  'error.room_exists': 'There is a room at this address already. Choose another address.',
  'error.too_large': 'That is too large to send. Make it shorter and try again.',
  'error.rate_limited': 'That was a little fast. Wait a few seconds and try again.',
  'error.invite_invalid': 'This invitation has been used or has expired. Ask for a new one.',
  'error.nickname_taken': 'Someone here has that name already. Choose another one.',
  'error.nickname_reserved': 'That name is kept for the people of the shop. Choose another one.',
  'error.nickname_often': 'You have changed your name often today. Keep it for now, and try again tomorrow.',
  'error.stage_taken': 'Another device is broadcasting in this room now. You can continue on this one.',
  'error.show_not_live': 'The show is not on air, so there was nothing to do.',
  'error.show_paused': 'The show is paused. Go on with it when you are ready.',
  'error.no_picture': 'There is no picture yet, so the show has not started. Check the camera and try again.',
  'error.sold_out': 'Sold out just now. Nothing was reserved.',
  'error.stock_held': 'Fewer pieces would be left than are already promised. Release a reservation first.',
  'error.limit_variant': 'You already have as many of this one as each person may reserve.',
  'error.limit_show': 'You already have as many pieces as each person may reserve in this show.',
  'error.limit_value':
    'With this you would be above the sum that each person may reserve. Nothing was reserved.',
  'error.not_reservable': 'This one cannot be reserved yet: it has no price.',
  'error.price_changed':
    'The price has gone up meanwhile. Nothing was reserved; look at the new price and reserve again if you like.',
  'error.already_extended': 'You have already extended this one. Its time does not change again.',
  'error.reservation_over': 'This reservation is over, so nothing was changed.',
  'error.already_waiting': 'You are already on the list for this one.',
  'error.still_available': 'There is enough of it: you can reserve it right away.',
  'error.key_reused': 'Something else was already asked with this request. Reload the page and try again.',
  'error.no_reduction':
    'This is not below the lowest price of the last 30 days, so it cannot be shown as a reduction.',
  'error.limit_own': 'With this you would be above the limit that you set yourself. Nothing was reserved.',
  'error.cool_off':
    'Reservations of this value need a pause in between. Nothing was reserved; try again a little later.',
  'error.handle_taken': 'Another product has that short name already. Choose another one.',
  'error.sku_taken': 'Another variant has that SKU already. Nothing was changed.',
  'error.bad_image': 'That is not a picture we can read. Use a JPEG, PNG, WebP, AVIF or GIF file.',
  'error.bad_csv': 'The file could not be taken over, so nothing was changed. The rows below say why.',
  'error.changed_meanwhile':
    'Somebody else has changed this meanwhile. Look at the newest version, then change it again.',
  'error.storage_failed':
    'The shop cannot store anything at the moment, so nothing was changed. Try again in a minute.',
  'error.question_over': 'This question is not waiting any more, so nothing was changed.',
  'error.too_many_questions':
    'You have several questions waiting already. Wait for an answer, or take one back.',
  'error.muted': 'You cannot write here for the moment. You can go on watching and reserving.',
  'error.slow_down': 'One message at a time: wait a little before the next one.',
  'error.words_refused': 'This shop does not want one of these words. Say it another way.',
  'error.said_already':
    'The same was written here several times just now. Say it another way, or wait a minute.',
  'error.no_links': 'Links are for the shop’s own people here. Send it without the link.',
  'error.banned': 'The shop has closed this room to you. If that is a mistake, write to the shop.',
  'error.bad_sdp': 'The program sent an offer that cannot be read.',
  'error.sdp_unsupported':
    'The program offers no picture or sound that the shop can pass on. Choose H264 or VP8, and Opus.',
  'error.wrong_type': 'The program sent something else than was expected here.',
  'error.not_acceptable': 'The program asks for an answer of a kind that there is not.',
  'error.wrong_method': 'This cannot be done here.',
  'error.precondition_missing': 'The program did not say which state of the connection it means.',
  'error.too_many_keys': 'There are enough keys for this room. Revoke one that nobody uses.',
  'error.media_gone': 'The video connection was lost. We are making a new one.',
  'error.line_full':
    'The shop’s line is full: you see photos for now, and the picture as soon as there is room.',
  'error.media_unavailable':
    'The shop cannot carry video right now. Everything else works; try again in a moment.',
  'error.internal': 'Something went wrong on our side. Nothing was lost; try again in a moment.',
  'error.offline': 'You are offline. What you see is kept; we go on as soon as you are back.',
  'error.timeout': 'The shop did not answer in time. Check your connection and try again.',
} as const satisfies Record<`error.${ErrorCode | 'offline' | 'timeout'}`, string>;
