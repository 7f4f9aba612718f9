// libcurl, loaded while the program runs.
//
// It is not linked: it brings thirty libraries along, and with them 8 ms and 4 MB to every start of
// a program, whether it speaks to a bank or not. What is called of it stands in one table, filled
// from the shared library by name; the header gives each entry its type, so a call is checked as if
// it were linked. Variadic functions have a wrapper for each type, as Swift cannot call them.

#ifndef COUNTERFOIL_CLIBCURL_SHIM_H
#define COUNTERFOIL_CLIBCURL_SHIM_H

// Checks of argument types by macros, which would take the names below for calls.
#define CURL_DISABLE_TYPECHECK 1

#include <curl/curl.h>
#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

// glibc declares it for _DEFAULT_SOURCE only, which a module cannot ask for after the fact.
extern void explicit_bzero(void *bytes, size_t count);

#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

#define COUNTERFOIL_CURL_FUNCTIONS(ENTRY) \
    ENTRY(curl_global_init)               \
    ENTRY(curl_slist_append)              \
    ENTRY(curl_slist_free_all)            \
    ENTRY(curl_easy_init)                 \
    ENTRY(curl_easy_setopt)               \
    ENTRY(curl_easy_getinfo)              \
    ENTRY(curl_easy_pause)                \
    ENTRY(curl_easy_cleanup)              \
    ENTRY(curl_multi_init)                \
    ENTRY(curl_multi_setopt)              \
    ENTRY(curl_multi_add_handle)          \
    ENTRY(curl_multi_remove_handle)       \
    ENTRY(curl_multi_perform)             \
    ENTRY(curl_multi_poll)                \
    ENTRY(curl_multi_wakeup)              \
    ENTRY(curl_multi_info_read)           \
    ENTRY(curl_multi_cleanup)

/// The functions of libcurl that this program calls.
typedef struct counterfoil_curl {
#define COUNTERFOIL_CURL_FIELD(name) __typeof__(name) *name;
    COUNTERFOIL_CURL_FUNCTIONS(COUNTERFOIL_CURL_FIELD)
#undef COUNTERFOIL_CURL_FIELD
} counterfoil_curl;

/// Loads the library and finds every function; false when something is missing.
static inline bool counterfoil_curl_load(counterfoil_curl *curl) {
    void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return false;
#define COUNTERFOIL_CURL_FIND(name)                              \
    curl->name = (__typeof__(name) *)dlsym(library, #name);      \
    if (curl->name == NULL) return false;
    COUNTERFOIL_CURL_FUNCTIONS(COUNTERFOIL_CURL_FIND)
#undef COUNTERFOIL_CURL_FIND
    return curl->curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

static inline CURLcode counterfoil_curl_set_number(
    const counterfoil_curl *curl, CURL *easy, CURLoption option, long value) {
    return curl->curl_easy_setopt(easy, option, value);
}

static inline CURLcode counterfoil_curl_set_large(
    const counterfoil_curl *curl, CURL *easy, CURLoption option, curl_off_t value) {
    return curl->curl_easy_setopt(easy, option, value);
}

/// curl copies the text; NULL takes the option back.
static inline CURLcode counterfoil_curl_set_text(
    const counterfoil_curl *curl, CURL *easy, CURLoption option, const char *value) {
    return curl->curl_easy_setopt(easy, option, value);
}

/// curl keeps the pointer.
static inline CURLcode counterfoil_curl_set_pointer(
    const counterfoil_curl *curl, CURL *easy, CURLoption option, const void *value) {
    return curl->curl_easy_setopt(easy, option, value);
}

/// Takes what arrives: `count` bytes, or, of a header, one line.
typedef size_t (*counterfoil_curl_receive)(
    char *bytes, size_t unit, size_t count, void *context);

static inline CURLcode counterfoil_curl_on_body(
    const counterfoil_curl *curl, CURL *easy, counterfoil_curl_receive receive, void *context) {
    CURLcode code = curl->curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive);
    return code != CURLE_OK ? code : curl->curl_easy_setopt(easy, CURLOPT_WRITEDATA, context);
}

static inline CURLcode counterfoil_curl_on_header(
    const counterfoil_curl *curl, CURL *easy, counterfoil_curl_receive receive, void *context) {
    CURLcode code = curl->curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, receive);
    return code != CURLE_OK ? code : curl->curl_easy_setopt(easy, CURLOPT_HEADERDATA, context);
}

/// Asked before each time that the request is handed to a connection.
static inline CURLcode counterfoil_curl_on_request(
    const counterfoil_curl *curl, CURL *easy, curl_prereq_callback ask, void *context) {
    CURLcode code = curl->curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, ask);
    return code != CURLE_OK ? code : curl->curl_easy_setopt(easy, CURLOPT_PREREQDATA, context);
}

/// Makes each socket that a transfer connects.
static inline CURLcode counterfoil_curl_on_socket(
    const counterfoil_curl *curl, CURL *easy, curl_opensocket_callback make, void *context) {
    CURLcode code = curl->curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, make);
    return code != CURLE_OK ? code : curl->curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, context);
}

/// A number that curl knows of a transfer; 0 when it does not.
static inline long counterfoil_curl_number(
    const counterfoil_curl *curl, CURL *easy, CURLINFO info) {
    long value = 0;
    return curl->curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : 0;
}

/// A text that curl knows of a transfer, which stays its own; NULL when it does not.
static inline const char *counterfoil_curl_text(
    const counterfoil_curl *curl, CURL *easy, CURLINFO info) {
    const char *value = NULL;
    return curl->curl_easy_getinfo(easy, info, &value) == CURLE_OK ? value : NULL;
}

static inline CURLMcode counterfoil_curl_multi_set_number(
    const counterfoil_curl *curl, CURLM *multi, CURLMoption option, long value) {
    return curl->curl_multi_setopt(multi, option, value);
}

/// Overwrites a list of headers and frees it.
static inline void counterfoil_curl_wipe_headers(
    const counterfoil_curl *curl, struct curl_slist *headers) {
    for (struct curl_slist *node = headers; node != NULL; node = node->next)
        explicit_bzero(node->data, strlen(node->data));
    curl->curl_slist_free_all(headers);
}

#endif
