import CProcess

/// Kernel settings that protect a process with secrets.
package enum ProcessHardening {
    /// Prevents memory dumps of this process.
    ///
    /// There is no core file, no access by other processes of the same account, and none by the
    /// person at the terminal, to whom the Swift runtime otherwise offers an interactive backtracer
    /// when the program crashes. Call it first in `main`. Returns true if the kernel agreed.
    @discardableResult
    package static func forbidMemoryDumps() -> Bool {
        cf_forbid_memory_dumps()
    }

    /// True if other processes could read this process's memory.
    package static var allowsMemoryDumps: Bool { cf_allows_memory_dumps() }
}
