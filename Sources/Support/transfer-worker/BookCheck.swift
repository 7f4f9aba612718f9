import CoreVocabulary
import LedgerService
import LedgerStoreSQLite

/// Checks the books with the store's own checker, and lists the transfers that workers had posted.
///
/// Its output, one line each: `finding RULE` or `sound`, then `booked REFERENCE` for each transfer.
enum BookCheck {
    static func run(folder: String) async throws {
        let bank = try WorkerBank(folder: folder, clock: HandedClock(startsAt: .epoch))
        let finding = try await bank.store.check()
        WorkerOutput.write(finding.map { "finding \($0)" } ?? "sound")
        try await bank.bank.exportJournals { transfer in
            guard transfer.reference.hasPrefix(Worker.referencePrefix) else { return }
            WorkerOutput.write("booked \(transfer.reference)")
        }
        WorkerOutput.write("finished")
    }
}
