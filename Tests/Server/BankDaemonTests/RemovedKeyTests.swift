// Goal: an operator who says that keys are kept is told which backup needs the copy.
// Method: a change of the master key with that word, with a backup in the list and without.

import BankTestKit
import CoreVocabulary
import LedgerService
import Testing

@testable import BankDaemon

@Suite("A master key that is removed though a backup needs it")
struct RemovedKeyTests {
    private func rotate(_ place: TestPlace) async throws -> String {
        let opened = try await place.open()
        let desk = AdminDesk(opened, settings: try place.settings(), clock: place.clock)
        let lines = try await desk.carryOut(.rotateMasterKey(keysAreKept: true)) { _ in }
        try opened.close()
        return try #require(lines.first)
    }

    // Symptom: with `--keys-are-kept` a key was removed that a backup needs which began afterwards, and
    // the answer did not name it. Cause: whoever had a copy was told no more than that the key is gone.
    @Test("the answer names the backup for which the copy of the removed key is kept")
    func named() async throws {
        let place = try TestPlace()
        try await place.makeWithUsers()
        let path = place.top + "/meanwhile"
        try BackupBook(place.folder).add(
            BackupLine(
                madeAt: place.clock.now(),
                path: path,
                masterKeys: [1],
                hasKeys: false
            )
        )
        let gone = "Nothing is sealed under master key 1 any more; it is removed."
        #expect(
            try await rotate(place)
                == "\(gone) Keep the copy of it, since the backup \(path) needs it."
        )
        #expect(try !place.folder.keys.numbers().contains(1))
    }

    @Test("where no backup needs the removed key the answer says no more")
    func unneeded() async throws {
        let place = try TestPlace()
        try await place.makeWithUsers()
        let gone = "Nothing is sealed under master key 1 any more; it is removed."
        #expect(try await rotate(place) == gone)
    }
}
