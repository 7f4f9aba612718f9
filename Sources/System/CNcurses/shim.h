// What Swift cannot import of ncursesw and of the terminal's side of the C library: macros,
// variadic functions, mutable globals, signal handlers. Everything here is `static inline`, so that
// the module needs no object file of its own.
//
// One rule follows from that. A static variable in this header exists once per object file that
// uses it, so the functions of the section "process guard" may be called from one Swift file only:
// TerminalCurses/ProcessGuard.swift.

#ifndef COUNTERFOIL_CNCURSES_SHIM_H
#define COUNTERFOIL_CNCURSES_SHIM_H

#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#ifndef _XOPEN_SOURCE_EXTENDED
#define _XOPEN_SOURCE_EXTENDED 1
#endif

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

// glibc declares these for _GNU_SOURCE only, which a module cannot ask for after the fact.
extern int wcwidth(wchar_t character);
extern int memfd_create(const char *name, unsigned int flags);

// term.h defines the names of capabilities as macros over `cur_term`. Short ones such as `lines`
// and `columns` would eat parameters of these functions.
#undef lines
#undef columns
#undef buttons

// ---------------------------------------------------------------- attributes

static const attr_t CF_ATTRIBUTE_NORMAL = A_NORMAL;
static const attr_t CF_ATTRIBUTE_BOLD = A_BOLD;
static const attr_t CF_ATTRIBUTE_DIM = A_DIM;
static const attr_t CF_ATTRIBUTE_ITALIC = A_ITALIC;
static const attr_t CF_ATTRIBUTE_REVERSE = A_REVERSE;
static const attr_t CF_ATTRIBUTE_UNDERLINE = A_UNDERLINE;

// ---------------------------------------------------------------- the screen

/// What terminfo says about a terminal, found without touching the terminal.
enum {
    /// No entry, or one for terminals in general.
    CF_TERMINAL_UNKNOWN = 0,
    /// An entry without cursor addressing: `dumb`, a printer.
    CF_TERMINAL_LINES_ONLY = 1,
    /// An entry that a screen can be painted with.
    CF_TERMINAL_ADDRESSABLE = 2,
};

static inline long cf_terminal_kind_of(const char *name) {
    int status = 0;
    if (setupterm(name, STDOUT_FILENO, &status) != OK || status != 1) return CF_TERMINAL_UNKNOWN;
    const char *address = tigetstr("cup");
    bool addressable = address != NULL && address != (const char *)-1;
    del_curterm(cur_term);
    return addressable ? CF_TERMINAL_ADDRESSABLE : CF_TERMINAL_LINES_ONLY;
}

static inline SCREEN *cf_newterm(const char *name) {
    return newterm(name, stdout, stdin);
}

/// Takes the size from the kernel and never from LINES or COLUMNS.
static inline void cf_take_size_from_kernel(void) {
    use_env(FALSE);
    use_tioctl(TRUE);
}

/// Takes the size from the terminfo entry alone.
static inline void cf_take_size_from_terminfo(void) {
    use_env(FALSE);
    use_tioctl(FALSE);
}

/// Modes that every screen of ours has: all keys as bytes, nothing echoed, nothing translated.
static inline void cf_enter_modes(void) {
    raw();
    noecho();
    nonl();
    typeahead(-1);
    keypad(stdscr, TRUE);
    leaveok(stdscr, FALSE);
    scrollok(stdscr, FALSE);
    // Lets ncurses move lines with the terminal's own scrolling, so that a list that scrolls by
    // one row costs one row.
    idlok(stdscr, TRUE);
}

/// The number of colours; 0 without colour.
static inline int cf_start_colours(void) {
    if (!has_colors() || start_color() != OK) return 0;
    return COLORS;
}

static inline int cf_pair_limit(void) { return COLOR_PAIRS; }
static inline bool cf_use_default_colours(void) { return use_default_colors() == OK; }

static inline int cf_rows(void) { return getmaxy(stdscr); }
static inline int cf_columns(void) { return getmaxx(stdscr); }

static inline void cf_move_cursor(int row, int column) { (void)wmove(stdscr, row, column); }
static inline void cf_show_cursor(bool visible) { (void)curs_set(visible ? 1 : 0); }

