// AES-GCM for libsrtp 2, by OpenSSL. Debian builds libsrtp against NSS, whose PKCS #11 layers took 23 % of a worker's CPU
// with 100 viewers; mediasoup's own worker has a libsrtp against OpenSSL.
//
// libsrtp has a door for it, srtp_replace_cipher_type() (srtp2/cipher.h), and lets nothing through that fails its own
// vectors for the cipher it replaces. A cipher encrypts or decrypts in place; its key comes with the salt behind it, which is
// libsrtp's to use, and what it is given to decrypt ends with the tag. Source of the vectors: RFC 7714 section 16.
// Tested by tests/setup/srtp_shim_test.cpp.
#pragma once

#include <srtp2/cipher.h>

#include <climits>
#include <cstdint>
#include <new>
#include <openssl/evp.h>

namespace srtp_gcm {

constexpr int SaltLen = 12;

struct State {
  EVP_CIPHER_CTX* context{EVP_CIPHER_CTX_new()};
  const EVP_CIPHER* aes{};
  int tagLen{};

  ~State() { EVP_CIPHER_CTX_free(context); }
};

inline srtp_err_status_t orFail(bool ok, srtp_err_status_t failure = srtp_err_status_cipher_fail) {
  return ok ? srtp_err_status_ok : failure;
}

template <const srtp_cipher_type_t& Type>
srtp_err_status_t alloc(srtp_cipher_pointer_t* cipher, int keyLen, int tagLen) {
  const bool is128 = Type.id == SRTP_AES_GCM_128;

  if (keyLen != (is128 ? 16 : 32) + SaltLen || (tagLen != 8 && tagLen != 16)) {
    return srtp_err_status_bad_param;
  }

  auto* state = new (std::nothrow) State{};
  *cipher = new (std::nothrow) srtp_cipher_t{&Type, state, keyLen, static_cast<int>(Type.id)};

  if (!state || !state->context || !*cipher) {
    delete state;
    delete *cipher;
    *cipher = nullptr;

    return srtp_err_status_alloc_fail;
  }

  state->aes = is128 ? EVP_aes_128_gcm() : EVP_aes_256_gcm();
  state->tagLen = tagLen;

  return srtp_err_status_ok;
}

inline srtp_err_status_t dealloc(srtp_cipher_pointer_t cipher) {
  delete static_cast<State*>(cipher->state);
  delete cipher;

  return srtp_err_status_ok;
}

inline srtp_err_status_t init(void* opaque, const uint8_t* key) {
  auto* state = static_cast<State*>(opaque);

  return orFail(EVP_CipherInit_ex(state->context, state->aes, nullptr, key, nullptr, 1), srtp_err_status_init_fail);
}

inline srtp_err_status_t setIv(void* opaque, uint8_t* iv, srtp_cipher_direction_t direction) {
  auto* state = static_cast<State*>(opaque);
  const int encrypts = direction == srtp_direction_encrypt ? 1 : 0;

  return orFail(EVP_CipherInit_ex(state->context, nullptr, nullptr, nullptr, iv, encrypts));
}

inline srtp_err_status_t setAad(void* opaque, const uint8_t* aad, uint32_t len) {
  auto* state = static_cast<State*>(opaque);
  int done{};

  return orFail(len <= INT_MAX && EVP_CipherUpdate(state->context, nullptr, &done, aad, static_cast<int>(len)));
}

inline srtp_err_status_t encrypt(void* opaque, uint8_t* buffer, unsigned int* len) {
  auto* state = static_cast<State*>(opaque);
  int done{};

  return orFail(*len <= INT_MAX && EVP_CipherUpdate(state->context, buffer, &done, buffer, static_cast<int>(*len)));
}

// After encrypt(): ends the message.
inline srtp_err_status_t getTag(void* opaque, uint8_t* tag, uint32_t* len) {
  auto* state = static_cast<State*>(opaque);
  int none{};

  *len = static_cast<uint32_t>(state->tagLen);

  return orFail(
    EVP_CipherFinal_ex(state->context, tag, &none) &&
    EVP_CIPHER_CTX_ctrl(state->context, EVP_CTRL_AEAD_GET_TAG, state->tagLen, tag));
}

inline srtp_err_status_t decrypt(void* opaque, uint8_t* buffer, unsigned int* len) {
  auto* state = static_cast<State*>(opaque);
  const auto tagLen = static_cast<unsigned int>(state->tagLen);
  int done{};
  int none{};

  if (*len < tagLen || *len > INT_MAX) {
    return srtp_err_status_bad_param;
  }

  *len -= tagLen;

  uint8_t* tag = buffer + *len;

  if (!EVP_CIPHER_CTX_ctrl(state->context, EVP_CTRL_AEAD_SET_TAG, state->tagLen, tag) ||
      !EVP_CipherUpdate(state->context, buffer, &done, buffer, static_cast<int>(*len))) {
    return srtp_err_status_cipher_fail;
  }

  return orFail(EVP_CipherFinal_ex(state->context, tag, &none), srtp_err_status_auth_fail);
}

// RFC 7714 section 16.1.1 and 16.2.1: the packet is "Gallia est omnis divisa in partes tres" behind an RTP header.
constexpr uint8_t key128[28] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
constexpr uint8_t key256[44] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31};
inline uint8_t iv[12] = {0x51, 0x75, 0x3c, 0x65, 0x80, 0xc2, 0x72, 0x6f, 0x20, 0x71, 0x84, 0x14};
constexpr uint8_t header[12] = {0x80, 0x40, 0xf1, 0x7b, 0x80, 0x41, 0xf8, 0xd3, 0x55, 0x01, 0xa0, 0xb2};
constexpr uint8_t plain[38] = {'G', 'a', 'l', 'l', 'i', 'a', ' ', 'e', 's', 't', ' ', 'o', 'm', 'n', 'i', 's', ' ', 'd', 'i',
                               'v', 'i', 's', 'a', ' ', 'i', 'n', ' ', 'p', 'a', 'r', 't', 'e', 's', ' ', 't', 'r', 'e', 's'};
