import Glibc
import LocalFiles

/// The machine on which the figures were measured.
enum Machine {
    /// Prints processor, memory, kernel, load and date, without which the figures say little.
    static func describe() {
        var name = utsname()
        uname(&name)
        let release = withUnsafeBytes(of: &name.release) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        let processor =
            ProcFile.lines("/proc/cpuinfo").first { $0.hasPrefix("model name") }
            .flatMap { $0.split(separator: ":").last.map(String.init) } ?? " unknown processor"
        let memory = ProcFile.kibibytes("MemTotal:", in: "/proc/meminfo").map { $0 / 1_048_576 }
        let load = ProcFile.lines("/proc/loadavg").first?.split(separator: " ").first ?? "?"
        var now = time(nil)
        var parts = tm()
        gmtime_r(&now, &parts)
        let month = parts.tm_mon + 1
        print(
            """
            \(sysconf(CInt(_SC_NPROCESSORS_ONLN))) x\(processor), \(memory ?? 0) GiB, \
            Linux \(release), load \(load), \(parts.tm_year + 1_900)-\(month)-\(parts.tm_mday)
            """
        )
    }
}

/// Readers for files below /proc.
enum ProcFile {
    /// Returns the lines of a file, or none if it cannot be read.
    static func lines(_ path: String) -> [String] {
        // The process of a file may have ended.
        let bytes = (try? LocalFile.read(path, upTo: .max)) ?? []
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Returns the number after a label, as in `Pss:   1234 kB`, or nil if it is missing.
    static func kibibytes(_ label: String, in path: String) -> Int? {
        for line in lines(path) where line.hasPrefix(label) {
            let words = line.dropFirst(label.count).split(separator: " ")
            return words.first.flatMap { Int($0) }
        }
        return nil
    }
}
