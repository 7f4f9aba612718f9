// libvterm, the terminal emulator of the tests; docs/decisions/0019-libvterm.md.

#ifndef COUNTERFOIL_CVTERM_SHIM_H
#define COUNTERFOIL_CVTERM_SHIM_H

#include <vterm.h>

#endif