/// Fills one cell of a row that is about to be drawn. A `mark` of 0 is none.
static inline void cf_fill_cell(
    cchar_t *cell, uint32_t base, uint32_t first_mark, uint32_t second_mark, attr_t attributes,
    int pair) {
    wchar_t text[4] = {(wchar_t)base, (wchar_t)first_mark, 0, 0};
    if (first_mark != 0) text[2] = (wchar_t)second_mark;
    (void)setcchar(cell, text, attributes, (short)(pair > 32767 ? 32767 : pair), &pair);
}

static inline void cf_draw_cells(int row, int column, const cchar_t *cells, int count) {
    (void)mvwadd_wchnstr(stdscr, row, column, cells, count);
}

/// What blank cells look like, so that ncurses may clear with the theme's background.
static inline void cf_set_background(int pair) {
    cchar_t blank;
    cf_fill_cell(&blank, ' ', 0, 0, A_NORMAL, pair);
    wbkgrndset(stdscr, &blank);
}

static inline void cf_erase(void) { (void)werase(stdscr); }
static inline void cf_forget_terminal_content(void) { (void)clearok(curscr, TRUE); }

/// Sends one frame's differences.
static inline void cf_update(void) {
    (void)wnoutrefresh(stdscr);
    (void)doupdate();
}

/// A capability as text; NULL where the terminal has none. Padding is still in it.
static inline const char *cf_capability(const char *name) {
    const char *value = tigetstr(name);
    return value == (const char *)-1 ? NULL : value;
}

static inline bool cf_has_flag(const char *name) { return tigetflag(name) > 0; }

// ---------------------------------------------------------------- the C library

