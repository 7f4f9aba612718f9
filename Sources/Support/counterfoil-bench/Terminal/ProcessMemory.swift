/// Reads the memory of a program and its descendants.
enum ProcessMemory {
    /// Returns the proportional set size in MiB, in which shared pages count by their share; nil if
    /// the kernel does not report it.
    ///
    /// Source: proc(5), smaps_rollup. A process that forbids core dumps shows its own only to root.
    static func proportionalMebibytes(of processID: Int32) -> Double? {
        var total = 0
        for id in [processID] + descendants(of: processID) {
            guard let own = ProcFile.kibibytes("Pss:", in: "/proc/\(id)/smaps_rollup") else {
                // A child may just have ended, but the program itself must exist.
                if id == processID { return nil }
                continue
            }
            total += own
        }
        return Double(total) / 1_024
    }

    private static func descendants(of processID: Int32) -> [Int32] {
        let path = "/proc/\(processID)/task/\(processID)/children"
        let children = (ProcFile.lines(path).first ?? "").split(separator: " ")
            .compactMap { Int32($0) }
        return children + children.flatMap { descendants(of: $0) }
    }
}
