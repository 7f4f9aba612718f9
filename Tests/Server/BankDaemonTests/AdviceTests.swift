// Goal: the advice of a command helps, and names the right file with the right status.
// Method: one trouble at a time, as operators met it.

import BankTestKit
import Certificates
import CoreVocabulary
import Glibc
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore
import Testing

@testable import BankDaemon
import LocalFiles

@Suite("Advice")
struct AdviceTests {
    // Symptom: the certificate of a revoked terminal had ended, `check` said to renew it, and the
    // renewal was refused: the finding stayed for good.
    @Test("the certificate of a revoked terminal is no finding, and once it has ended a note")
    func revokedTerminal() async throws {
        let place = try TestPlace()
        try await place.make()
        let terminal = try #require(DeviceName("branch-1"))
        let path = place.folder.tls.devicePath(terminal)
        let late = TestBank.start.adding(seconds: (TLSFolder.deviceDays + 1) * 86_400)
        #expect(try await place.check(at: late).findings.contains { $0.contains(path) })
        let opened = try await place.open()
        _ = try await opened.bank.revokeTerminal("branch-1", isKnown: true)
        try opened.close()
        let report = try await place.check(at: late)
        #expect(!report.findings.contains { $0.contains(path) })
        #expect(report.notes.contains { $0.contains(path) && $0.contains("Remove it") })
        #expect(try await place.check() == BankCheck.Report())
    }

    // Symptom: `init` died at once; every command said to make the bank, and `init` said that it was
    // never finished. Cause: the mark was looked for after the books.
    @Test("a folder in which `init` died is known for that, however early it died")
    func earlyDeath() async throws {
        let place = try TestPlace()
        try place.folder.make().release()
        #expect(PrivateFile.exists(place.folder.unfinishedPath))
        let error = try await failure { try place.folder.requireBank() }
        #expect(error.status == .noInput)
        #expect(error.description.contains("was never finished"))
    }

    // Symptom: `--data /dev/null` was "not open to this user".
    @Test("what is no folder is no bank of another user")
    func noFolder() async throws {
        let error = try await failure { try DataFolder(path: "/dev/null").requireBank() }
        #expect(error.status == .noInput)
        #expect(error.description.contains("is no folder"))
    }

    @Test("a file that this user may not read is told apart from one that is not there")
    func unreadable() {
        for (reason, status) in [(EACCES, DaemonError.Status.notPermitted), (ENOENT, .noInput)] {
            #expect(PrivateFile.readFailure("/backup/books", .system(reason)).status == status)
        }
    }

    // Symptom: a backup was taken into the folder that it is to replace one day.
    @Test("no backup goes into the folder of the bank")
    func backupInside() async throws {
        let place = try TestPlace()
        try await place.make()
        let link = place.top + "/link"
        try #require(symlink(place.folder.path, link) == 0)
        for folder in [place.folder.path, place.folder.tls.path, link, link + "/keys"] {
            let error = try await failure {
                _ = try await BankBackup(place.folder, clock: place.clock)
                    .write(to: "\(folder)/backup", includesKeys: false)
            }
            #expect(error.status == .cannotCreate)
            #expect(error.description.contains("in the folder of the bank"), "\(folder)")
        }
    }

    // Symptom: six backups that were made under one name, each after the last was carried away, were
    // all listed as being there.
    @Test("of backups under one name the last one alone is there")
    func sameName() async throws {
        let place = try TestPlace()
        try await place.make()
        let path = place.top + "/backup"
        for _ in 1...2 {
            place.clock.advance(seconds: 1)
            let files = try await BankBackup(place.folder, clock: place.clock)
                .write(to: path, includesKeys: false)
            if try BackupBook(place.folder).backups().count < 2 {
                for file in files { try PrivateFile.remove(file) }
            }
        }
        let states = try BackupBook(place.folder).listing(.india).rows.map { $0[2] }
        #expect(states == ["not there any more", "there"])
    }

    // Symptom: "no such table: user", and "disk I/O error" for a folder.
    @Test("books that are empty or no file are called that, by every command that reads")
    func noBooks() async throws {
        let place = try TestPlace()
        try await place.make()
        let empty = place.top + "/empty"
        try PrivateFile.write([], to: empty)
        for (path, words) in [(empty, "no whole books"), (place.top, "no file of books")] {
            let error = try await failure {
                _ = try LostTransfers(path, comparedWith: place.folder)
            }
            #expect(error.status == .badData)
            #expect(error.description.contains(path) && error.description.contains(words))
        }
        try #require(truncate(place.folder.booksPath, 0) == 0)
        let listed = try await failure {
            _ = try BankListings(place.folder, zone: .india, now: place.clock.now())
        }
        #expect(listed.description.contains("no whole books"))
        let backup = try await failure {
            _ = try await BankBackup(place.folder, clock: place.clock)
                .write(to: place.top + "/backup", includesKeys: false)
        }
        #expect(backup.description.contains("no whole books"))
    }

