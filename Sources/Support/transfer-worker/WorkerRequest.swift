import CoreVocabulary

/// What a worker is asked to do.
enum WorkerRequest {
    /// Make transfers.
    case run(Job)
    /// Check the books in a folder and tell what is in them.
    case check(folder: String)

    /// Which transfers to make, as whom, and when.
    struct Job {
        /// The folder that `counterfoil demo --state` made.
        let folder: String
        let user: String
        let password: String
        /// The authenticator's secret in Base32.
        let secret: String
        /// What the clock shows at first.
        let startsAt: Instant
        /// The numbers of the transfers to make.
        let numbers: ClosedRange<Int>
    }

    /// Reads `run FOLDER USER PASSWORD SECRET SECONDS FIRST LAST` or `check FOLDER`.
    init(_ arguments: ArraySlice<String>) throws {
        let words = Array(arguments)
        switch (words.first, words.count) {
        case ("check", 2):
            self = .check(folder: words[1])
        case ("run", 8):
            guard let seconds = Int64(words[5]), let first = Int(words[6]),
                let last = Int(words[7]),
                first <= last
            else { throw WorkerFailure("SECONDS, FIRST and LAST are numbers, in order.") }
            self = .run(
                Job(
                    folder: words[1],
                    user: words[2],
                    password: words[3],
                    secret: words[4],
                    startsAt: Instant(secondsSinceEpoch: seconds),
                    numbers: first...last
                )
            )
        default:
            throw WorkerFailure(
                "Use: run FOLDER USER PASSWORD SECRET SECONDS FIRST LAST, or: check FOLDER"
            )
        }
    }
}
