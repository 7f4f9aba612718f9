import BankFixture
import CAllocator
import CoreVocabulary
import LedgerService
import WireProtocol

/// Opens the demo's bank in the background, and lets requests wait until it is open.
actor DemoBranch {
    /// Receives the number of booked payments and their total.
    typealias Progress = @Sendable (_ done: Int, _ total: Int) -> Void

    private let folder: StateFolder
    private let zone: ZoneOffset
    private let fixtureFolder: String
    private let volumeEntryCount: Int
    private var bank: Bank?
    private var waiters: [CheckedContinuation<Void, Never>] = []
    private var isClosed = false

    /// Creates a branch that is not open yet; the fixture is for new books.
    init(folder: StateFolder, zone: ZoneOffset, fixtureFolder: String, volumeEntryCount: Int) {
        self.folder = folder
        self.zone = zone
        self.fixtureFolder = fixtureFolder
        self.volumeEntryCount = volumeEntryCount
    }

    /// Opens the books and loads the fixture if they are empty.
    ///
    /// - Throws: `CommandFailure` with a sentence. Requests are then answered with an internal
    ///   failure.
    func open(progress: @escaping Progress = { _, _ in }) async throws {
        guard bank == nil else { return }
        defer { wakeWaiters() }
        folder.removeUnfinishedBooks()
        let opened = try Bank.demo(folder: folder, zone: zone)
        if try await opened.users().isEmpty { try await fill(opened, progress) }
        bank = opened
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
        // Otherwise the memory used for building the books would stay with the process.
        malloc_trim(0)
    }

    /// Answers a request as the bank's end of the link.
    func handle(_ request: [UInt8]) async -> [UInt8] {
        await waitUntilOpened()
        guard let bank else { return Reply.problem(Problem(code: .internalFailure)).encoded }
        return await bank.handle(request)
    }

    /// Waits until the bank is open, or has failed to open.
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
