// The variables through which Swift's concurrency runtime lets somebody else place the jobs that
// it would hand to its own threads. They are exported by the runtime and stand in no header that
// a toolchain ships; each holds a function of the Swift calling convention, or nothing.
//
// Source: swift, include/swift/Runtime/Concurrency.h, "Hooks to override".

#ifndef COUNTERFOIL_TASK_HOOKS_H
#define COUNTERFOIL_TASK_HOOKS_H

// For a job that any thread may run.
extern void *swift_task_enqueueGlobal_hook;
// For a job that is due after some nanoseconds.
extern void *swift_task_enqueueGlobalWithDelay_hook;
// For a job that is due at a reading of a clock.
extern void *swift_task_enqueueGlobalWithDeadline_hook;
// For a job of the main actor.
extern void *swift_task_enqueueMainExecutor_hook;

// Sets all four, each to a thin Swift function of the type that Concurrency.h names.
static inline void counterfoil_set_task_hooks(
    void *global, void *delay, void *deadline, void *main
) {
    swift_task_enqueueGlobal_hook = global;
    swift_task_enqueueGlobalWithDelay_hook = delay;
    swift_task_enqueueGlobalWithDeadline_hook = deadline;
    swift_task_enqueueMainExecutor_hook = main;
}

#endif
