// The part of libcrypto that Cryptography and Certificates call.
//
// Only what Swift cannot import stands below: function-like macros and variadic functions, as
// inline functions. Nothing deprecated in OpenSSL 3 is used, so every call reaches the provider
// that the host configured.

#ifndef COUNTERFOIL_COPENSSL_SHIM_H
#define COUNTERFOIL_COPENSSL_SHIM_H

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

// A new key for ECDSA on P-256; EVP_PKEY_Q_keygen, which it stands for, is variadic.
static inline EVP_PKEY *counterfoil_p256_key_new(void) { return EVP_EC_gen("P-256"); }

// The bytes that a memory BIO holds, which stay its own.
static inline long counterfoil_bio_bytes(BIO *bio, char **start) {
    return BIO_get_mem_data(bio, start);
}

#endif
