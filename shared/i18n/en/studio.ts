// English words of the studio, where the host broadcasts. Short: the host reads them while talking to people.

export const studio = {
  'studio.title': 'Studio',
  'studio.pageTitle': '{room} · Studio',
  'studio.backOffice': 'Back office',

  // on air or not
  'studio.goLive': 'Go live',
  'studio.goingLive': 'Going live…',
  'studio.returnToShow': 'Return to your show',
  'studio.takeOver': 'Continue on this device',
  'studio.endShow': 'End the show',
  'studio.ending': 'Ending…',
  'studio.notLive': 'Not live yet.',
  'studio.off': 'Not live. Only you see this picture.',
  'studio.offEnded': 'The show has ended. Only you see this picture now.',
  'studio.starting': 'One moment, the picture is on its way to the room.',
  'studio.live': 'You are live',
  'studio.away': 'Your show is still open. Viewers read “back in a moment”.',
  'studio.elsewhere': 'Your show is live from another device or window.',
  'studio.interrupted': 'Your line broke. Viewers read “back in a moment”; we go on by ourselves.',
  'studio.reconnecting': 'No connection to the shop. We keep trying; you need not do anything.',
  'studio.resuming': 'Taking you back to your show…',
  'studio.onAirFor': 'On air for {time}',
  'studio.endedByRoom': 'The show has ended. Nothing you sold or answered is lost.',
  'studio.said.live': 'You are live.',
  'studio.said.ended': 'The show has ended.',
  'studio.said.interrupted': 'Your line broke. We are reconnecting.',
  'studio.said.back': 'You are back on air.',

  'studio.end.title': 'End the show?',
  'studio.end.text':
    'The picture stops for everyone in the room and viewers read that the show is over. The link stays the same for your next show.',
  'studio.end.watching.one': '{count} person is watching right now.',
  'studio.end.watching.other': '{count} people are watching right now.',
  'studio.end.confirm': 'End the show',
  'studio.end.keep': 'Stay live',

  'studio.takeOver.title': 'Continue here?',
  'studio.takeOver.text':
    'This device takes over the picture and the sound. The other one stops sending; viewers notice a short break.',

  // the picture
  'studio.preview': 'Your camera as viewers see it',
  'studio.previewAsking': 'Your browser asks for the camera and the microphone. Choose “Allow”.',
  'studio.micOff': 'Microphone off',

  // camera and microphone
  'studio.devices': 'Camera and microphone',
  'studio.camera': 'Camera',
  'studio.microphone': 'Microphone',
  'studio.cameraN': 'Camera {n}',
  'studio.microphoneN': 'Microphone {n}',
  'studio.noneFound': 'None found',
  'studio.mute': 'Mute',
  'studio.unmute': 'Unmute',
  'studio.muted': 'Microphone off. Viewers do not hear you.',
  'studio.unmuted': 'Microphone on.',
  'studio.hearing.unknown': 'Listening…',
  'studio.hearing.heard': 'We hear you',
  'studio.hearing.silent': 'No sound. Say something, or choose another microphone.',
  'studio.hearing.muted': 'Microphone off',
  'studio.meter': 'Microphone level',

  'studio.news.camera.switched': 'The camera went away. We switched to “{label}”; the show goes on.',
  'studio.news.camera.lost':
    'The camera “{label}” went away. Plug it in again or choose another; the show stays open.',
  'studio.news.camera.found': 'The camera “{label}” is in use now.',
  'studio.news.microphone.switched': 'The microphone went away. We switched to “{label}”; the show goes on.',
  'studio.news.microphone.lost':
    'The microphone “{label}” went away. Plug it in again or choose another; viewers still see you.',
  'studio.news.microphone.found': 'The microphone “{label}” is in use now.',
  'studio.notSwitched': 'That device did not open, so we kept the one before.',

  // what is wrong, and the way out
  'studio.trouble.insecure': 'This address may not use your camera',
  'studio.trouble.insecure.help':
    'Browsers give the camera only to secure addresses. Open this page with https://, or on the shop’s own computer at http://localhost.',
  'studio.trouble.in_app': 'This app’s built-in browser cannot broadcast',
  'studio.trouble.in_app.help':
    'Open the menu of the app (three dots or “…”) and choose “Open in browser”. Or copy the address and paste it into Chrome or Safari.',
  'studio.trouble.unsupported': 'This browser cannot broadcast',
  'studio.trouble.unsupported.help': 'Use a current Chrome, Edge, Firefox or Safari.',
  'studio.trouble.denied': 'The camera and the microphone are blocked',
  'studio.trouble.denied.help.chrome':
    'Open the icon left of the address, allow camera and microphone, then try again. If it stays blocked, look in the privacy settings of your computer.',
  'studio.trouble.denied.help.firefox':
    'Click the crossed-out camera in the address bar, remove the block, then try again.',
  'studio.trouble.denied.help.safari':
    'In the menu Safari, choose “Settings for this website”, allow camera and microphone, then try again.',
  'studio.trouble.denied.help.safari-ios':
    'Tap “aA” in the address bar, then “Website Settings”, allow camera and microphone, then try again.',
  'studio.trouble.camera.missing': 'No camera found',
  'studio.trouble.camera.missing.help':
    'Plug one in: it is taken as soon as it is there. A show needs a picture.',
  'studio.trouble.camera.in_use': 'Another program is using the camera',
  'studio.trouble.camera.in_use.help':
    'Close Zoom, Teams or the other window that has the camera, then try again.',
  'studio.trouble.camera.unplugged': 'The camera went away',
  'studio.trouble.camera.unplugged.help':
    'Plug it in again or choose another one. The show stays open; viewers read “back in a moment”.',
  'studio.trouble.camera.unknown': 'The camera did not open',
  'studio.trouble.camera.unknown.help':
    'Try again. If it fails again, choose another camera or restart the browser.',
  'studio.trouble.microphone.missing': 'No microphone found',
  'studio.trouble.microphone.missing.help':
    'Plug one in: it is taken as soon as it is there. Without it your show is silent.',
  'studio.trouble.microphone.in_use': 'Another program is using the microphone',
  'studio.trouble.microphone.in_use.help': 'Close the other program, then try again.',
  'studio.trouble.microphone.unplugged': 'The microphone went away',
  'studio.trouble.microphone.unplugged.help':
    'Plug it in again or choose another one. Viewers still see you.',
  'studio.trouble.microphone.unknown': 'The microphone did not open',
  'studio.trouble.microphone.unknown.help': 'Try again. If it fails again, choose another microphone.',

  // what is being sent
  'studio.health': 'What viewers get',
  'studio.health.off': 'Once you are live, you read here how well your picture arrives.',
  'studio.health.starting': 'Finding out how much your line carries…',
  'studio.health.good': 'Good. {numbers}.',
  'studio.health.thin_line':
    'Your line is thin: viewers get {size}. Move nearer to the router, or use a cable.',
  'studio.health.slow_computer':
    'This computer is at its limit: viewers get {size}. Close other programs and tabs.',
  'studio.health.dark_room': 'Only {fps} pictures a second: the camera needs more light.',
  'studio.health.lossy_line':
    'Your line drops pieces of the picture. Move nearer to the router, or use a cable.',
  'studio.health.slow_line':
    'Your line is slow to answer, so viewers are a little behind. The picture is fine.',
  'studio.health.no_picture': 'No picture leaves this device. Check the camera.',
  'studio.health.numbers': '{size}, {fps} pictures a second, {rate}',
  'studio.health.details': 'Numbers',
  'studio.health.layer': 'Size',
  'studio.health.fps': 'Pictures/s',
  'studio.health.rate': 'Rate',
  'studio.health.note': 'Note',
  'studio.health.limit.cpu': 'computer busy',
  'studio.health.limit.bandwidth': 'line full',
  'studio.health.limit.browser': 'held back',
  'studio.health.layerOff': 'not sent',
  'studio.health.sound': 'Sound',
  'studio.health.roundTrip': 'To the shop and back',
  'studio.health.encoding': 'Encoding a picture',
  'studio.health.lost': 'Pieces lost',
  'studio.health.overTcp': 'Your network blocks the fast way (UDP), so the slower one (TCP) is used.',

  // who may be here
  'studio.signedOut': 'This is the studio of a shop',
  'studio.signedOut.help':
    'To broadcast you need an invitation. Open the link that you were sent; each works once. Ask the owner for a new one if it has expired.',
  'studio.helper': 'Your invitation lets you help, not broadcast',
  'studio.helper.help': 'Watch the room, or ask the owner for an invitation as host.',
  'studio.noRoom': 'There is no room at this address',
  'studio.noRoom.help': 'Check the link, or look at all shows.',
  'studio.replaced': 'You went on in another window',
  'studio.replaced.help': 'Your show runs there. This window has stopped sending.',
  'studio.outdated': 'The shop has been updated',
  'studio.outdated.help': 'Reload the page to go on.',
  'studio.closed': 'The connection was closed',
  'studio.closed.help': 'Reload the page to come back.',
  'studio.toRoom': 'Watch the room',
  'studio.continueHere': 'Continue here',

  // sharing
  'studio.share': 'Invite viewers',
  'studio.share.link': 'Link to the room',
  'studio.share.text': '{room}: live shopping',
  'studio.share.local': 'This address works on this computer only. Phones need the shop’s public address.',
  'studio.share.qr': 'QR code',
  'studio.share.qrHelp': 'Point a phone’s camera at it to open the room.',

  // keys
  'studio.keys': 'Keys',
  'studio.keys.mute': 'Microphone off or on',
  'studio.keys.help': 'This list',
} as const;
