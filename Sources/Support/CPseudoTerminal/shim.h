// Pseudo-terminals for the programs that tests and measurements drive. Swift cannot call fork, ioctl
// and the macros of a wait status.

#ifndef COUNTERFOIL_CPSEUDOTERMINAL_SHIM_H
#define COUNTERFOIL_CPSEUDOTERMINAL_SHIM_H

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

// glibc declares it for _GNU_SOURCE only, which a module cannot ask for after the fact.
extern int close_range(unsigned int first, unsigned int last, int flags);

/// What the keeper of a pseudo-terminal says about its program.
struct cf_pty_report {
    /// 0: started, `value` is the process id. 1: a status as waitpid gives it.
    int32_t kind;
    int32_t value;
};

/// The keeper: leads the terminal's session and outlives the program in it.
///
/// When a session leader exits, Linux hangs its terminal up and resets the modes, so a program that
/// led its own session would always seem to have restored them. Having a parent in the session also
/// lets the program be stopped and continued, as under a shell.
static inline void cf_pty_keep(
    int control, int terminal, const char *path, char *const *arguments, char *const *environment) {
    sigset_t none;
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    for (int number = 1; number < 32; number++) (void)signal(number, SIG_DFL);
    // The parent looks at the terminal before anybody has touched it, then says go.
    char go;
    if (read(control, &go, 1) != 1) _exit(0);
    pid_t program = fork();
    if (program < 0) _exit(126);
    if (program == 0) {
        (void)setpgid(0, 0);
        (void)signal(SIGTTOU, SIG_IGN);
        (void)tcsetpgrp(terminal, getpid());
        (void)signal(SIGTTOU, SIG_DFL);
        (void)close_range(3, ~0U, 0);
        (void)execve(path, arguments, environment);
        _exit(127);
    }
    (void)setpgid(program, program);
    (void)signal(SIGTTOU, SIG_IGN);
    (void)signal(SIGHUP, SIG_IGN);
    struct cf_pty_report report = {0, (int32_t)program};
    (void)send(control, &report, sizeof report, MSG_NOSIGNAL);
    for (;;) {
        int status = 0;
        pid_t changed = waitpid(program, &status, WUNTRACED);
        if (changed < 0 && errno == EINTR) continue;
        if (changed < 0) _exit(125);
        report.kind = 1;
        report.value = status;
        (void)send(control, &report, sizeof report, MSG_NOSIGNAL);
        if (!WIFSTOPPED(status)) break;
    }
    char byte;
    while (read(control, &byte, 1) > 0) {}
    _exit(0);
}

/// Starts a program on a new pseudo-terminal of this size.
///
/// Returns the keeper's process id, or -1 and errno. Reports arrive on `control`, one per packet.
static inline pid_t cf_pty_start(
    const char *path, char *const *arguments, char *const *environment, unsigned short row_count,
    unsigned short column_count, int *master, int *control) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return -1;
    struct winsize size = {.ws_row = row_count, .ws_col = column_count};
    int descriptor = -1;
    pid_t keeper = forkpty(&descriptor, NULL, NULL, &size);
    if (keeper == 0) {
        int kept = dup2(pair[1], 3);
        (void)close_range(4, ~0U, 0);
        cf_pty_keep(kept, STDIN_FILENO, path, arguments, environment);
    }
    (void)close(pair[1]);
    if (keeper < 0) {
        (void)close(pair[0]);
        return -1;
    }
    (void)fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    *master = descriptor;
    *control = pair[0];
    return keeper;
}

static inline bool cf_pty_resize(int master, unsigned short row_count, unsigned short column_count) {
    struct winsize size = {.ws_row = row_count, .ws_col = column_count};
    return ioctl(master, TIOCSWINSZ, &size) == 0;
}

static inline bool cf_status_is_exit(int status) { return WIFEXITED(status); }
static inline int cf_status_exit_code(int status) { return WEXITSTATUS(status); }
static inline bool cf_status_is_stop(int status) { return WIFSTOPPED(status); }
static inline int cf_status_signal(int status) {
    return WIFSTOPPED(status) ? WSTOPSIG(status) : WTERMSIG(status);
}

#endif