/// The cells that glibc, and therefore ncurses, gives a character; -1 when it cannot be shown.
static inline int cf_wcwidth(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

static inline bool cf_set_locale(const char *name) { return setlocale(LC_ALL, name) != NULL; }

static inline char **cf_environment(void) {
    extern char **environ;
    return environ;
}

/// A counter that poll can wait for; -1 and errno on failure.
static inline int cf_make_wake_descriptor(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

/// A file without a name, in memory; -1 and errno on failure.
static inline int cf_make_memory_file(void) { return memfd_create("stderr", 1 /* MFD_CLOEXEC */); }

static const int cf_fatal_signals[] = {
    SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGSYS, SIGQUIT};

enum { CF_FATAL_COUNT = sizeof cf_fatal_signals / sizeof cf_fatal_signals[0] };

// ---------------------------------------------------------------- process guard
//
// Call these from TerminalCurses/ProcessGuard.swift only; the header's first lines say why.
// Handlers run at any instruction of any thread, so they use nothing but async-signal-safe calls
// and memory that was filled before they were installed (POSIX.1-2017 §2.4.3).

enum {
    CF_SIGNAL_RESIZE = 1,
    CF_SIGNAL_TERMINATE = 2,
    CF_SIGNAL_HANGUP = 4,
    CF_SIGNAL_INTERRUPT = 8,
    CF_SIGNAL_STOP = 16,
    CF_SIGNAL_CONTINUE = 32,
};

enum { CF_RESET_CAPACITY = 512, CF_GATE_COUNT = 7, CF_ALTERNATE_STACK = 65536 };

/// How long a program that was asked to end may take, in seconds, before it is ended where it is:
/// it may wait for a terminal that takes no more output. Leaving in order takes two at most.
enum { CF_LEAVE_SECONDS = 8 };

static const int cf_gate_signals[CF_GATE_COUNT] = {
    SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT, SIGPIPE};

static struct {
    volatile sig_atomic_t is_armed;
    int terminal;
    struct termios modes;
    char reset[CF_RESET_CAPACITY];
    size_t reset_length;
    int real_error_output;
    int captured_error_output;
    int wake;
    uint32_t pending;
    /// The first request to end, which the process dies of when it does not end by itself.
    volatile sig_atomic_t request;
    struct sigaction previous_fatal[CF_FATAL_COUNT];
    struct sigaction previous_gate[CF_GATE_COUNT];
    char *alternate_stack;
} cf_guard = {.real_error_output = -1, .captured_error_output = -1, .wake = -1};

static inline void cf_guard_write(int descriptor, const char *bytes, size_t count) {
    while (count > 0) {
        // A terminal that takes nothing more must not keep a dying process alive.
        struct pollfd ready = {.fd = descriptor, .events = POLLOUT};
        if (poll(&ready, 1, 200) != 1 || !(ready.revents & POLLOUT)) return;
        ssize_t written = write(descriptor, bytes, count);
        if (written <= 0) return;
        bytes += written;
        count -= (size_t)written;
    }
}

/// Copies what was written to the error output while the screen was open to where it belongs.
static inline void cf_guard_replay_errors(void) {
    if (cf_guard.captured_error_output < 0 || cf_guard.real_error_output < 0) return;
    char chunk[1024];
    off_t end = lseek(cf_guard.captured_error_output, 0, SEEK_END);
    off_t position = end > 65536 ? end - 65536 : 0;
    while (position < end) {
        ssize_t count = pread(cf_guard.captured_error_output, chunk, sizeof chunk, position);
        if (count <= 0) return;
        cf_guard_write(cf_guard.real_error_output, chunk, (size_t)count);
        position += count;
    }
}

/// Puts the terminal back as it was found. Async-signal-safe.
static inline void cf_guard_restore(void) {
    if (!cf_guard.is_armed) return;
    cf_guard.is_armed = 0;
    // What waits to be read would leave no room for what restores; it is half a frame at most, and
    // the reset ends also a sequence that is cut in its middle.
    struct pollfd ready = {.fd = cf_guard.terminal, .events = POLLOUT};
    if (poll(&ready, 1, 0) == 0) (void)tcflush(cf_guard.terminal, TCOFLUSH);
    cf_guard_write(cf_guard.terminal, cf_guard.reset, cf_guard.reset_length);
    // Echo is off on the input also where the output goes to a file.
    (void)tcsetattr(STDIN_FILENO, TCSANOW, &cf_guard.modes);
    cf_guard_replay_errors();
    if (cf_guard.real_error_output >= 0) (void)dup2(cf_guard.real_error_output, STDERR_FILENO);
}

/// Restores the terminal, then lets the signal do what it does to a program without handlers, so
/// that the exit status names it. Handlers from before us get no turn: Swift's own would offer the
/// person at the terminal to look through our memory.
static inline void cf_guard_handle_fatal(int signal_number) {
    cf_guard_restore();
    (void)signal(signal_number, SIG_DFL);
    // Stays pending until this handler returns, because the signal is blocked meanwhile.
    (void)raise(signal_number);
}

static inline uint32_t cf_guard_bit_of(int signal_number) {
    switch (signal_number) {
    case SIGWINCH: return CF_SIGNAL_RESIZE;
    case SIGTERM: return CF_SIGNAL_TERMINATE;
    case SIGHUP: return CF_SIGNAL_HANGUP;
    case SIGINT: return CF_SIGNAL_INTERRUPT;
    case SIGTSTP: return CF_SIGNAL_STOP;
    case SIGCONT: return CF_SIGNAL_CONTINUE;
    default: return 0;
    }
}

/// Ends a program that was asked to end and did not: most likely it waits for a terminal that takes
/// no more output, as one whose window hangs.
static inline void cf_guard_handle_overdue(int signal_number) {
    (void)signal_number;
    int request = cf_guard.request;
    if (request == 0) return;
    cf_guard_restore();
    (void)signal(request, SIG_DFL);
    // All signals are blocked while a handler runs: this one comes when it returns.
    (void)raise(request);
}

/// Notes the signal and wakes the event loop, whichever thread the kernel chose.
static inline void cf_guard_handle_gate(int signal_number) {
    int saved = errno;
    uint32_t bit = cf_guard_bit_of(signal_number);
    uint32_t before = __atomic_fetch_or(&cf_guard.pending, bit, __ATOMIC_SEQ_CST);
    if ((signal_number == SIGTERM || signal_number == SIGHUP) && cf_guard.request == 0) {
        cf_guard.request = signal_number;
        (void)alarm(CF_LEAVE_SECONDS);
    }
    if ((signal_number == SIGTERM || signal_number == SIGINT) && (before & bit)) {
        // Asked twice while the loop has not come round: it hangs, so leave without it.
        cf_guard_restore();
        (void)signal(signal_number, SIG_DFL);
        (void)raise(signal_number);
    } else {
        uint64_t one = 1;
        ssize_t ignored = write(cf_guard.wake, &one, sizeof one);
        (void)ignored;
    }
    errno = saved;
}

/// Installs every handler. Call it after newterm, whose own handlers it replaces.
static inline bool cf_guard_arm(
    int terminal, const struct termios *modes, const char *reset, size_t reset_length, int wake,
    int real_error_output, int captured_error_output) {
    if (reset_length > CF_RESET_CAPACITY) return false;
    cf_guard.terminal = terminal;
    cf_guard.modes = *modes;
    memcpy(cf_guard.reset, reset, reset_length);
    cf_guard.reset_length = reset_length;
    cf_guard.wake = wake;
    cf_guard.real_error_output = real_error_output;
    cf_guard.captured_error_output = captured_error_output;
    __atomic_store_n(&cf_guard.pending, 0, __ATOMIC_SEQ_CST);
    cf_guard.is_armed = 1;
    cf_guard.request = 0;

    // A stack overflow leaves no stack for its handler, so the thread that paints gets another.
    if (cf_guard.alternate_stack == NULL) cf_guard.alternate_stack = malloc(CF_ALTERNATE_STACK);
    if (cf_guard.alternate_stack == NULL) return false;
    stack_t stack = {.ss_sp = cf_guard.alternate_stack, .ss_size = CF_ALTERNATE_STACK};
    if (sigaltstack(&stack, NULL) != 0) return false;

    struct sigaction fatal;
    memset(&fatal, 0, sizeof fatal);
    fatal.sa_handler = cf_guard_handle_fatal;
    fatal.sa_flags = SA_ONSTACK;
    (void)sigfillset(&fatal.sa_mask);
    for (int i = 0; i < CF_FATAL_COUNT; i++) {
        if (sigaction(cf_fatal_signals[i], &fatal, &cf_guard.previous_fatal[i]) != 0) return false;
    }

    struct sigaction gate;
    memset(&gate, 0, sizeof gate);
    gate.sa_flags = SA_RESTART | SA_ONSTACK;
    (void)sigfillset(&gate.sa_mask);
    for (int i = 0; i < CF_GATE_COUNT; i++) {
        gate.sa_handler = cf_gate_signals[i] == SIGPIPE ? SIG_IGN : cf_guard_handle_gate;
        if (sigaction(cf_gate_signals[i], &gate, &cf_guard.previous_gate[i]) != 0) return false;
    }
    gate.sa_handler = cf_guard_handle_overdue;
    if (sigaction(SIGALRM, &gate, NULL) != 0) return false;
    return true;
}

/// The signals since the last call, as bits.
static inline uint32_t cf_guard_take_pending(void) {
    return __atomic_exchange_n(&cf_guard.pending, 0, __ATOMIC_SEQ_CST);
}

/// Arms or disarms the restoring while the handlers stay, as a suspended program needs.
static inline void cf_guard_set_armed(bool armed) { cf_guard.is_armed = armed ? 1 : 0; }

/// Takes the handlers out again and prints what was held back of the error output.
static inline void cf_guard_disarm(void) {
    cf_guard.is_armed = 0;
    (void)alarm(0);
    (void)signal(SIGALRM, SIG_DFL);
    for (int i = 0; i < CF_FATAL_COUNT; i++) {
        (void)sigaction(cf_fatal_signals[i], &cf_guard.previous_fatal[i], NULL);
    }
    for (int i = 0; i < CF_GATE_COUNT; i++) {
        // ncurses' handlers would run endwin a second time, so what it installed goes as well.
        if (cf_gate_signals[i] == SIGPIPE) {
            (void)sigaction(SIGPIPE, &cf_guard.previous_gate[i], NULL);
        } else {
            (void)signal(cf_gate_signals[i], SIG_DFL);
        }
    }
    cf_guard_replay_errors();
}

/// Stops this process group as Ctrl-Z would have, and returns when it goes on.
static inline void cf_guard_stop_process_group(void) {
    (void)signal(SIGTSTP, SIG_DFL);
    (void)kill(0, SIGTSTP);
    struct sigaction gate;
    memset(&gate, 0, sizeof gate);
    gate.sa_handler = cf_guard_handle_gate;
    gate.sa_flags = SA_RESTART | SA_ONSTACK;
    (void)sigfillset(&gate.sa_mask);
    (void)sigaction(SIGTSTP, &gate, NULL);
}

#endif
