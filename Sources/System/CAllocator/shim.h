// glibc's malloc beyond the C standard, which Swift's Glibc module leaves out.
#ifndef COUNTERFOIL_ALLOCATOR_SHIM_H
#define COUNTERFOIL_ALLOCATOR_SHIM_H

#include <malloc.h>

#endif
