// Unit test of server/setup/worker/shim/srtp.h: libsrtp 3's API over libsrtp 2, as mediasoup-worker calls it.
// Prints one line per failed check and exits 1, or prints "all ok". Compiled and run by tests/setup/shim.test.ts:
//   g++ -std=c++20 -I server/setup/worker/shim tests/setup/srtp_shim_test.cpp -lsrtp2 -lcrypto
#include <srtp.h>

#include <arpa/inet.h>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <vector>

using Bytes = std::vector<uint8_t>;

static int failures = 0;
static const char* profileName = "";

#define CHECK(condition)                                                                 \
  do {                                                                                   \
    if (!(condition)) {                                                                  \
      std::printf("FAILED %s, line %d: %s\n", profileName, __LINE__, #condition);        \
      failures++;                                                                        \
    }                                                                                    \
  } while (0)

struct Profile {
  srtp_profile_t id;
  const char* name;
  size_t keyLen;
  size_t saltLen;
  size_t rtpTagLen;
  size_t rtcpTagLen;
};

// Lengths from RFC 7714 section 12 and RFC 5764 section 4.1.2 (there: a short tag for RTP, a long one for RTCP).
static constexpr Profile profiles[] = {
  {srtp_profile_aead_aes_256_gcm, "AEAD_AES_256_GCM", 32, 12, 16, 16},
  {srtp_profile_aead_aes_128_gcm, "AEAD_AES_128_GCM", 16, 12, 16, 16},
  {srtp_profile_aes128_cm_sha1_80, "AES_CM_128_HMAC_SHA1_80", 16, 14, 10, 10},
  {srtp_profile_aes128_cm_sha1_32, "AES_CM_128_HMAC_SHA1_32", 16, 14, 4, 10},
};

static constexpr size_t RtpHeaderLen = 12;
static constexpr size_t RtcpHeaderLen = 8;
static constexpr size_t SrtcpIndexLen = 4;
static constexpr size_t BufferLen = 2048;

static Bytes rtpPacket(uint16_t seq, uint32_t ssrc, size_t payloadLen, uint8_t fill = 7) {
  Bytes packet(RtpHeaderLen + payloadLen, fill);
  const uint32_t networkSsrc = htonl(ssrc);

  packet[0] = 0x80; // Version 2.
  packet[1] = 96;   // Payload type.
  packet[2] = static_cast<uint8_t>(seq >> 8);
  packet[3] = static_cast<uint8_t>(seq);
  std::memset(&packet[4], 1, 4); // Timestamp.
  std::memcpy(&packet[8], &networkSsrc, sizeof(networkSsrc));

  return packet;
}

static Bytes senderReport(uint8_t ssrc) {
  Bytes packet(28, 0);

  packet[0] = 0x80; // Version 2.
  packet[1] = 200;  // Sender report.
  packet[3] = 6;    // Length in words, minus one.
  packet[7] = ssrc;

  return packet;
}

// Opens a session exactly as RTC::SrtpSession's constructor does.
static srtp_t openSession(const Profile& profile, srtp_ssrc_type_t direction, const uint8_t* key) {
  srtp_policy_t policy{nullptr};
  srtp_ssrc_t ssrc{};
  srtp_t session{nullptr};

  ssrc.type = direction;

  const size_t keyLen = srtp_profile_get_master_key_length(profile.id);
  const size_t saltLen = srtp_profile_get_master_salt_length(profile.id);

  CHECK(srtp_policy_create(&policy) == srtp_err_status_ok);
  CHECK(srtp_policy_set_ssrc(policy, ssrc) == srtp_err_status_ok);
  CHECK(srtp_policy_set_profile(policy, profile.id) == srtp_err_status_ok);

  // Refused: a key of another length, and an MKI.
  const uint8_t mki = 1;
  CHECK(srtp_policy_add_key(policy, key, keyLen + 1, key + keyLen, saltLen, nullptr, 0) == srtp_err_status_bad_param);
  CHECK(srtp_policy_add_key(policy, key, keyLen, key + keyLen, saltLen, &mki, 1) == srtp_err_status_bad_param);

  CHECK(srtp_policy_add_key(policy, key, keyLen, key + keyLen, saltLen, nullptr, 0) == srtp_err_status_ok);
  CHECK(srtp_policy_set_allow_repeat_tx(policy, true) == srtp_err_status_ok);
  CHECK(srtp_policy_set_window_size(policy, 1024) == srtp_err_status_ok);
  CHECK(srtp_create(&session, policy) == srtp_err_status_ok);
  srtp_policy_destroy(policy);

  return session;
}

// As RTC::SrtpSession::EncryptRtp: from one buffer into another.
static Bytes protect(srtp_t session, const Bytes& packet) {
  Bytes out(BufferLen);
  size_t len = out.size();

  CHECK(srtp_protect(session, packet.data(), packet.size(), out.data(), &len, 0) == srtp_err_status_ok);
  out.resize(len);

  return out;
}

// As RTC::SrtpSession::DecryptSrtp: in place, the capacity being the packet's length. `packet` is changed only when ok.
static srtp_err_status_t unprotect(srtp_t session, Bytes& packet) {
  Bytes buffer = packet;
  size_t len = buffer.size();
  const auto err = srtp_unprotect(session, buffer.data(), buffer.size(), buffer.data(), &len);

  if (err == srtp_err_status_ok) {
    buffer.resize(len);
    packet = buffer;
  } else {
    CHECK(len == 0);
  }

  return err;
}

static void testRoundTrip(const Profile& profile, srtp_t tx, srtp_t rx) {
  const Bytes packet = rtpPacket(100, 42, 200);
  Bytes copy = packet;
  Bytes encrypted = protect(tx, copy);

  CHECK(copy == packet); // The input is left alone: the worker sends one packet to many consumers.
  CHECK(encrypted.size() == packet.size() + profile.rtpTagLen);
  CHECK(std::memcmp(&encrypted[RtpHeaderLen], &packet[RtpHeaderLen], 200) != 0);

  // A retransmission gives the same bytes (allow_repeat_tx), and the receiver refuses it as a replay.
  Bytes again = protect(tx, packet);
  CHECK(again == encrypted);
  CHECK(unprotect(rx, encrypted) == srtp_err_status_ok);
  CHECK(encrypted == packet);
  CHECK(unprotect(rx, again) == srtp_err_status_replay_fail);

  // From one buffer into another.
  const Bytes next = rtpPacket(101, 42, 50);
  const Bytes nextEncrypted = protect(tx, next);
  Bytes out(BufferLen);
  size_t len = out.size();
  CHECK(srtp_unprotect(rx, nextEncrypted.data(), nextEncrypted.size(), out.data(), &len) == srtp_err_status_ok);
  out.resize(len);
  CHECK(out == next);
}

static void testCapacity(const Profile& profile, srtp_t tx) {
  const Bytes packet = rtpPacket(102, 42, 50);
  Bytes out(BufferLen);

  size_t len = packet.size() + profile.rtpTagLen - 1;
  CHECK(srtp_protect(tx, packet.data(), packet.size(), out.data(), &len, 0) == srtp_err_status_buffer_small);

  len = packet.size() + SRTP_MAX_TAG_LEN;
  CHECK(srtp_protect(tx, packet.data(), packet.size(), out.data(), &len, 0) == srtp_err_status_ok);

  len = packet.size() - 1;
  CHECK(srtp_unprotect(tx, packet.data(), packet.size(), out.data(), &len) == srtp_err_status_buffer_small);

  // Longer than libsrtp 2's `int` can say.
  len = SIZE_MAX;
  CHECK(srtp_protect(tx, packet.data(), size_t{INT_MAX}, out.data(), &len, 0) == srtp_err_status_bad_param);
}

static void testDamage(srtp_t tx, srtp_t rx) {
  const Bytes packet = rtpPacket(103, 42, 50);
  Bytes encrypted = protect(tx, packet);

  Bytes damaged = encrypted;
  damaged.back() ^= 1;
  CHECK(unprotect(rx, damaged) == srtp_err_status_auth_fail);

  for (size_t len = 0; len < 24; len++) {
    Bytes cut(encrypted.begin(), encrypted.begin() + static_cast<std::ptrdiff_t>(len));
    CHECK(unprotect(rx, cut) != srtp_err_status_ok);
  }

  CHECK(unprotect(rx, encrypted) == srtp_err_status_ok);
  CHECK(encrypted == packet);
}

// The window of 1024: later packets first, then one inside and one outside of it.
static void testReordering(srtp_t tx, srtp_t rx) {
  std::vector<Bytes> encrypted;

  for (int i = 0; i < 1400; i++) {
    encrypted.push_back(protect(tx, rtpPacket(static_cast<uint16_t>(200 + i), 42, 20, static_cast<uint8_t>(i))));
  }

  const Bytes early = encrypted[600];

  CHECK(unprotect(rx, encrypted[1399]) == srtp_err_status_ok);
  CHECK(unprotect(rx, encrypted[1399 - 1000]) == srtp_err_status_ok);
  CHECK(unprotect(rx, encrypted[1399 - 1100]) == srtp_err_status_replay_old);

  // An old packet can be sent again long after.
  CHECK(protect(tx, rtpPacket(200 + 600, 42, 20, static_cast<uint8_t>(600))) == early);
}

// 70,000 packets pass the 16-bit sequence number's end twice.
static void testRollover(const Profile& profile, const uint8_t* key) {
  const srtp_t tx = openSession(profile, ssrc_any_outbound, key);
  const srtp_t rx = openSession(profile, ssrc_any_inbound, key);
  const int failuresBefore = failures;

  for (int i = 0; i < 70'000 && failures == failuresBefore; i++) {
    const Bytes packet = rtpPacket(static_cast<uint16_t>(65'000 + i), 9, 10);
    Bytes encrypted = protect(tx, packet);
    CHECK(unprotect(rx, encrypted) == srtp_err_status_ok);
    CHECK(encrypted == packet);
  }

  CHECK(srtp_dealloc(tx) == srtp_err_status_ok);
  CHECK(srtp_dealloc(rx) == srtp_err_status_ok);
}

// As RTC::SrtpSession::RemoveStream: the SSRC in network byte order. A removed stream may begin anew.
static void testRemoval(srtp_t tx) {
  CHECK(srtp_stream_remove(tx, htonl(42)) == srtp_err_status_ok);
  CHECK(srtp_stream_remove(tx, htonl(42)) == srtp_err_status_no_ctx);
  protect(tx, rtpPacket(5, 42, 20));
  CHECK(srtp_stream_remove(tx, 42) == srtp_err_status_no_ctx);
}

static void testRtcp(const Profile& profile, srtp_t tx, srtp_t rx) {
  const Bytes report = senderReport(42);
  const size_t encryptedLen = report.size() + profile.rtcpTagLen + SrtcpIndexLen;
  Bytes out(BufferLen);
  size_t len = out.size();

  CHECK(srtp_protect_rtcp(tx, report.data(), report.size(), out.data(), &len, 0) == srtp_err_status_ok);
  CHECK(len == encryptedLen);
  CHECK(std::memcmp(&out[RtcpHeaderLen], &report[RtcpHeaderLen], report.size() - RtcpHeaderLen) != 0);
  out.resize(encryptedLen);

  Bytes decrypted = out;
  size_t decryptedLen = decrypted.size();
  CHECK(
    srtp_unprotect_rtcp(rx, decrypted.data(), decrypted.size(), decrypted.data(), &decryptedLen) == srtp_err_status_ok);
  decrypted.resize(decryptedLen);
  CHECK(decrypted == report);

  decrypted = out;
  decryptedLen = decrypted.size();
  CHECK(
    srtp_unprotect_rtcp(rx, decrypted.data(), decrypted.size(), decrypted.data(), &decryptedLen) ==
    srtp_err_status_replay_fail);
  CHECK(decryptedLen == 0);

  for (size_t cut = 0; cut < 20; cut++) {
    decrypted = out;
    decryptedLen = decrypted.size();
    CHECK(srtp_unprotect_rtcp(rx, decrypted.data(), cut, decrypted.data(), &decryptedLen) != srtp_err_status_ok);
  }

  len = encryptedLen - 1;
  CHECK(
    srtp_protect_rtcp(tx, report.data(), report.size(), out.data(), &len, 0) == srtp_err_status_buffer_small);
}

// One packet of RTP and one of RTCP, sealed under each profile that has an AEAD.
static std::vector<Bytes> sealed(const uint8_t* key) {
  std::vector<Bytes> packets;

  for (const auto& profile : {profiles[0], profiles[1]}) {
    const srtp_t tx = openSession(profile, ssrc_any_outbound, key);
    const Bytes report = senderReport(42);
    Bytes out(BufferLen);
    size_t len = out.size();

    packets.push_back(protect(tx, rtpPacket(100, 42, 1200)));
    CHECK(srtp_protect_rtcp(tx, report.data(), report.size(), out.data(), &len, 0) == srtp_err_status_ok);
    out.resize(len);
    packets.push_back(out);
    CHECK(srtp_dealloc(tx) == srtp_err_status_ok);
  }

  return packets;
}

// The parentheses ask for libsrtp's own function: its own AES-GCM seals, then ours does, and no byte differs.
static void testOwnCipher(const uint8_t* key) {
  CHECK((srtp_init)() == srtp_err_status_ok);
  const auto theirs = sealed(key);
  CHECK(srtp_shutdown() == srtp_err_status_ok);

  CHECK(srtp_init() == srtp_err_status_ok);
  CHECK(sealed(key) == theirs);

  srtp_cipher_t* cipher{nullptr};
  CHECK(srtp_gcm::aes128.alloc(&cipher, 16, 16) == srtp_err_status_bad_param); // A key without its salt.
  CHECK(srtp_gcm::aes128.alloc(&cipher, 28, 12) == srtp_err_status_bad_param); // A tag that RFC 7714 does not have.
  CHECK(cipher == nullptr);
}

int main() {
  uint8_t key[64];
  for (size_t i = 0; i < sizeof(key); i++) {
    key[i] = static_cast<uint8_t>(i * 7 + 3);
  }

  testOwnCipher(key);
  CHECK(srtp_install_event_handler([](srtp_event_data_t*) {}) == srtp_err_status_ok);

  // The two borrowed error codes differ from every one of libsrtp 2's own.
  CHECK(srtp_err_status_cryptex_err > srtp_err_status_pkt_idx_adv);
  CHECK(srtp_err_status_buffer_small > srtp_err_status_cryptex_err);

  for (const auto& profile : profiles) {
    profileName = profile.name;
    CHECK(srtp_profile_get_master_key_length(profile.id) == profile.keyLen);
    CHECK(srtp_profile_get_master_salt_length(profile.id) == profile.saltLen);

    const srtp_t tx = openSession(profile, ssrc_any_outbound, key);
    const srtp_t rx = openSession(profile, ssrc_any_inbound, key);

    testRoundTrip(profile, tx, rx);
    testCapacity(profile, tx);
    testDamage(tx, rx);
    testReordering(tx, rx);
    testRollover(profile, key);
    testRemoval(tx);
    testRtcp(profile, tx, rx);

    CHECK(srtp_dealloc(tx) == srtp_err_status_ok);
    CHECK(srtp_dealloc(rx) == srtp_err_status_ok);
  }

  CHECK(srtp_shutdown() == srtp_err_status_ok);
  std::printf(failures == 0 ? "all ok (%s)\n" : "FAILED (%s)\n", srtp_get_version_string());

  return failures == 0 ? 0 : 1;
}
