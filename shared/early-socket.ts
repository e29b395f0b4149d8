// The one script that stands in the room's page itself: it opens the socket before any file of the page is here, and
// client/lib/connection.ts takes it over. The build writes it into the page, the server's Content-Security-Policy names its hash.
// Rules: NET-36, SEC-1.
import { SUBPROTOCOL } from './protocol.ts';

export const earlySocketScript = `earlySocket=new WebSocket(location.origin.replace("http","ws")+"/ws","${SUBPROTOCOL}")`;