constexpr uint8_t sealed128[54] = {
  0xf2, 0x4d, 0xe3, 0xa3, 0xfb, 0x34, 0xde, 0x6c, 0xac, 0xba, 0x86, 0x1c, 0x9d, 0x7e, 0x4b, 0xca, 0xbe, 0x63,
  0x3b, 0xd5, 0x0d, 0x29, 0x4e, 0x6f, 0x42, 0xa5, 0xf4, 0x7a, 0x51, 0xc7, 0xd1, 0x9b, 0x36, 0xde, 0x3a, 0xdf,
  0x88, 0x33, 0x89, 0x9d, 0x7f, 0x27, 0xbe, 0xb1, 0x6a, 0x91, 0x52, 0xcf, 0x76, 0x5e, 0xe4, 0x39, 0x0c, 0xce};
constexpr uint8_t sealed256[54] = {
  0x32, 0xb1, 0xde, 0x78, 0xa8, 0x22, 0xfe, 0x12, 0xef, 0x9f, 0x78, 0xfa, 0x33, 0x2e, 0x33, 0xaa, 0xb1, 0x80,
  0x12, 0x38, 0x9a, 0x58, 0xe2, 0xf3, 0xb5, 0x0b, 0x2a, 0x02, 0x76, 0xff, 0xae, 0x0f, 0x1b, 0xa6, 0x37, 0x99,
  0xb8, 0x7b, 0x7a, 0xa3, 0xdb, 0x36, 0xdf, 0xff, 0xd6, 0xb0, 0xf9, 0xbb, 0x78, 0x78, 0xd7, 0xa7, 0x6c, 0x13};
inline const srtp_cipher_test_case_t vector128{28, key128, iv, 38, plain, 54, sealed128, 12, header, 16, nullptr};
inline const srtp_cipher_test_case_t vector256{44, key256, iv, 38, plain, 54, sealed256, 12, header, 16, nullptr};

extern const srtp_cipher_type_t aes128;
extern const srtp_cipher_type_t aes256;

inline const srtp_cipher_type_t aes128{
  alloc<aes128>, dealloc, init, setAad, encrypt, decrypt, setIv, getTag, "AES-128 GCM by OpenSSL", &vector128, SRTP_AES_GCM_128};
inline const srtp_cipher_type_t aes256{
  alloc<aes256>, dealloc, init, setAad, encrypt, decrypt, setIv, getTag, "AES-256 GCM by OpenSSL", &vector256, SRTP_AES_GCM_256};

/** To be called after srtp_init(). Fails with algo_fail if a vector of ours or of libsrtp's comes out wrong. */
inline srtp_err_status_t install() {
  const auto err = srtp_replace_cipher_type(&aes128, SRTP_AES_GCM_128);

  return err ? err : srtp_replace_cipher_type(&aes256, SRTP_AES_GCM_256);
}

} // namespace srtp_gcm
