// What a process asks of the kernel that Swift's Glibc module leaves out: prctl(2) takes as many
// arguments as one likes, and glibc declares accept4(2) for _GNU_SOURCE only.
#ifndef COUNTERFOIL_PROCESS_SHIM_H
#define COUNTERFOIL_PROCESS_SHIM_H

#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/resource.h>

static const int cf_crash_signals[] = {
    SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGSYS, SIGQUIT};

enum { CF_CRASH_COUNT = sizeof cf_crash_signals / sizeof cf_crash_signals[0] };

/// Keeps memory from being read by other processes of the same user, from a core file, and by the
/// person at the terminal: on a crash Swift's runtime starts an interactive backtracer there.
static inline bool cf_forbid_memory_dumps(void) {
    for (int i = 0; i < CF_CRASH_COUNT; i++) (void)signal(cf_crash_signals[i], SIG_DFL);
    struct rlimit none = {0, 0};
    return setrlimit(RLIMIT_CORE, &none) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

/// Whether the kernel would let this process's memory be read or written down.
static inline bool cf_allows_memory_dumps(void) {
    return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0;
}

// Declared here: with <sys/socket.h> in this module, Glibc's own would lose what is in it.
extern int cf_accept4(int listener, void *address, void *size, int flags) __asm__("accept4");

/// SOCK_CLOEXEC of <sys/socket.h>.
enum { cf_close_on_exec = 02000000 };

/// Takes a connection that is closed in every program which this process starts; accept(2) and a mark
/// afterwards would leave a moment in which another thread can fork.
static inline int cf_accept(int listener) { return cf_accept4(listener, 0, 0, cf_close_on_exec); }

#endif
