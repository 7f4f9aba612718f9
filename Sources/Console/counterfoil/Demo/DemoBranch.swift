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
    private let fixture: Fixture
    private let volumeEntryCount: Int
    private var bank: Bank?
    private var waiters: [CheckedContinuation<Void, Never>] = []
    private var isClosed = false

    init(folder: StateFolder, fixture: Fixture, volumeEntryCount: Int) {
        self.folder = folder
        self.fixture = fixture
        self.volumeEntryCount = volumeEntryCount
    }

    /// Opens the books and loads the fixture if they are empty.
    ///
    /// - Throws: `CommandFailure` or `FixtureError`; requests are then answered as from a bank that
    ///   fails.
    func open(progress: Progress = { _, _ in }) async throws {
        guard bank == nil else { return }
        defer { wakeWaiters() }
        folder.removeUnfinishedBooks()
        let demo = try DemoBank(folder: folder, zone: fixture.zone)
        if try await demo.bank.users().isEmpty {
            try await folder.filling {
                try await FixtureLoader(fixture, into: demo.bank)
                    .load(volumeEntryCount: volumeEntryCount, progress: progress)
            }
            // What building the books needed would stay with the process for as long as it runs.
            malloc_trim(0)
        }
        bank = demo.bank
    }

    /// The bank's end of the line.
    func handle(_ request: [UInt8]) async -> [UInt8] {
        if bank == nil, !isClosed {
            await withCheckedContinuation { waiters.append($0) }
        }
        guard let bank else { return Reply.problem(Problem(code: .internalFailure)).encoded }
        return await bank.handle(request)
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
