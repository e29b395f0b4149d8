// The shop's TURN servers as WHIP and WHEP tell them: one Link header for each (RFC 9725 §4.6). Rules: WHP-17.
import type { IceServer } from '../../shared/media.ts';

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

export const iceLinks = (servers: IceServer[]): string[] =>
  servers.flatMap(({ urls, username, credential }) =>
    urls.map(
      (url) =>
        `<${url}>; rel="ice-server"; username=${quoted(username)}; credential=${quoted(credential)}; credential-type="password"`,
    ),
  );
