import Glibc

/// What the kernel tells about a process in /proc.
///
/// Source: proc(5).
enum ProcessStatus {
    /// Signals that were sent to the process and not yet delivered, as a mask.
    static func pendingSignals(_ processID: Int32) -> UInt64 {
        field("ShdPnd:", in: "/proc/\(processID)/status").flatMap { UInt64($0, radix: 16) } ?? 0
    }

    /// How often the process's first thread has gone to sleep, which is how often it had woken.
    static func sleeps(_ processID: Int32) -> Int {
        let path = "/proc/\(processID)/task/\(processID)/status"
        return field("voluntary_ctxt_switches:", in: path).flatMap { Int($0) } ?? 0
    }

    private static func field(_ name: String, in path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var buffer = [CChar](repeating: 0, count: 8192)
        let count = fread(&buffer, 1, buffer.count - 1, file)
        let text = String(
            decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) },
            as: UTF8.self
        )
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        return line.map { $0.dropFirst(name.count).filter { !$0.isWhitespace } }
    }
}
