import Glibc

/// The memory of a program and the programs that it started.
enum ProcessMemory {
    /// Proportional set size in MiB: pages that others use too count by their share.
    ///
    /// Source: proc(5), smaps_rollup. A process that forbids dumps shows its own to root alone.
    ///
    /// - Returns: Nil where the kernel does not tell.
    static func proportionalMebibytes(of processID: Int32) -> Double? {
        var total = 0
        for id in [processID] + descendants(of: processID) {
            guard let own = ProcFile.kibibytes("Pss:", in: "/proc/\(id)/smaps_rollup") else {
                // A child may just have ended; the program itself must be there.
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
