import Synchronization
import SystemThreads

/// The error that stops a run after Ctrl-C.
struct Interrupted: Error {}

/// Turns requests to end into an error at the next step, so that folders are removed and no program
/// is left running.
enum Interruption {
    private static let isRequested = Atomic<Bool>(false)

    /// Installs the signal handlers.
    static func watch() {
        for signal in [Signal.interrupt, .terminate, .hangUp] {
            // A second signal ends the process at once.
            signal.handle { number in
                Interruption.isRequested.store(true, ordering: .relaxed)
                Signal.restoreDefault(number)
            }
        }
    }

    /// Throws if a signal has asked for the end of the run.
    static func check() throws(Interrupted) {
        if isRequested.load(ordering: .relaxed) { throw Interrupted() }
    }
}