    // Symptom: "is no head of an audit log, or is damaged.", 69, and no word of what to do.
    @Test("an emptied audit.head is told of with the way out, and the way leads out")
    func emptiedHead() async throws {
        let place = try TestPlace()
        try await place.make()
        let path = place.folder.auditHeadPath
        try PrivateFile.write([], to: path)
        let error = try await failure { _ = try await place.open() }
        #expect(error.status == .badData)
        #expect(error.description.contains("move it away"))
        try PrivateFile.remove(path)
        try await place.open().close()
        #expect(try await place.check() == BankCheck.Report())
    }

    // Symptom: root made a certificate in a bank of another user, which that user could not use.
    @Test("a terminal's certificate is made where everything else is, and nowhere else")
    func certificateElsewhere() async throws {
        let place = try TestPlace()
        try await place.make()
        let name = try #require(DeviceName("till-2"))
        try #require(chmod(place.folder.path, 0o755) == 0)
        let error = try await failure {
            _ = try await TerminalMaker(place.folder, clock: place.clock)
                .issue(name, isRenewal: false)
        }
        #expect(error.status == .configuration)
        #expect(!PrivateFile.exists(place.folder.tls.devicePath(name)))
    }

    // Symptom: of a hold that was taken "release the hold instead", and the release was refused as well.
    @Test("a hold is not reversed, and what has to be done instead depends on how it stands")
    func reversedHold() async throws {
        let place = try TestPlace()
        try await place.make()
        let opened = try await place.open()
        try await place.openAccounts(in: opened.bank)
        _ = try await opened.bank.post([place.posting(9_000)])
        let desk = AdminDesk(opened, settings: try place.settings(), clock: place.clock)
        func act(
            _ kind: AccountAct.Kind,
            _ texts: [AccountAct.Field: String]
        ) async throws -> String {
            let lines = try await desk.carryOut(.account(AccountAct(kind, texts))) { _ in }
            return lines.joined(separator: " ").split(separator: " ").last.map(String.init) ?? ""
        }
        func hold() async throws -> String {
            try await act(
                .hold,
                [.amount: "5", .from: "50100000001001", .to: "CASH", .reference: "hall"]
            )
        }
        func refusal(_ id: String) async throws -> String {
            let error = try await failure { _ = try await act(.reverse, [.transfer: id]) }
            #expect(error.status == .badData)
            return error.description
        }
        let (pending, released, taken) = (try await hold(), try await hold(), try await hold())
        _ = try await act(.voidHold, [.transfer: released])
        let posted = try await act(.postHold, [.transfer: taken])
        #expect(try await refusal(pending).contains("counterfoild hold void \(pending) --data"))
        #expect(try await refusal(released).contains("there is nothing to reverse"))
        #expect(try await refusal(taken).contains("counterfoild reverse \(posted) --data"))
        _ = try await act(.reverse, [.transfer: posted])
        try opened.close()
    }

    // Symptom: `--to IDENTIFIER` meant the account whose number was that identifier, in silence.
    @Test("a text that is one account's number and another's identifier names neither")
    func twoAccounts() async throws {
        let place = try TestPlace()
        try await place.make()
        let opened = try await place.open()
        try await place.openAccounts(in: opened.bank)
        let first = AccountID(rawValue: 1).description
        // As an earlier release may have opened it.
        try await opened.store.write { transaction in
            let opening = AccountOpening(
                id: AccountID(rawValue: 3),
                currency: .indianRupee,
                normalBalance: .credit
            )
            var state = LedgerState()
            _ = state.apply(.openAccount(opening), at: TestBank.start)
            let account = try #require(state.account(opening.id))
            try transaction.insert(
                StoredAccount(
                    account: account,
                    profile: AccountProfile(
                        number: first,
                        branchCode: "",
                        holder: "Mallory",
                        product: "Savings"
                    ),
                    head: .genesis(of: opening.id)
                )
            )
        }
        let error = try await failure {
            _ = try await opened.store.read { try $0.account(named: first) }
        }
        #expect(error.status == .badData)
        let digits = first.filter { $0 != "-" }
        let named = try await opened.store.read { try $0.account(named: digits).account.id }
        #expect(named == AccountID(rawValue: 1))
        #expect(try await opened.bank.account(named: first)?.account.id == AccountID(rawValue: 1))
        try opened.close()
    }

    // Symptom: when the head could not be kept, a notice in the log was all.
    @Test("what a running bank does by itself and cannot do is a warning")
    func upkeep() async throws {
        let place = try TestPlace()
        try await place.make()
        let opened = try await place.open()
        try await place.addUsers(to: opened.bank)
        try PrivateFile.makeFolder(place.folder.auditHeadPath + PrivateFile.draftSuffix)
        let (warnings, warned) = AsyncStream.makeStream(of: String.self)
        let desk = AdminDesk(opened, settings: try place.settings(), clock: place.clock)
        let upkeep = BankUpkeep(
            opened,
            desk: desk,
            clock: place.clock,
            warn: { warned.yield($0) },
            tell: { _ in }
        )
        let run = Task { await upkeep.run() }
        var iterator = warnings.makeAsyncIterator()
        let first = await iterator.next()
        #expect(first?.hasPrefix("The head of the audit log was not kept") == true)
        #expect(first?.contains("the bank is not ready until it is") == true)
        await #expect(throws: BankUnready.self) { try await opened.bank.health() }
        run.cancel()
        await run.value
        try opened.close()
    }
}
