// What a process that holds secrets asks of the kernel; prctl(2) takes as many arguments as one
// likes, which Swift's Glibc module leaves out.
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

#endif
