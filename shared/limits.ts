// Every number that the outside can feel, with its unit in its name. Nothing here reads the environment.

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

export const limits = {
  // signalling
  maxFrameBytes: 64 * 1024,
  maxJsonDepth: 16,
  helloTimeoutMs: 10 * second,
  heartbeatMs: 15 * second,
  /** Of one address (IPv4) or network (IPv6 /64). */
  maxSocketsPerAddress: 200,
  /** Of one address, as above. */
  socketsPerMinute: 1200,
  /** What a peer may take to answer a closing frame. */
  closingMs: 5 * second,
  maxBufferedBytes: 1024 * 1024,
  /** The longest that messages gather under pressure before they are written. */
  gatherMs: 16,
  requestsBurst: 60,
  requestsPerSecond: 20,
  refusalsBeforeClose: 100,
  refusalsPerSecond: 1,
  replayEvents: 500,
  audienceEveryMs: 1 * second,

  // people
  nicknameChars: 24,
  /** Of one device. The first name is no change. */
  nicknameChangesPerDay: 3,
  roomNameChars: 60,
  slugChars: 40,
  inviteMs: 7 * day,
  sessionMs: 30 * day,
  staffNameChars: 40,

  // http
  /** Of one address (IPv4) or network (IPv6 /64): two hundred viewers with the connections that a browser opens. */
  maxConnectionsPerAddress: 1500,
  maxConnections: 16_000,
  /** So long may a peer take for the headers of a request, and for all of it (15 MB over a slow line). */
  headersMs: 10 * second,
  requestMs: 3 * minute,
  inviteTriesPerMinute: 30,
  receiptTriesPerMinute: 30,
  personalDataPerMinute: 10,
  /** Of one address that is not signed in. */
  publicRequestsPerMinute: 600,
  /** Of one person of the staff. */
  staffRequestsPerMinute: 3000,
  /** Of one address: pages, their scripts and pictures. A full office that joins together asks for 40 each. */
  filesPerMinute: 12_000,
  /** A hundred viewers behind one address, a photo every two seconds. */
  stillsPerMinute: 3000,
  pageRows: 50,
  maxPageRows: 200,

  // shop
  handleChars: 80,
  variantsPerProduct: 100,
  imagesPerProduct: 8,
  lineUpProducts: 60,
  maxPieces: 100_000,
  maxCents: 100_000_000,
  maxImageBytes: 15 * 1024 * 1024,
  maxImagePixels: 50_000_000,
  /** Pictures and files that wait for their turn; what comes on top is refused. */
  maxPicturesWaiting: 16,
  maxCsvBytes: 20 * 1024 * 1024,
  maxImportsWaiting: 3,
  maxCsvRows: 20_000,
  /** A change of stock is told at once; what changes within so long after that is told together. */
  stockEveryMs: 100,
  waitingEveryMs: 1 * second,
  sweepEveryMs: 1 * second,
  forgetEveryMs: 1 * hour,
  forgetFirstMs: 1 * minute,
  idempotencyMs: 7 * day,
  capRaiseMs: 1 * day,
  /** Who still waits then waits for nothing: the show is long over. */
  waitingMs: 1 * day,
  /** How long one sees one's own reservations after they ended. */
  endedShownMs: 1 * day,

  // questions
  questionChars: 280,
  answerChars: 500,
  /** Of one device, in one show, that are not answered yet. */
  openQuestions: 5,
  questionsShown: 300,
  meToosEveryMs: second / 2,

  // chat
  messageChars: 200,
  messagesShown: 50,
  heartsEveryMs: second / 2,
  /** What is in the shadow is listed for the staff so long. */
  shadowListedMs: 1 * day,
  /** The same words (of so many letters) from one network: so often within a minute. */
  sameWordsChars: 12,
  sameWordsPerMinute: 3,
  /** Identities younger than this share one pace in their network: a burst, then so many a minute. */
  newIdentityMs: 10 * minute,
  newIdentitiesBurst: 20,
  newIdentitiesPerMinute: 20,
  /** So long after a ban, identities made in its network are refused as well. */
  networkBanMs: 6 * hour,

  // media
  /** One key frame serves all who join within it. Above 300 ms: browsers ignore requests that come sooner after the last. */
  keyFrameRequestDelayMs: 400,
  /** So many newcomers within that begin as they come; when there are more, the next ones wait for a wave … */
  beginAsTheyCome: 4,
  /** … so long after the last one began. */
  waveMs: 2.5 * second,
  /** A picture so young has not been watched for long: a key frame more hurts nobody, and all want it back. */
  youngPictureMs: 5 * second,
  /** What a room's first viewer on another worker counts as: a pipe costs the first picture time, so small rooms stay together. */
  routerWeight: 16,
  initialOutgoingBitsPerSecond: 3_000_000,
  /** Of a line that looks slow: what the smallest picture takes. More would fill the line's queue before it is measured. */
  slowOutgoingBitsPerSecond: 300_000,
  maxIncomingBitsPerSecond: 6_000_000,
  /** Of a line so much is dealt out: the rest is for what is sent again, for pages and for the host. */
  uplinkShare: 0.9,
  /** Of that, so much when something is given back to those who were short of it. */
  uplinkSpareShare: 0.93,
  uplinkRestMs: 5 * second,
  /** Opus as a room sends it. */
  audioBitsPerSecond: 40_000,
  /** A photo of 40 kB every two seconds. */
  stillBitsPerSecond: 160_000,
  /** Of a core, by the least busy worker: newcomers get the small picture from here on … */
  workerTightLoad: 0.85,
  /** … and the full one again below this. */
  workerRelaxedLoad: 0.7,
  workerLookEveryMs: 2 * second,
  capacityEveryMs: 1 * second,
  workerRestartMs: 500,
  /** A show ends before that; a new transport and each ICE restart bring new ones. */
  turnCredentialMs: 6 * hour,
  /** The photos of a host for whoever gets no video. */
  stillEveryMs: 2 * second,
  maxStillBytes: 60 * 1024,
  /** An older photo is not shown as one of now. */
  stillMs: 10 * second,
  /** How many ways to number codecs, beside the router's own, a room takes from players at a time. */
  payloadNumberings: 8,

  // check-up
  /** An owner's question within so long is answered as the one before. */
  checkupEveryMs: 10 * second,
  checkupTakesMs: 30 * second,
  pathsEveryMs: 1 * minute,
  pathsShownMs: 1 * day,
  pathsKeptMs: 30 * day,

  // WHIP and WHEP
  maxSdpBytes: 64 * 1024,
  /** Of one address: opening, changing and closing sessions. */
  sdpRequestsPerMinute: 120,
  keyTriesPerMinute: 30,
  playersPerAddress: 50,
  playersPerRoom: 1000,
  streamKeysPerRoom: 20,
  streamKeyNameChars: 40,
  /** A session whose client never comes, or an encoder that sends nothing any more, is closed after so long. */
  streamSilentMs: 15 * second,
  streamSweepMs: 5 * second,
  /** Somebody who looks at what arrives is taken to look for so long. */
  examineForMs: 10 * second,

  // the owner's status page
  sampleEveryMs: 5 * second,
  samplesKept: 180,
  /** So many transports of a worker are asked for their rates at a time. */
  sampledTransports: 64,

  // shows
  emptyRoomMs: 1 * minute,
} as const;

/** The three simulcast layers of a host's camera, lowest first. `scale` divides the captured size. */
export const simulcastLayers = [
  { rid: 'q', scaleDown: 2, maxBitrate: 250_000, maxFramerate: 30 },
  { rid: 'h', scaleDown: 4 / 3, maxBitrate: 900_000, maxFramerate: 30 },
  { rid: 'f', scaleDown: 1, maxBitrate: 2_000_000, maxFramerate: 30 },
] as const;
export const topLayer = simulcastLayers.length - 1;
