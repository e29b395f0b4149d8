// Keys for OBS and other encoders, in the back office.
export const encoders = {
  'encoders.title': 'OBS and other encoders',
  'encoders.of': 'OBS: {name}',
  'encoders.help':
    'OBS, FFmpeg or GStreamer can send the picture instead of the browser. They need the address of the room and a key.',
  'encoders.how':
    'In OBS: Settings, Stream, Service “WHIP”. Paste the address as Server and the key as Bearer Token. Keyframe interval 1 s, B-frames 0, Profile “baseline”. Then start streaming and go live in the studio.',
  'encoders.server': 'Server',
  'encoders.secret': 'Bearer token',
  'encoders.once': 'Copy the key now: it is shown this once and kept nowhere.',
  'encoders.made': 'The key “{name}” is ready',
  'encoders.new': 'New key',
  'encoders.name': 'Name of the device',
  'encoders.name.hint': 'So that you know later which one to revoke: “Laptop in the shop”.',
  'encoders.name.wrong': 'Give the key a name.',
  'encoders.make': 'Make a key',
  'encoders.keys': 'Keys',
  'encoders.none': 'No key yet',
  'encoders.none.help': 'Without a key nobody can send to this room but the studio.',
  'encoders.used': 'Last used',
  'encoders.never': 'Never',
  'encoders.madeBy': 'Made by {who}, {when}',
  'encoders.revoke': 'Revoke',
  'encoders.revoke.name': 'Revoke the key “{name}”',
  'encoders.revoke.title': 'Revoke “{name}”?',
  'encoders.revoke.text': 'What is sent with it ends at once, and it cannot be used again.',
  'encoders.revoked': '“{name}” is revoked',
} as const;
