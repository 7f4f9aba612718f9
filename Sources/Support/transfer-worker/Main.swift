import Glibc

/// Makes transfers until it is killed, for the test that kills it.
///
/// It puts together the parts that the console is made of: the bank over its books, a line inside
/// the process, the local service over sealed files. Only the clock is another: it is handed in, and
/// goes on by one code's life for each transfer, so that a hundred transfers need no hour.
@main
enum Main {
    static func main() async {
        do {
            switch try WorkerRequest(CommandLine.arguments.dropFirst()) {
            case .run(let job): try await Worker(job).run()
            case .check(let folder): try await BookCheck(folder: folder).run()
            }
        } catch {
            WorkerOutput.write("failed \(error)")
            exit(EXIT_FAILURE)
        }
    }
}

/// Something that a worker cannot go on after.
struct WorkerFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Standard output, line by line and without a buffer: what was written was written before the kill.
enum WorkerOutput {
    static func write(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        // A line is shorter than a pipe's buffer, so it goes out whole or not at all.
        _ = bytes.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }
}
