import BankFixture
import CAllocator
import CoreVocabulary
import LedgerService
import WireProtocol

/// Opens the demo's bank while the sign-in screen is already up, and answers as soon as it is open.
actor DemoBranch {
    /// Told how many payments of how many are booked.
    typealias Progress = @Sendable (_ done: Int, _ total: Int) -> Void

    private let folder: StateFolder
    private let zone: ZoneOffset
    private let fixtureFolder: String
    private let volumeEntryCount: Int
    private var bank: Bank?
    private var waiters: [CheckedContinuation<Void, Never>] = []
    private var isClosed = false

    /// Makes a branch that is not open.
    ///
    /// - Parameters:
    ///   - folder: Where the books are.
    ///   - zone: Where the bank counts its days.
    ///   - fixtureFolder: What books that are new are filled from.
    ///   - volumeEntryCount: The entries of an extra account; zero for none.
    init(folder: StateFolder, zone: ZoneOffset, fixtureFolder: String, volumeEntryCount: Int) {
        self.folder = folder
        self.zone = zone
        self.fixtureFolder = fixtureFolder
        self.volumeEntryCount = volumeEntryCount
    }

    /// Opens the books and loads the fixture if they are empty.
    ///
    /// - Throws: `CommandFailure` with a sentence; requests are then answered as from a bank that
    ///   fails.
    func open(progress: @escaping Progress = { _, _ in }) async throws {
        guard bank == nil else { return }
        defer { wakeWaiters() }
        folder.removeUnfinishedBooks()
        let demo = try DemoBank(folder: folder, zone: zone)
        if try await demo.bank.users().isEmpty { try await fill(demo.bank, progress) }
        bank = demo.bank
    }

    private func fill(_ bank: Bank, _ progress: @escaping Progress) async throws {
        do {
            let fixture = try Fixture(folder: fixtureFolder)
            try await folder.filling {
                try await FixtureLoader(fixture, into: bank)
                    .load(volumeEntryCount: volumeEntryCount, progress: progress)
            }
        } catch let error as FixtureError {
            throw CommandFailure("\(error)", .badData)
        }
        // What building the books needed would stay with the process for as long as it runs.
        malloc_trim(0)
    }

    /// The bank's end of the line.
    func handle(_ request: [UInt8]) async -> [UInt8] {
        await waitUntilOpened()
        guard let bank else { return Reply.problem(Problem(code: .internalFailure)).encoded }
        return await bank.handle(request)
    }

    /// Waits until the bank is open, or cannot be opened.
    func waitUntilOpened() async {
        guard bank == nil, !isClosed else { return }
        await withCheckedContinuation { waiters.append($0) }
    }

    private func wakeWaiters() {
        isClosed = bank == nil
        let waiting = waiters
        waiters = []
        for waiter in waiting {
            waiter.resume()
        }
    }
}
