// Goal: no two master keys have one number: the copy of one would replace that of the other.
// Method: a bank and its backup on another machine; numbers that the list or the folder alone knows.

import BankTestKit
import CoreVocabulary
import Cryptography
import LedgerService
import Testing

@testable import BankDaemon

@Suite("Numbers of master keys")
struct KeyNumberTests {
    /// Changes the master key; the number of the new one.
    private func rotate(_ place: TestPlace, in folder: DataFolder) async throws -> MasterKey.Number
    {
        let opened = try await OpenedBank.open(
            folder,
            configuration: .forTests,
            clock: place.clock,
            log: place.log
        )
        let settings = try DaemonConfiguration(folder: folder, environment: [:])
        let desk = AdminDesk(opened, settings: settings, clock: place.clock)
        _ = try await desk.carryOut(.rotateMasterKey(keysAreKept: true)) { _ in }
        try opened.close()
        return try #require(try folder.keys.numbers().last)
    }

    // Symptom: a bank made key 2, and its earlier backup, put back on a new machine, another key 2.
    // Copied to where the keys are kept, the second replaced the first, and a later backup could not be
    // put back any more.
    @Test("a bank and its backup on another machine give their new keys different numbers")
    func twoMachines() async throws {
        let place = try TestPlace()
        try await place.makeWithUsers()
        let file = place.top + "/monday"
        _ = try await BankBackup(place.folder, clock: place.clock)
            .write(to: file, includesKeys: true)
        let first = try await rotate(place, in: place.folder)
        place.clock.advance(seconds: 3_600)
        let other = DataFolder(path: place.top + "/other")
        _ = try await BankRestoration(other, clock: place.clock, log: place.log)
            .restore(from: file)
        #expect(try other.keys.numbers() == [1])
        let second = try await rotate(place, in: other)
        #expect(first != second)
        #expect(first > 1 && second > 1)
    }

    // Symptom: the list named backups that need the keys 2 and 3, the folder held key 1 alone, and the
    // new key was another key 2. Cause: neither the list nor the folder was asked.
    @Test("a new key is above every number that the list of backups or the folder knows")
    func aboveKnown() async throws {
        let place = try TestPlace()
        try await place.makeWithUsers()
        // Of clocks that ran ahead, so that the time alone is not above them.
        let ahead = MasterKey.Number(clamping: place.clock.now().secondsSinceEpoch) + 500
        try BackupBook(place.folder).add(
            BackupLine(
                madeAt: place.clock.now(),
                path: place.top + "/backup",
                masterKeys: [1, ahead],
                hasKeys: false
            )
        )
        let listed = try await rotate(place, in: place.folder)
        #expect(listed == ahead + 1)
        let opened = try await place.open()
        let settings = try place.settings()
        // Beside the running bank, whose ring does not know it.
        try place.folder.keys.add(ahead + 7, SharedSecret(randomByteCount: MasterKey.byteCount))
        let desk = AdminDesk(opened, settings: settings, clock: place.clock)
        _ = try await desk.carryOut(.rotateMasterKey(keysAreKept: true)) { _ in }
        #expect(try place.folder.keys.numbers().last == ahead + 8)
        try opened.close()
    }
}
