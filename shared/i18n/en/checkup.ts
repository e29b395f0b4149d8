// The doctor's lines (`npm run doctor`, and the owner's check-up page): how it is, and what to do about it.
export const checkup = {
  'checkup.lead': 'Would a show work now, and what to do if not.',
  'checkup.again': 'Look again',
  'checkup.looking': 'Looking: this takes a few seconds…',
  'checkup.at': 'Looked at {time}.',
  'checkup.paths': 'How viewers got the picture',
  'checkup.paths.help':
    'Told by their pages, in the last day. Only a viewer sees whether your ports are open to the world.',
  'checkup.paths.empty':
    'Nobody has watched in the last day. Open the room on a phone without Wi-Fi: it counts here.',
  'checkup.paths.count': 'Pages',
  'checkup.paths.way': 'Way',
  'checkup.path.udp': 'Direct, the fast way (UDP)',
  'checkup.path.tcp': 'Direct, by TCP',
  'checkup.path.relay': 'Through the relay (TURN)',
  'checkup.path.none': 'No video, photos instead',
  'checkup.advice.noUdp':
    'Nobody came by UDP: your firewall or the one of the provider probably blocks it. Let UDP through on the media ports.',
  'checkup.advice.relay':
    'Many came through the relay: TCP and UDP on the media ports are probably not open to the world.',
  'checkup.advice.none':
    'Some networks let nothing through but web pages. A relay (TURN) would bring those viewers the video.',
  'checkup.advice.noneRelayed':
    'Some got no video even with the relay. On port 443 with TLS it gets through nearly everywhere.',
  'checkup.advice.good': 'All is as it should be.',
  'checkup.verdict.good': 'Good',
  'checkup.verdict.fair': 'Could be better',
  'checkup.verdict.bad': 'Needs mending',
  'checkup.verdict.unknown': 'Not known',
  'checkup.ready': 'A show can go live.',
  'checkup.notReady.one': 'A show would fail: {count} thing needs mending.',
  'checkup.notReady.other': 'A show would fail: {count} things need mending.',

  'checkup.about.ports': 'Ports',
  'checkup.ports.free': 'Port {port} (pages) and {media} (media, UDP and TCP) are free.',
  'checkup.ports.held': 'Vetrina is running on port {port} (pages) and {media} (media, UDP and TCP).',
  'checkup.ports.taken':
    'Another program is on port {port}. Stop it (sudo ss -lntup names it), or choose another port with PORT or VETRINA_MEDIA_PORT.',
  'checkup.ports.missing':
    'Vetrina is running, but not on port {port}: it was started with other settings, or a media worker is down. Restart it, and run the doctor with the same settings.',
  'checkup.ports.rights': 'Port {port} needs more rights. Take one above 1023.',
  'checkup.ports.address':
    'This machine has no address {address}. Set HOST to one that it has, or to 0.0.0.0 for all.',

  'checkup.about.announced': 'Media address',
  'checkup.announced.local':
    'Media goes to {address}: only this machine can watch. For a shop, set VETRINA_PUBLIC_URL and VETRINA_ANNOUNCED_ADDRESS.',
  'checkup.announced.unreachable':
    'The shop is at {url}, but media is announced at {address}, which viewers cannot reach: they get no picture. Set VETRINA_ANNOUNCED_ADDRESS to the public address of this machine.',
  'checkup.announced.relayed':
    'Media is announced at {address}, which viewers outside cannot reach: all of it takes the way through the TURN server. Set VETRINA_ANNOUNCED_ADDRESS to the public address of this machine.',
  'checkup.announced.notFound':
    'VETRINA_ANNOUNCED_ADDRESS is {address}, a name that leads nowhere. Set the public address itself.',
  'checkup.announced.own': 'Media is announced at {address}, an address of this machine.',
  'checkup.announced.forwarded':
    'Media is announced at {address}. This machine has another address, so whatever stands in front must pass {media}, UDP and TCP, on to it.',

  'checkup.about.tls': 'HTTPS',
  'checkup.tls.local':
    'Fine for a try on this machine. Phones need HTTPS: put Caddy in front and set VETRINA_PUBLIC_URL (server/deploy/README.md).',
  'checkup.tls.plain':
    '{url} is without HTTPS, and there browsers let no host use the camera. Put Caddy in front and set VETRINA_PUBLIC_URL to its https address (server/deploy/README.md).',
  'checkup.tls.valid': '{url} answers, its certificate is good for {days} more days.',
  'checkup.tls.soon':
    '{url} answers, but its certificate ends in {days} days and should have been renewed by now. Look at the log of the proxy.',
  'checkup.tls.refused':
    'Browsers will not accept the certificate of {url}: {reason}. Look at the log of the proxy: port 80 and the DNS record must lead here.',
  'checkup.tls.silent':
    '{url} cannot be reached from here: {reason}. Check the DNS record, the firewall (TCP 80 and 443) and whether the proxy runs.',
  'checkup.tls.timeout':
    '{url} does not answer from here. Some routers do not let a machine reach its own public address: open it on a phone without Wi-Fi.',

  'checkup.about.socket': 'Live connection',
  'checkup.socket.passes': 'WebSockets reach Vetrina at {url}.',
  'checkup.socket.refused':
    '{url} answers {status} where Vetrina would open a WebSocket: no viewer gets into a room. The proxy must pass WebSockets, and Host and Origin as they are.',
  'checkup.socket.later': 'Start Vetrina and look again: then it is known whether WebSockets get through.',
  'checkup.socket.unreached': 'Not looked at, as {url} does not answer.',

  'checkup.about.proxy': 'Trust in the proxy',
  'checkup.proxy.none': 'No proxy is in front; viewers are told apart by their own addresses.',
  'checkup.proxy.trusted':
    'The proxy at {proxies} is believed; viewers are told apart by their own addresses.',
  'checkup.proxy.untrusted':
    '{url} is served by a proxy, but VETRINA_TRUST_PROXY is not set. All viewers look like one: they share one pace, and nobody gets in after {sockets}. Set it to the address of the proxy, for Caddy on this machine 127.0.0.1.',
  'checkup.proxy.stranger':
    'This page came through a proxy at {address}, which is not believed. All viewers look like one: they share one pace, and nobody gets in after {sockets}. Add the address to VETRINA_TRUST_PROXY.',
  'checkup.proxy.mute':
    'The proxy at {address} does not say for whom it asks. All viewers look like one. It must send X-Forwarded-For.',
  'checkup.proxy.everyone':
    'VETRINA_TRUST_PROXY is {proxies}: anyone may claim any address and pass all limits. Name the proxy alone.',

  'checkup.about.turn': 'Relay (TURN)',
  'checkup.turn.none':
    'There is none. Viewers in networks that let neither UDP nor our media ports through get photos instead of video.',
  'checkup.turn.relays': '{url} relays with our credentials.',
  'checkup.turn.refused':
    '{url} refuses: {reason}. VETRINA_TURN_SECRET must be the static-auth-secret of coturn, and both clocks must be right.',
  'checkup.turn.silent':
    '{url} does not answer: {reason}. Check that coturn runs and that the firewall lets its port through.',

  'checkup.about.uplink': 'Uplink',
  'checkup.uplink.known':
    'Vetrina sends at most {mbit} Mbit/s: past that viewers get a smaller picture, then photos, never a broken one.',
  'checkup.uplink.unset':
    'VETRINA_UPLINK_MBIT is not set. On a line that a full room can fill, set what it carries upwards: then a crowd gets smaller pictures rather than broken ones.',

  'checkup.about.worker': 'Media worker',
  'checkup.worker.starts': 'It starts (mediasoup {version}). Vetrina runs {count}.',
  'checkup.worker.broken': 'It does not start: {reason}. npm start gets or builds it anew.',

  'checkup.about.database': 'Database',
  'checkup.database.none': 'There is none yet. The first start makes it in {folder}.',
  'checkup.database.whole': 'It is whole: {size} MB, version {version}.',
  'checkup.database.older':
    'It is whole: {size} MB. The next start takes it from version {version} to {newest}.',
  'checkup.database.newer':
    'It was written by a newer Vetrina (version {version}, this one knows {newest}). Install the newer one again.',
  'checkup.database.damaged':
    'It is damaged: {reason}. Stop Vetrina, keep a copy of {folder}, and restore the last backup.',
  'checkup.database.closed':
    'It cannot be opened: {reason}. {folder} must belong to the user who runs Vetrina.',

  'checkup.about.growth': 'Growth',
  'checkup.growth.young': 'The shop is too young to tell how fast it grows.',
  'checkup.growth.room': 'The shop grows by {perMonth} MB a month: there is room for years.',
  'checkup.growth.months':
    'The shop grows by {perMonth} MB a month, and the disk is full in {months} months. Make room, or move to a larger disk.',

  'checkup.about.disk': 'Disk',
  'checkup.disk.good': '{free} GB are free, and a durable write takes {ms} ms.',
  'checkup.disk.slow':
    'A durable write takes {ms} ms, so a rush of reservations waits for it. A local SSD takes less than 5 ms.',
  'checkup.disk.low': 'Only {free} GB are free. Make room soon: a full disk takes no reservation.',
  'checkup.disk.full': 'Only {free} GB are free. A full disk takes no reservation: make room now.',
  'checkup.disk.memory':
    '{folder} lies in memory: all is lost when the machine restarts. Set VETRINA_DATA_DIR.',
  'checkup.disk.closed':
    'Nothing can be written to {folder}: {reason}. It must belong to the user who runs Vetrina.',

  'checkup.about.clock': 'Clock',
  'checkup.clock.kept': 'It is kept right by NTP.',
  'checkup.clock.loose':
    'Nothing keeps it right. Holds and relay credentials end by it: sudo apt install systemd-timesyncd.',
  'checkup.clock.off':
    'It is {seconds} s away from the clock of {url}. Holds and relay credentials end by it: sudo apt install systemd-timesyncd.',
  'checkup.clock.unseen':
    'Whether NTP keeps it right cannot be seen here (no timedatectl, as in a container).',

  'checkup.about.memory': 'Memory',
  'checkup.memory.good': '{free} MB are free.',
  'checkup.memory.low': 'Only {free} MB are free: enough for a small show. 1 GB is comfortable.',
  'checkup.memory.short':
    'Only {free} MB are free: Vetrina could be ended in mid-show. Close something, or take a larger machine.',

  'checkup.about.files': 'Open files',
  'checkup.files.good': '{limit} files and sockets may be open at a time.',
  'checkup.files.low':
    'Only {limit} files and sockets may be open at a time, too few for 2,000 viewers. Set LimitNOFILE=65536 in the systemd unit, or ulimit -n 65536.',

  'checkup.about.cpu': 'Processor',
  'checkup.cpu.good': '{cores} cores, {busy} % busy.',
  'checkup.cpu.busy':
    '{cores} cores, {busy} % busy. See with top what else runs; a show wants the machine for itself.',
  'checkup.cpu.workers':
    'VETRINA_WORKERS is {workers}, but there are {cores} cores: workers that share a core slow each other. Leave it unset.',
} as const;
