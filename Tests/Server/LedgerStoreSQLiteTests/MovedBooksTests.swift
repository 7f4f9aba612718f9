import BankTestKit
import CoreVocabulary
import Glibc
import LedgerService
import SyncCore
import Testing
import WireProtocol

@testable import LedgerStoreSQLite

/// Goal: nothing is promised that lies in a file which nobody finds any more.
///
/// Symptom: the books were moved away under a running bank, a transfer was answered as posted, and
/// the bank was ready. Cause: the process went on writing to a file without a name.
/// Method: each file is moved or deleted while the bank runs.
struct MovedBooksTests {
    @Test(
        "books that are no longer at their path are not written",
        arguments: ["", "-wal", "-shm", ".lock"]
    )
    func moved(suffix: String) async throws {
        let bank = try await TestBank.open()
        let asha = try await bank.signIn("asha")
        bank.clock.advance(seconds: 30)
        let request = try asha.request(asha.reviewed(TestSession.Order()))
        let path = bank.path + suffix
        try #require(rename(path, bank.folder.path + "/elsewhere") == 0)
        let reply = try await asha.ask(.submitIntent(request))
        #expect(reply == .problem(Problem(code: .busy)))
        await #expect(throws: LedgerStoreError.self) { try await bank.bank.health() }
        let alarms = bank.log.entries.filter { $0.event == .writesRefused }
        #expect(alarms.count == 1)
        #expect(alarms.first?.text.contains("was moved, replaced or deleted") == true)

        // Put back, they are the books again, and nothing had been written.
        try #require(rename(bank.folder.path + "/elsewhere", path) == 0)
        _ = try await bank.bank.health()
        let status = try await asha.ask(.intentStatus(request.key))
        #expect(status == .intent(.unknown))
        guard case .created(let decision) = try await asha.submit(request),
            case .posted = decision.outcome
        else {
            Issue.record("not posted")
            return
        }
    }

    @Test("another file in the place of the books is not taken for them")
    func replaced() async throws {
        let bank = try await TestBank.open()
        try #require(unlink(bank.path) == 0)
        let descriptor = open(bank.path, O_RDWR | O_CREAT, 0o600)
        try #require(descriptor >= 0)
        close(descriptor)
        await #expect(throws: LedgerStoreError.self) {
            _ = try await bank.bank.post([bank.posting("cash", "savings", 1)])
        }
    }

    // Symptom: books were deleted under a server and copied back from /proc as the RUNBOOK says, and
    // at the stop a transfer was gone that had been answered. Cause: the close moved the log into the
    // deleted file and emptied it. Proof: the copy and the log are whole after the close.
    @Test(
        "books that are deleted and saved from the process lose nothing when it closes them",
        arguments: [[""], ["-wal"], ["", "-wal"]]
    )
    func saved(suffixes: [String]) async throws {
        let bank = try await TestBank.open()
        _ = try await bank.bank.post([bank.posting("cash", "savings", 4_444)])
        let head = try await bank.store.read { try $0.feedHead() }
        for suffix in suffixes {
            let path = bank.path + suffix
            let descriptor = try #require(openDescriptor(of: path))
            try #require(unlink(path) == 0)
            try save(descriptor, as: path)
        }
        await #expect(throws: LedgerStoreError.self) { try await bank.bank.health() }
        let again = try await bank.reopened()
        #expect(try await again.store.read { try $0.feedHead() } == head)
        #expect(try await again.store.check() == nil)
    }

    /// Copies an open file, as `cp /proc/PID/fd/N` does.
    private func save(_ descriptor: Int32, as path: String) throws {
        var status = stat()
        try #require(fstat(descriptor, &status) == 0)
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        try #require(pread(descriptor, &bytes, bytes.count, 0) == bytes.count)
        let copy = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        try #require(copy >= 0)
        defer { close(copy) }
        try #require(write(copy, bytes, bytes.count) == bytes.count)
    }
}
