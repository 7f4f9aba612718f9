import Glibc
import Synchronization

/// Thrown where a run stops because somebody pressed Ctrl-C.
struct Interrupted: Error {}

/// Turns SIGINT, SIGTERM and SIGHUP into an error at the next step, so that folders are removed and
/// no program is left running.
enum Interruption {
    private static let isRequested = Atomic<Bool>(false)

    /// Begins to watch.
    static func watch() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            // A second one ends the process at once, whatever it waits for.
            signal(number) { number in
                Interruption.isRequested.store(true, ordering: .relaxed)
                signal(number, SIG_DFL)
            }
        }
    }

    /// Throws if somebody wants the run to end.
    static func check() throws(Interrupted) {
        if isRequested.load(ordering: .relaxed) { throw Interrupted() }
    }
}
