// Goal: the sentences for operators lead to a solution.
// Method: one trouble at a time, as an operator of a release met it.

import BankTestKit
import CoreVocabulary
import LedgerService
import LedgerStoreSQLite
import LocalFiles
import Testing

@testable import BankDaemon

@Suite("Sentences for operators")
struct OperatorSentenceTests {
    // Symptom: `restore` onto a full disk said "disk I/O error". Cause: SQLite says no more where a page
    // that is mapped finds no room.
    @Test(
        "a restore onto a full disk says that the disk is full",
        arguments: [10, 13, 1_034] as [Int32]
    )
    func fullDisk(number: Int32) throws {
        let place = try TestPlace()
        let restoration = BankRestoration(place.folder, clock: place.clock, log: place.log)
        let error = restoration.diskFailure(number, "disk I/O error", freeByteCount: 4_096)
        #expect(error?.status == .cannotCreate)
        let path = place.folder.restoringPath
        let begin = "\(path) cannot be written: the disk is full."
        #expect(error?.description.hasPrefix(begin) == true)
        for free in [Bank.roomByteFloor, nil] {
            let other = restoration.diskFailure(number, "no words", freeByteCount: free)
            #expect(other?.description == "\(path) cannot be written: no words.")
        }
    }

    @Test(
        "a file that cannot be opened, and damage, are no full disk",
        arguments: [14, 11] as [Int32]
    )
    func otherDisk(number: Int32) throws {
        let place = try TestPlace()
        let restoration = BankRestoration(place.folder, clock: place.clock, log: place.log)
        let error = restoration.diskFailure(number, "no words", freeByteCount: 0)
        #expect(error?.description.contains("full") != true)
    }

    // Symptom: the first line of `check` was about a list of backups, and the advice to remove the
    // folder stood below it. Cause: everything else was looked at as in a bank.
    @Test("of a folder in which `init` died `check` says that and nothing else")
    func unfinished() async throws {
        let place = try TestPlace()
        try await place.make()
        try PrivateFile.write([], to: place.folder.unfinishedPath)
        try PrivateFile.remove(place.folder.backupBookPath)
        let report = try await place.check()
        #expect(report.findings.count == 1, "\(report.findings)")
        #expect(report.findings.first?.contains("was never finished. Remove it") == true)
        #expect(report.notes.isEmpty)
    }

    @Test("of one in which it died at once as well")
    func unfinishedAtOnce() async throws {
        let place = try TestPlace()
        try place.folder.make().release()
        let report = try await place.check()
        #expect(report.findings.count == 1, "\(report.findings)")
        #expect(report.findings.first?.contains("was never finished. Remove it") == true)
    }

    // Symptom: `account show cash` said that the bank has no account cash, where it is CASH.
    @Test("an account is named in capitals or small letters")
    func named() async throws {
        let place = try TestPlace()
        try await place.make()
        let opened = try await place.open()
        try await place.openAccounts(in: opened.bank)
        for text in ["CASH", "cash", "Cash"] {
            let found = try await opened.store.read { try $0.account(named: text).profile.number }
            #expect(found == "CASH", "\(text)")
        }
        try opened.close()
    }
}
