// The part of libcrypto that Cryptography calls.
//
// Only what Swift cannot import stands below: function-like macros as inline functions. Nothing
// deprecated in OpenSSL 3 is used, so every call reaches the provider that the host configured.

#ifndef COUNTERFOIL_COPENSSL_SHIM_H
#define COUNTERFOIL_COPENSSL_SHIM_H

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>

#endif
