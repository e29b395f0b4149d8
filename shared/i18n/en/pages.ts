// English words of the small pages: home and sign-in.

export const pages = {
  // home
  'home.title': 'Live shop windows',
  'home.intro': 'Watch live, from the shop to your phone. Nothing to install, no account.',
  'home.liveNow': 'Live now',
  'home.otherRooms': 'Other rooms',
  'home.enter': 'Watch now',
  'home.visit': 'Go to the room',
  'home.state.live': 'Live since {time}',
  'home.state.away': 'Back in a moment',
  'home.state.ended': 'Last show: {date}',
  'home.state.none': 'No show yet',
  'home.empty': 'Nobody is live right now',
  'home.empty.help': 'This page shows by itself when a show begins. You can leave it open.',
  'home.noRooms': 'No rooms yet',
  'home.noRooms.help': 'Rooms appear here as soon as the shop has one.',
  'home.noRooms.owner': 'Make the first one in the back office.',
  'home.studioOf': 'Studio',
  'home.staff': 'For the people who work here',
  'home.stale': 'This list may be old: {problem}',

  // sign-in
  'signIn.title': 'Sign in',
  'signIn.working': 'Opening the door…',
  'signIn.failed': 'This invitation cannot be used',
  'signIn.used':
    'It has been used already or has expired; each works once and for seven days. Ask the owner for a new one, or run “npm run invite” on the shop’s computer.',
  'signIn.notSaved': 'You are not signed in yet, and your invitation was not used up.',
  'signIn.none': 'You are not signed in',
  'signIn.none.help':
    'Staff sign in with an invitation link. Ask the owner for one, or run “npm run invite” on the shop’s computer. To watch a show you need no sign-in.',
  'signIn.hello': 'Hello {name}',
  'signIn.role.owner': 'You are the owner of the shop.',
  'signIn.role.host': 'You are host in the room “{room}”.',
  'signIn.role.helper': 'You are helper in the room “{room}”.',
  'signIn.name': 'Your name',
  'signIn.name.hint': 'Your colleagues see it.',
  'signIn.name.wrong': '2 to 40 characters, please.',
  'signIn.goTo': 'Go to',
  'signIn.studio': 'Studio “{room}”',
  'signIn.shop': 'Back office',
  'signIn.signedOut': 'You are signed out on this device.',
} as const;
