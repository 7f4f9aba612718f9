import CoreVocabulary

/// A request on a worker's command line.
enum WorkerRequest {
    /// Make transfers with a bank in this process.
    case run(Job, startsAt: Instant)
    /// Make transfers with a bank behind a socket.
    case call(Job, socket: String, ScaledClock)
    /// Serve the bank on a socket.
    case serve(folder: String, socket: String, ScaledClock)
    /// Make the books of a fixture.
    case make(folder: String, fixture: String, at: Instant)
    /// Check the books in a folder and list the workers' transfers in them.
    case check(folder: String)

    /// The transfers to make, and the user who makes them.
    struct Job {
        /// The folder made by `counterfoil demo --state` or `make`.
        let folder: String
        let user: String
        let password: String
        /// The authenticator's secret in Base32.
        let secret: String
        /// The numbers of the transfers to make.
        let numbers: ClosedRange<Int>
    }

    private static let usage = """
        Use: run FOLDER USER PASSWORD SECRET FIRST LAST SECONDS,
          or call FOLDER USER PASSWORD SECRET FIRST LAST SOCKET SECONDS ORIGIN,
          or serve FOLDER SOCKET SECONDS ORIGIN, or make FOLDER FIXTURE SECONDS, or check FOLDER
        """

    /// Parses the words of a command line.
    init(_ arguments: ArraySlice<String>) throws {
        let words = Array(arguments)
        switch (words.first, words.count) {
        case ("check", 2):
            self = .check(folder: words[1])
        case ("make", 4):
            self = .make(folder: words[1], fixture: words[2], at: try Self.instant(words[3]))
        case ("serve", 5):
            self = .serve(folder: words[1], socket: words[2], try Self.clock(words[3], words[4]))
        case ("run", 8):
            self = .run(try Self.job(words), startsAt: try Self.instant(words[7]))
        case ("call", 10):
            self = .call(try Self.job(words), socket: words[7], try Self.clock(words[8], words[9]))
        default:
            throw WorkerFailure(Self.usage)
        }
    }

    private static func job(_ words: [String]) throws -> Job {
        guard let first = Int(words[5]), let last = Int(words[6]), first <= last else {
            throw WorkerFailure(usage)
        }
        return Job(
            folder: words[1],
            user: words[2],
            password: words[3],
            secret: words[4],
            numbers: first...last
        )
    }

    private static func clock(_ start: String, _ origin: String) throws -> ScaledClock {
        ScaledClock(start: try instant(start), origin: try number(origin))
    }

    private static func instant(_ word: String) throws -> Instant {
        Instant(secondsSinceEpoch: try number(word))
    }

    private static func number(_ word: String) throws -> Int64 {
        guard let number = Int64(word) else { throw WorkerFailure(usage) }
        return number
    }
}
