import Glibc

/// Signal of the operating system.
package struct Signal: RawRepresentable, Hashable, Sendable {
    /// Number of the signal.
    package let rawValue: Int32

    /// Creates a signal from its number.
    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// Ctrl-C at the terminal.
    package static let interrupt = Signal(rawValue: SIGINT)
    /// The request to end the process.
    package static let terminate = Signal(rawValue: SIGTERM)
    /// End of the terminal's connection.
    package static let hangUp = Signal(rawValue: SIGHUP)

    /// Signals that report a fault of the thread that receives them.
    static let faults = [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGSYS]
        .map { Signal(rawValue: $0) }

    /// Exit status of a process that ends after the signal, as a shell reports it.
    package var exitStatus: Int32 { 128 + rawValue }

    /// Installs a handler that runs at the first signal; the second one has its usual effect.
    ///
    /// The handler runs at any instruction of any thread, so it may call only functions that are safe
    /// there (signal-safety(7)), and has to restore the usual effect with ``restoreDefault(_:)``.
    package func handle(_ handler: @escaping @convention(c) (Int32) -> Void) {
        signal(rawValue, handler)
    }

    /// Restores the usual effect of a signal; safe in a handler.
    package static func restoreDefault(_ number: Int32) {
        signal(number, SIG_DFL)
    }
}
