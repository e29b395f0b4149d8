// The part of libsrtp 3's API that mediasoup-worker 3.27 uses, on top of Debian's libsrtp 2.
//
// The worker includes <srtp.h> of a libsrtp 3 beta (worker/subprojects/libsrtp3.wrap), which no distribution has.
// Three things differ: a policy is an opaque handle with setters instead of a struct; a packet is given as
// (input, length, output, capacity) instead of one buffer changed in place; and there are two more error codes.
// All callers are in src/RTC/SrtpSession.cpp, include/RTC/SrtpSession.hpp and src/DepLibSRTP.cpp.
// Tested by tests/setup/srtp_shim_test.cpp.
#pragma once

// Both libraries have a type named srtp_policy_t: libsrtp 2's gets another name here.
#define srtp_policy_t srtp2_policy_t
#include <srtp2/srtp.h>
#undef srtp_policy_t

#include <climits>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <openssl/crypto.h>

#include "srtp_gcm.h"

// libsrtp 3's new errors. libsrtp 2's enum ends at 27, so C++ lets it hold up to 31 (as many bits as 27 needs);
// its 2.8 has cryptex_err = 28 of its own, with which the macro agrees. Both need not equal libsrtp 3's numbers.
#define srtp_err_status_cryptex_err static_cast<srtp_err_status_t>(28)
#define srtp_err_status_buffer_small static_cast<srtp_err_status_t>(31)

inline srtp_err_status_t srtp3_init() {
  const auto err = srtp_init();

  return err ? err : srtp_gcm::install();
}

#define srtp_init() srtp3_init()

struct srtp3_policy {
  srtp2_policy_t policy{}; // All zeros: no MKI, no encrypted header extensions, no further policy.
  uint8_t key[SRTP_MAX_KEY_LEN]{};
};

using srtp_policy_t = srtp3_policy*;

inline srtp_err_status_t srtp_policy_create(srtp_policy_t* policy) {
  *policy = new (std::nothrow) srtp3_policy{};

  return *policy ? srtp_err_status_ok : srtp_err_status_alloc_fail;
}

// The worker destroys a policy right after srtp_create(), which has copied what it needs: leave no key in memory.
inline void srtp_policy_destroy(srtp_policy_t policy) {
  if (policy) {
    OPENSSL_cleanse(policy->key, sizeof(policy->key));
  }

  delete policy;
}

inline srtp_err_status_t srtp_policy_set_ssrc(srtp_policy_t policy, srtp_ssrc_t ssrc) {
  policy->policy.ssrc = ssrc;

  return srtp_err_status_ok;
}

// For AES_CM_128_HMAC_SHA1_32 libsrtp 2 gives RTP a 4-byte tag and RTCP a 10-byte one, as RFC 5764 section 4.1.2 wants.
inline srtp_err_status_t srtp_policy_set_profile(srtp_policy_t policy, srtp_profile_t profile) {
  const auto err = srtp_crypto_policy_set_from_profile_for_rtp(&policy->policy.rtp, profile);

  return err ? err : srtp_crypto_policy_set_from_profile_for_rtcp(&policy->policy.rtcp, profile);
}

// libsrtp 2 takes key and salt as one string whose length follows from the profile, which has to be set before.
// MKIs are refused: the worker has none, and leaving them out silently would be worse than an error.
inline srtp_err_status_t srtp_policy_add_key(
  srtp_policy_t policy,
  const uint8_t* key,
  size_t keyLen,
  const uint8_t* salt,
  size_t saltLen,
  const uint8_t* /*mki*/,
  size_t mkiLen) {
  const auto profileLen = static_cast<size_t>(policy->policy.rtp.cipher_key_len);

  if (mkiLen != 0 || keyLen + saltLen != profileLen || profileLen > sizeof(policy->key)) {
    return srtp_err_status_bad_param;
  }

  std::memcpy(policy->key, key, keyLen);
  std::memcpy(policy->key + keyLen, salt, saltLen);
  policy->policy.key = policy->key;

  return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_allow_repeat_tx(srtp_policy_t policy, bool allow) {
  policy->policy.allow_repeat_tx = allow ? 1 : 0;

  return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_policy_set_window_size(srtp_policy_t policy, size_t windowSize) {
  policy->policy.window_size = windowSize;

  return srtp_err_status_ok;
}

inline srtp_err_status_t srtp_create(srtp_t* session, srtp_policy_t policy) {
  return srtp_create(session, &policy->policy);
}

// libsrtp 2 takes the SSRC in network byte order, which is how the worker gives it (SrtpSession.hpp: htonl(ssrc)).
inline srtp_err_status_t srtp_stream_remove(srtp_t session, uint32_t ssrc) {
  return srtp_remove_stream(session, ssrc);
}

// Runs one of libsrtp 2's in-place functions from `in` to `out`, which may be the same buffer. `trailer` is the most
// bytes the function may append. On entry *outLen is the capacity of `out`, afterwards the packet's length.
// libsrtp 2 itself refuses packets that are too short.
inline srtp_err_status_t srtp3_process(
  srtp_err_status_t (*process)(srtp_t, void*, int*),
  srtp_t session,
  const uint8_t* in,
  size_t inLen,
  uint8_t* out,
  size_t* outLen,
  size_t trailer) {
  if (inLen > INT_MAX - trailer) {
    return srtp_err_status_bad_param;
  } else if (*outLen < inLen + trailer) {
    return srtp_err_status_buffer_small;
  }

  if (in != out) {
    std::memmove(out, in, inLen);
  }

  auto len = static_cast<int>(inLen);
  const auto err = process(session, out, &len);

  *outLen = err ? 0 : static_cast<size_t>(len);

  return err;
}

// Without an MKI the trailer is the authentication tag (libsrtp 2's SRTP_MAX_TRAILER_LEN also counts 128 bytes of MKI).
inline srtp_err_status_t srtp_protect(
  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t /*mkiIndex*/) {
  return srtp3_process(srtp_protect, session, in, inLen, out, outLen, SRTP_MAX_TAG_LEN);
}

inline srtp_err_status_t srtp_unprotect(
  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen) {
  return srtp3_process(srtp_unprotect, session, in, inLen, out, outLen, 0);
}

// SRTCP also appends its 4-byte index (RFC 3711 section 3.4).
inline srtp_err_status_t srtp_protect_rtcp(
  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen, size_t /*mkiIndex*/) {
  return srtp3_process(srtp_protect_rtcp, session, in, inLen, out, outLen, SRTP_MAX_TAG_LEN + 4);
}

inline srtp_err_status_t srtp_unprotect_rtcp(
  srtp_t session, const uint8_t* in, size_t inLen, uint8_t* out, size_t* outLen) {
  return srtp3_process(srtp_unprotect_rtcp, session, in, inLen, out, outLen, 0);
}
