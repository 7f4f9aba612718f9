import CProcess

/// What a process that holds secrets asks of the kernel.
public enum ProcessHardening {
    /// Keeps our memory from being read: no core file, no access by other processes of the same
    /// account, and none by the person at the terminal, to whom the Swift runtime otherwise offers
    /// an interactive backtracer when the program crashes.
    ///
    /// Call it first in `main`.
    ///
    /// - Returns: Whether the kernel agreed.
    @discardableResult
    public static func forbidMemoryDumps() -> Bool {
        cf_forbid_memory_dumps()
    }

    /// Whether our memory could be read.
    public static var allowsMemoryDumps: Bool { cf_allows_memory_dumps() }
}
