// The part of sdp-transform that sdp.ts uses: the package comes without types. Numbers are given as numbers wherever the text
// looks like one, also in names (`a=mid:0`). What is not in the text is not in the object.
declare module 'sdp-transform' {
  type Word = string | number;
  export type ParsedMedia = {
    type?: Word;
    port?: Word;
    protocol?: Word;
    payloads?: Word;
    mid?: Word;
    direction?: string;
    setup?: string;
    iceUfrag?: Word;
    icePwd?: Word;
    fingerprint?: { type?: Word; hash?: Word };
    rtcpMux?: string;
    bundleOnly?: string;
    rtp: { payload?: Word; codec?: Word; rate?: Word; encoding?: Word }[];
    fmtp: { payload?: Word; config?: Word }[];
    rtcpFb?: { payload?: Word; type?: Word; subtype?: Word }[];
    ext?: { value?: Word; uri?: Word; direction?: string; 'encrypt-uri'?: string }[];
    ssrcs?: { id?: Word; attribute?: string; value?: Word }[];
    ssrcGroups?: { semantics?: string; ssrcs?: Word }[];
    rids?: { id?: Word; direction?: string }[];
    simulcast?: { dir1?: string; list1?: Word; dir2?: string; list2?: Word };
  };
  export type ParsedSession = Partial<ParsedMedia> & {
    version?: Word;
    groups?: { type?: string; mids?: Word }[];
    extmapAllowMixed?: string;
    media: ParsedMedia[];
  };
  export function parse(sdp: string): ParsedSession;
}
