import FoundationEssentials
import Glibc
import LedgerService
import LedgerStoreSQLite
import SyncCore
import WireProtocol

/// Measures a bank of a million accounts beside one of a thousand.
///
/// The cost of a request must depend only on what it asks for.
struct SizeBench {
    /// Number of accounts of the small bank.
    static let smallAccountCount = 1_000
    /// Maximum ratio of the large bank's cost per unit of work to the small one's.
    static let goal = 1.5
    /// Version in the path of books that are kept; it changes when they are built differently.
    private static let booksVersion = 1

    let plan: BenchPlan.Sizes
    let folder: WorkFolder
    /// The folder that keeps the large books between runs.
    let cacheFolder: String
    let largeAccountCount: Int

    /// Builds missing books, measures both banks and prints the table.
    func run() async throws {
        let smallPath = "\(try folder.makeFolder("small-books"))/bank.db"
        try await build(smallPath, accountCount: Self.smallAccountCount)
        var small = try run(smallPath, Self.smallAccountCount)
        var large = try run(try await copyOfLargeBooks(), largeAccountCount)
        // In turn, so that other load on the machine affects both.
        for pass in 0..<plan.passCount {
            try await small.measure(pass)
            try await large.measure(pass)
        }
        show(small.figures, large.figures)
    }

    /// Returns the path of a copy of the large books, because a run changes them, and the next run
    /// needs the original.
    private func copyOfLargeBooks() async throws -> String {
        let kept = try await largeBooks()
        try Progress.show(
            "Copying the books of \(Digits.short(Double(largeAccountCount))) accounts"
        )
        let path = "\(try folder.makeFolder("large-books"))/bank.db"
        try FileManager.default.copyItem(atPath: kept, toPath: path)
        return path
    }

    /// Returns the path of the large books, and builds them if they are missing.
    private func largeBooks() async throws -> String {
        let kept = "\(cacheFolder)/books-\(Self.booksVersion)-\(largeAccountCount)"
        let path = "\(kept)/bank.db"
        guard access(path, F_OK) != 0 else { return path }
        let draft = kept + ".new"
        // Removes the leftovers of an earlier run, if there are any.
        try? FileManager.default.removeItem(atPath: draft)
        try FileManager.default.createDirectory(atPath: draft, withIntermediateDirectories: true)
        try await build("\(draft)/bank.db", accountCount: largeAccountCount)
        guard rename(draft, kept) == 0 else { throw BenchFailure("\(kept) cannot be made.") }
        return path
    }

    private func build(_ path: String, accountCount: Int) async throws {
        let books = try SizedBooks(path: path, BenchClock())
        try await BooksBuilder(accountCount: accountCount, books: books).build()
        try books.store.close()
    }

    private func run(_ path: String, _ accountCount: Int) throws -> SizeRun {
        SizeRun(
            path: path,
            accountCount: accountCount,
            plan: plan,
            folder: try folder.makeFolder("console-\(accountCount)"),
            clock: BenchClock()
        )
    }

    private func show(_ small: SizeFigures, _ large: SizeFigures) {
        var table = Table(
            "Banks of two sizes, ten entries for each account; medians for each unit of work",
            columns: [
                "", "unit", Digits.short(Double(Self.smallAccountCount)),
                Digits.short(Double(largeAccountCount)), "ratio", "goal",
            ]
        )
        for kind in SizeFigures.Kind.allCases {
            table.add(
                kind.rawValue,
                kind.unit,
                small: small[kind].median,
                large: large[kind].median,
                ratioLimit: Self.goal
            )
        }
        table.print()
    }
}

/// The figures of one bank, by kind of work.
struct SizeFigures {
    /// A kind of work that is measured.
    enum Kind: String, CaseIterable {
        case start = "start, books opened and answering"
        case signIn = "sign-in at the bank, its hash nearly free"
        case firstSync = "first synchronisation, for each entry"
        case transfer = "transfer, a commit by itself"
        case sharedTransfer = "transfer, of a hundred in a commit"
        case feed = "feed with one change"
        case idleFeed = "feed with none"
        case export = "export of a day, for each transfer"
        case accountExport = "export of an account"

        /// The unit of the figures.
        var unit: String { self == .start ? "ms" : "us" }
    }

    private var figures: [Kind: Figures] = [:]

    subscript(kind: Kind) -> Figures { figures[kind] ?? Figures() }

    /// Adds the time of some units of work.
    mutating func add(_ kind: Kind, _ time: Duration, units: Int = 1) {
        let value = kind.unit == "ms" ? time / .milliseconds(1) : time / .microseconds(1)
        figures[kind, default: Figures()].add(value / Double(max(1, units)))
    }
}
