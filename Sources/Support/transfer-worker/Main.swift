import ClientTransport
import Glibc

/// Makes transfers until it is killed, for the test that kills it.
///
/// It combines the parts of the real programs: the bank over its books, in this process or behind a
/// socket, and the local service over sealed files. Only the clock differs. It is set by hand or
/// runs faster, so that a hundred transfers, each with a code of its own, take less than an hour.
@main
enum Main {
    static func main() async {
        do {
            switch try WorkerRequest(CommandLine.arguments.dropFirst()) {
            case .run(let job, let start):
                let clock = HandedClock(startsAt: start)
                let bank = try WorkerBank(folder: job.folder, clock: clock)
                try await Worker(job, link: bank, clock: clock).run()
            case .call(let job, let socket, let clock):
                let line = HTTPLinkSettings(line: .socket(path: socket), userAgent: "worker")
                try await Worker(job, link: HTTPLink(line), clock: clock).run()
            case .serve(let folder, let socket, let clock):
                try await WorkerServer(folder: folder, socket: socket, clock: clock).run()
            case .make(let folder, let fixture, let now):
                try await WorkerBank.make(in: folder, fixture: fixture, at: now)
            case .check(let folder):
                try await BookCheck.run(folder: folder)
            }
        } catch {
            WorkerOutput.write("failed \(error)")
            exit(EXIT_FAILURE)
        }
    }
}

/// An error after which a worker cannot continue.
struct WorkerFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Unbuffered output by lines to standard output, so that written lines survive the kill.
enum WorkerOutput {
    static func write(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        // A line is shorter than a pipe's buffer, so that it is written completely or not at all.
        _ = bytes.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }
}
