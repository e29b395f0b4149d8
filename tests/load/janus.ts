// Debian's Janus in a process of its own, in its best configuration for many viewers of one stream: the VideoRoom plugin,
// all handles on one event loop. Sources: /etc/janus/janus.jcfg (event_loops), janus.conf.meetecho.com/docs/videoroom
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startProgram, stopChild } from './children.ts';
import { JanusCaller } from './janus-caller.ts';
import { janusProgram } from './janus-set-up.ts';
import { tempFolder } from './server.ts';

export const janusRoom = 1;

export type Janus = { pid: number; url: string; stop: () => Promise<void> };

const libraries = '/usr/lib/x86_64-linux-gnu/janus';

const files = (folder: string, port: number): Record<string, string> => ({
  'janus.jcfg': `general: {
  configs_folder = "${folder}"
  plugins_folder = "${libraries}/plugins"
  transports_folder = "${libraries}/transports"
  events_folder = "${libraries}/events"
  loggers_folder = "${libraries}/loggers"
  debug_level = 2
  event_loops = 1
  session_timeout = 0
}
plugins: { disable = "${others.map((name) => `libjanus_${name}.so`).join(',')}" }
transports: { disable = "libjanus_http.so,libjanus_pfunix.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_rabbitmq.so" }
`,
  'janus.transport.websockets.jcfg': `general: { json = "compact", ws = true, ws_port = ${port}, ws_ip = "127.0.0.1", wss = false }
`,
  'janus.plugin.videoroom.jcfg': `room-${janusRoom}: { publishers = 1, bitrate = 0, audiocodec = "opus", videocodec = "vp8", record = false }
`,
});

const others =
  'audiobridge duktape echotest lua nosip recordplay sip streaming textroom videocall voicemail'.split(' ');

/** Rejects when it does not answer within ten seconds. */
export const startJanus = async (cores: number[] | null, port: number): Promise<Janus> => {
  const folder = join(tempFolder(), 'janus');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files(folder, port))) writeFileSync(join(folder, name), text);
  const child = startProgram(janusProgram, ['--configs-folder', folder], {
    cores,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `ws://127.0.0.1:${port}`;
  const endsAt = performance.now() + 10_000;
  for (;;) {
    const caller = await JanusCaller.open(url).catch(() => null);
    if (caller) {
      caller.close();
      return { pid: child.pid ?? 0, url, stop: () => stopChild(child) };
    }
    if (performance.now() > endsAt) throw new Error('Janus did not answer within 10 s');
    await pause(50);
  }
};
