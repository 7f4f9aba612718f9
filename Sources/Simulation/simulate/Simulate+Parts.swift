import ArgumentParser
import Glibc
import SimulationKit

extension Simulate {
    /// Outcome of some of the seeds.
    struct Outcome {
        private static let failureMark = "failures "

        var tally = Tally()
        var failureCount = 0

        /// The outcome as lines for the process that shares the seeds out.
        var lines: [String] { tally.lines + ["\(Self.failureMark)\(failureCount)"] }

        /// Adds a line of another outcome; returns false if it is none.
        mutating func add(line: String) -> Bool {
            if tally.add(line: line) { return true }
            guard line.hasPrefix(Self.failureMark),
                let count = Int(line.dropFirst(Self.failureMark.count))
            else { return false }
            failureCount += count
            return true
        }
    }

    /// Number of processes that share the seeds: no more than there are seeds.
    var jobCount: Int {
        if isPart { return 1 }
        let processors = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        return Int(min(UInt64(jobs ?? processors), seeds))
    }

    /// Runs the seeds in several processes of this program, each with a part of them.
    ///
    /// A process of its own for each part, because the scheduler takes over the runtime's queues of
    /// its whole process. Each part stops at its first failure unless told to go on.
    func shareSeeds(among count: Int) throws {
        let start = ContinuousClock.now
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw ValidationError("There is no room for a pipe.") }
        var children: [pid_t] = []
        var first = from
        for part in 0..<UInt64(count) {
            let share = seeds / UInt64(count) + (part < seeds % UInt64(count) ? 1 : 0)
            guard let child = Self.start(arguments(from: first, seeds: share), output: ends[1])
            else { throw ValidationError("Another process of this program cannot be started.") }
            children.append(child)
            first += share
        }
        close(ends[1])
        var outcome = Outcome()
        Self.readLines(of: ends[0]) { line in
            if !outcome.add(line: line) { Self.write(line) }
        }
        close(ends[0])
        for child in children {
            var status: Int32 = 0
            let isFound = waitpid(child, &status, 0) == child
            guard isFound, status == 0 else {
                print("A process that ran seeds stopped (\(status)); --jobs 1 shows at which seed.")
                throw ExitCode(1)
            }
        }
        try conclude(outcome, since: start)
    }

    private func arguments(from first: UInt64, seeds: UInt64) -> [String] {
        ["simulate", "--is-part", "--from", "\(first)", "--seeds", "\(seeds)"]
            + ["--stores", stores.rawValue] + (bug.map { ["--bug", $0.rawValue] } ?? [])
            + (keepGoing ? ["--keep-going"] : [])
    }

    /// Starts this program once more; returns nil if the system refuses.
    private static func start(_ arguments: [String], output: Int32) -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        guard posix_spawn_file_actions_init(&actions) == 0 else { return nil }
        defer { posix_spawn_file_actions_destroy(&actions) }
        guard posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) == 0 else {
            return nil
        }
        let words = arguments.map { strdup($0) }
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        let result = posix_spawn(&child, "/proc/self/exe", &actions, nil, words + [nil], environ)
        return result == 0 ? child : nil
    }

    /// Passes each line to a body, until every process has closed its end.
    private static func readLines(of descriptor: Int32, _ body: (String) -> Void) {
        var rest: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest += buffer[..<count]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                body(String(decoding: rest[..<end], as: UTF8.self))
                rest.removeSubrange(...end)
            }
        }
    }

    /// Writes a line at once and as a whole, so that lines of several processes do not mix.
    ///
    /// A line is shorter than what the kernel writes to a pipe without a break.
    static func write(_ line: String) {
        var bytes = Array((line + "\n").utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes {
                Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }
}
