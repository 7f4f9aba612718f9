// libssl, for the servers that tests make; the program itself speaks TLS through libcurl and
// SwiftNIO. What Swift cannot import stands below: function-like macros, as inline functions.

#ifndef COUNTERFOIL_CLIBSSL_SHIM_H
#define COUNTERFOIL_CLIBSSL_SHIM_H

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

static inline int counterfoil_ssl_set_versions(SSL_CTX *context, int lowest, int highest) {
    return SSL_CTX_set_min_proto_version(context, lowest)
        && SSL_CTX_set_max_proto_version(context, highest);
}

#endif
