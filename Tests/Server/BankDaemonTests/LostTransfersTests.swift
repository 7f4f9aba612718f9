// Goal: after a restoration no money is moved twice and none is forgotten: what was done again is linked
// to what was lost, one for one.
// Method: a copy of the books, transfers of each kind on the books that it was made of, and the same done
// again on the copy in steps.

import BankTestKit
import CoreVocabulary
import LedgerCore
import LedgerService
import LedgerStoreSQLite
import MoneyCore
import SyncCore
import Testing

@testable import BankDaemon

@Suite("Transfers that a restoration took away")
struct LostTransfersTests {
    /// A bank that goes on, and its books as they were at a backup.
    private struct Stage {
        let bank: TestBank
        let place: TestPlace
        /// A hold and a transfer from before the backup.
        let hold: TransferID
        let old: TransferID

        init() async throws {
            bank = try await TestBank.open()
            place = try TestPlace()
            hold = try await bank.bank.hold(
                BankHold(
                    debitAccountID: try bank.account("savings"),
                    creditAccountID: try bank.account("cash"),
                    amount: Money(minorUnits: 5_000, currency: .indianRupee),
                    reference: "hall",
                    expiresAt: nil
                )
            )
            old = try await Self.pay(bank, 7_777).transferID
            try PrivateFile.makeFolder(place.folder.path)
            try LedgerBooksReader(path: bank.path).copy(to: place.folder.booksPath)
        }

        /// Pays in an amount; the same amount looks the same, and is another transfer.
        static func pay(
            _ bank: TestBank,
            _ minorUnits: Int64
        ) async throws -> (transferID: TransferID, journalID: JournalID) {
            let posting = try bank.posting("cash", "savings", minorUnits)
            #expect(try await bank.bank.post([posting]) == [nil])
            let transfer = try #require(posting.journal.transfers.first)
            return (transfer.id, posting.journal.id)
        }

        /// The bank over the books that were put back.
        func restored() throws -> TestBank {
            try bank.over(booksAt: place.folder.booksPath)
        }

        var lost: LostTransfers {
            get throws { try LostTransfers(bank.path, comparedWith: place.folder) }
        }

        func fates() async throws -> [LostTransferFate] {
            var fates: [LostTransferFate] = []
            let count = try await lost.forEach { fates.append($0.fate) }
            #expect(count.openCount == fates.count { $0.isOpen })
            #expect(count.openCount + count.doneCount == fates.count)
            return fates
        }

        func doubts() async throws -> [[LostLikeness]] {
            var doubts: [[LostLikeness]] = []
            _ = try await lost.forEach { doubts.append($0.doubts) }
            return doubts
        }

        func acts() async throws -> [LostActs.Item] {
            try await LostActs(
                bank.path,
                comparedWith: place.folder,
                zone: .india,
                now: bank.clock.now()
            ).list()
        }
    }

    // Symptom: a hold that was taken was listed twice, as a transfer to enter again and as a hold to
    // take; after it was taken the transfer stayed, and people moved the money a second time.
    @Test("a hold that was taken is one transfer with its command, and then one that is done again")
    func holds() async throws {
        let stage = try await Stage()
        let amount = Money(minorUnits: 4_000, currency: .indianRupee)
        _ = try await stage.bank.bank.postHold(stage.hold, amount: amount)
        let command = ShellCommand("hold post").argument("\(stage.hold)")
            .option("--amount", "40.00")
        #expect(try await stage.fates() == [.repeatable(command)])
        #expect(try await stage.acts() == [])

        let restored = try stage.restored()
        let posted = try await restored.bank.postHold(stage.hold, amount: amount)
        let record = try await restored.store.read { try $0.transfer(posted) }
        let fate = try #require(try await stage.fates().first)
        guard case .doneAgain(let found) = fate else {
            Issue.record("not done again: \(fate)")
            return
        }
        #expect(found.receipt == record?.journalID)
        #expect(found.amount == amount)
        #expect(found.isCertain)
        try restored.store.close()
    }

    // Symptom: a reversal was listed as a transfer to be entered again by people, and stayed after
    // `reverse`.
    @Test("a reversal is listed with `reverse`, and is done again once its transfer is reversed")
    func reversals() async throws {
        let stage = try await Stage()
        _ = try await stage.bank.bank.reverse(stage.old, reference: "it's wrong")
        let command = ShellCommand("reverse").argument("\(stage.old)")
            .option("--reference", "it's wrong")
        #expect(try await stage.fates() == [.repeatable(command)])
        let restored = try stage.restored()
        _ = try await restored.bank.reverse(stage.old)
        let fate = try #require(try await stage.fates().first)
        guard case .doneAgain(let found) = fate else {
            Issue.record("not done again: \(fate)")
            return
        }
        #expect(found.isCertain)
        try restored.store.close()
    }

    // Symptom: the command of a lost reversal was refused. Cause: earlier releases put "Reversal: "
    // before a reference of 140 characters, and booked 150.
    @Test("a reversal with a reference over the limit is listed with as much as the bank takes")
    func longReversal() async throws {
        let stage = try await Stage()
        let posting = try stage.bank.posting(
            "savings",
            "cash",
            7_777,
            kind: .reversal(of: stage.old)
        )
        let mark = TransferCode.reversalMark
        let reference = mark + String(repeating: "x", count: 140)
        let booked = Posting(
            journal: posting.journal,
            narratives: [
                Narrative(shownToDebtor: "cash", shownToCreditor: "savings", reference: reference)
            ]
        )
        #expect(try await stage.bank.bank.post([booked]) == [nil])
        let cut = mark + String(repeating: "x", count: 130)
        let command = ShellCommand("reverse").argument("\(stage.old)").option("--reference", cut)
        #expect(try await stage.fates() == [.repeatable(command)])
        let restored = try stage.restored()
        _ = try await restored.bank.reverse(stage.old, reference: cut)
        #expect(try await stage.fates().map(\.isOpen) == [false])
        try restored.store.close()
    }

    @Test("a reversal of a transfer that is lost as well waits for it, and reverses the new one")
    func reversalOfLost() async throws {
        let stage = try await Stage()
        let (transfer, receipt) = try await Stage.pay(stage.bank, 3_000)
        _ = try await stage.bank.bank.reverse(transfer, reference: "no")
        #expect(try await stage.fates() == [.lost, .lostWithOriginal(receipt)])
        let restored = try stage.restored()
        let again = try await Stage.pay(restored, 3_000)
        let command = ShellCommand("reverse").argument("\(again.transferID)")
            .option("--reference", "no")
        #expect(try await stage.fates().last == .repeatable(command))
        _ = try await restored.bank.reverse(again.transferID, reference: "no")
        #expect(try await stage.fates().allSatisfy { !$0.isOpen })
        try restored.store.close()
    }

    // Symptom: a transfer that its payer entered again stayed lost for good, and a second operator had
    // it entered once more. A wrong mend would take one of two for both.
    @Test("a transfer that was entered again is named with its receipt, one for one")
    func enteredAgain() async throws {
        let stage = try await Stage()
        for amount in [2_000, 2_000, 2_500] as [Int64] {
            _ = try await Stage.pay(stage.bank, amount)
        }
        #expect(try await stage.fates() == [.lost, .lost, .lost])
        let restored = try stage.restored()
        let again = try await Stage.pay(restored, 2_000)
        let first = try await stage.fates()
        #expect(first.dropFirst() == [.lost, .lost])
        guard case .doneAgain(let found)? = first.first else {
            Issue.record("not done again: \(first)")
            return
        }
        #expect(found.receipt == again.journalID)
        #expect(!found.isCertain)
        // What was entered by mistake and reversed is not there any more; the other is.
        _ = try await restored.bank.reverse(again.transferID)
        #expect(try await stage.fates() == [.lost, .lost, .lost])
        for _ in 1...2 { _ = try await Stage.pay(restored, 2_000) }
        let second = try await stage.fates()
        #expect(second.map(\.isOpen) == [false, false, true])
        try restored.store.close()
    }

    // Symptom: past the limit commands stood bare, though something like them was in the books, and
    // nothing said so. Cause: those beyond were left out in silence.
    @Test("more lost transfers than are looked for by their looks are told with the count")
    func uncompared() async throws {
        let stage = try await Stage()
        for amount in [2_000, 2_000, 2_500] as [Int64] {
            _ = try await Stage.pay(stage.bank, amount)
        }
        for (limit, hasUncompared) in [(0, true), (1, true), (2, false)] {
            var lost = try stage.lost
            lost.likenessLimit = limit
            let count = try await lost.forEach { _ in }
            #expect(count.hasUncompared == hasUncompared)
            #expect(count.openCount == 3)
        }
    }

    // Symptom: the books of another bank were listed as lost, with commands to book them here.
    @Test("books of another bank are refused, and no command is printed for them")
    func anotherBank() async throws {
        let stage = try await Stage()
        let other = try TestPlace()
        try await other.makeWithUsers()
        let path = other.folder.booksPath
        let lost = try LostTransfers(path, comparedWith: stage.place.folder)
        let error = try await failure { _ = try await lost.forEach { _ in } }
        #expect(error.status == .badData)
        #expect(error.description.hasPrefix("The books at \(path) are those of another bank."))
    }

    // Symptom: what people decided otherwise about stayed lost, and nobody saw that it was decided.
    @Test("what no comparison can tell is noted, and the next one who lists reads the note")
    func notes() async throws {
        let stage = try await Stage()
        let (_, receipt) = try await Stage.pay(stage.bank, 2_000)
        let unknown = try await failure {
            _ = try await stage.lost.noteDone(JournalID(rawValue: 9), note: "x", at: .epoch)
        }
        #expect(unknown.status == .noInput)
        // Symptom: the receipt of a transfer that was never lost was noted, and the lost one stayed.
        let old = stage.old
        let record = try await stage.bank.store.read { try $0.transfer(old) }
        let kept = try #require(record?.journalID)
        let both = try await failure {
            _ = try await stage.lost.noteDone(kept, note: "x", at: .epoch)
        }
        #expect(both.status == .noInput)
        #expect(both.description.contains("\(kept) is in no line of the list"))
        #expect(both.description.contains("the books have what it booked"))
        // Symptom: an empty note took the place of one that said who had decided.
        for blank in ["", " \u{A0}\t"] {
            let error = try await failure {
                _ = try await stage.lost.noteDone(receipt, note: blank, at: .epoch)
            }
            #expect(error.status == .badData)
        }
        #expect(!PrivateFile.exists(stage.bank.path + LostNotes.suffix))
        let now = stage.bank.clock.now()
        let named = try await stage.lost
            .noteDone(receipt, note: "Asha does not want it, T. Rao", at: now)
        #expect(named.map(\.journalID) == [receipt])
        #expect(named.map(\.amount.minorUnits) == [2_000])
        let note = LostNotes.Note(notedAt: now, text: "Asha does not want it, T. Rao")
        #expect(try await stage.fates() == [.noted(note)])
        let path = stage.bank.path + LostNotes.suffix
        #expect(stage.place.mode(path) == 0o600)
        // A note that cannot be read hides nothing, nor is it left out.
        try PrivateFile.write([0x7B, 0x0A], to: path)
        #expect(try await failure { _ = try await stage.fates() }.status == .badData)
    }

    // Symptom: of a hold that was lost the refusal said that the books have it. Cause: whatever is in no
    // line of the transfers counted as there, and holds are in lines of their own.
    @Test("the receipt of a lost hold is refused, and its own line is named, not the books")
    func receiptOfHold() async throws {
        let stage = try await Stage()
        let hold = try await stage.bank.bank.hold(
            BankHold(
                debitAccountID: try stage.bank.account("savings"),
                creditAccountID: try stage.bank.account("cash"),
                amount: Money(minorUnits: 4_000, currency: .indianRupee),
                reference: "rent",
                expiresAt: nil
            )
        )
        let record = try await stage.bank.store.read { try $0.transfer(hold) }
        let receipt = try #require(record?.journalID)
        let refusal = try await failure {
            _ = try await stage.lost.noteDone(receipt, note: "x", at: .epoch)
        }
        #expect(refusal.status == .noInput)
        let words = "or it placed or released a hold, which is noted under the identifier in"
        #expect(refusal.description.contains("\(words) its own line."))
        #expect(!refusal.description.contains("the books have what it is for"))
    }

    // Symptom: of two people who noted something at once one lost the note. Cause: all notes were read,
    // and written again with one more, under no lock.
    @Test("notes that are made at once are all kept, also after a line that was cut off")
    func notesAtOnce() async throws {
        let place = try TestPlace()
        let notes = LostNotes(besides: place.top + "/books")
        let count: UInt128 = 40
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...count {
                group.addTask {
                    let note = LostNotes.Note(notedAt: TestBank.start, text: "\(number)")
                    try notes.add(note, about: LostID(rawValue: number))
                }
            }
            try await group.waitForAll()
        }
        #expect(try notes.all().count == Int(count))
        let path = place.top + "/books" + LostNotes.suffix
        #expect(place.mode(path) == 0o600)
        let bytes = try PrivateFile.read(path, byteLimit: 65_536)
        try PrivateFile.write(Array(bytes.dropLast()), to: path)
        let last = LostNotes.Note(notedAt: TestBank.start, text: "last")
        try notes.add(last, about: LostID(rawValue: count + 1))
        #expect(try notes.all().count == Int(count) + 1)
    }

    // Symptom: the list was refused, and a note was appended behind half a line, where nobody could
    // read it. Cause: whoever added one did not look what was there.
    @Test("a note that was cut off is named by its line to all, and nothing is added behind it")
    func tornNote() async throws {
        let place = try TestPlace()
        let notes = LostNotes(besides: place.top + "/books")
        let note = LostNotes.Note(notedAt: TestBank.start, text: "T. Rao")
        for number in 1...3 as ClosedRange<UInt128> {
            try notes.add(note, about: LostID(rawValue: number))
        }
        let path = place.top + "/books" + LostNotes.suffix
        let torn = Array(try PrivateFile.read(path, byteLimit: 65_536).dropLast(9))
        try PrivateFile.write(torn, to: path)
        let read = try await failure { _ = try notes.all() }
        let added = try await failure { try notes.add(note, about: LostID(rawValue: 4)) }
        #expect(read == added)
        #expect(read.status == .badData)
        #expect(read.description.hasPrefix("Line 3 of \(path) is no whole note"))
        #expect(try PrivateFile.read(path, byteLimit: 65_536) == torn)
        let end = try #require(torn.lastIndex(of: 0x0A))
        try PrivateFile.write(Array(torn[...end]), to: path)
        try notes.add(note, about: LostID(rawValue: 4))
        #expect(Set(try notes.all().keys.map(\.rawValue)) == [1, 2, 4])
    }

    // Symptom: `hold post` and `reverse` stood ready to be pasted although a person had moved the same
    // money by hand meanwhile. Cause: only what acts on the hold or the transfer itself was looked for.
    @Test("a command stands behind what moved the same money meanwhile, and no script is given it")
    func movedByHand() async throws {
        let stage = try await Stage()
        let amount = Money(minorUnits: 5_000, currency: .indianRupee)
        _ = try await stage.bank.bank.postHold(stage.hold, amount: amount)
        _ = try await stage.bank.bank.reverse(stage.old, reference: "no")
        let post = ShellCommand("hold post").argument("\(stage.hold)").option("--amount", "50.00")
        let reverse = ShellCommand("reverse").argument("\(stage.old)").option("--reference", "no")
        #expect(try await stage.fates() == [.repeatable(post), .repeatable(reverse)])
        let restored = try stage.restored()
        var receipts: [JournalID] = []
        var transfers: [TransferID] = []
        for minorUnits in [5_000, 7_777] as [Int64] {
            let posting = try restored.posting("savings", "cash", minorUnits)
            #expect(try await restored.bank.post([posting]) == [nil])
            receipts.append(posting.journal.id)
            transfers += posting.journal.transfers.map(\.id)
        }
        #expect(try await stage.fates() == [.repeatable(post), .repeatable(reverse)])
        #expect(try await stage.doubts() == receipts.map { [LostLikeness.booked($0)] })
        var items: [LostTransfers.Item] = []
        _ = try await stage.lost.forEach { items.append($0) }
        for (item, receipt) in zip(items, receipts) {
            let text = item.fateText(.india, stage.place.folder)
            let doubt = "lost; something like it is in the books as \(receipt): compare first  "
            #expect(text.hasPrefix(doubt + "counterfoild "), "\(text)")
            let row = try #require(Listing(item, .india, stage.place.folder).rows.first)
            #expect(row.last?.isEmpty == true)
            #expect(row.contains(text))
        }
        // What was undone again moved nothing.
        for transfer in transfers { _ = try await restored.bank.reverse(transfer) }
        #expect(try await stage.fates() == [.repeatable(post), .repeatable(reverse)])
        #expect(try await stage.doubts() == [[], []])
        try restored.store.close()
    }

    // Symptom: a payment that was entered again with another reference was plainly "lost", and was made
    // a third time. Cause: likeness was looked for only where a line has a command.
    @Test("a lost transfer without a command, too, says that something like it was booked since")
    func enteredOtherwise() async throws {
        let stage = try await Stage()
        _ = try await Stage.pay(stage.bank, 2_000)
        #expect(try await stage.doubts() == [[]])
        let restored = try stage.restored()
        let posting = try restored.posting("cash", "savings", 2_000)
        let otherwise = Posting(
            journal: posting.journal,
            narratives: [
                Narrative(
                    shownToDebtor: "to savings",
                    shownToCreditor: "from cash",
                    reference: "another"
                )
            ]
        )
        #expect(try await restored.bank.post([otherwise]) == [nil])
        let receipt = posting.journal.id
        #expect(try await stage.fates() == [.lost])
        #expect(try await stage.doubts() == [[.booked(receipt)]])
        var texts: [String] = []
        _ = try await stage.lost.forEach {
            texts.append($0.fateText(.india, stage.place.folder))
        }
        #expect(
            texts == ["lost; something like it is in the books as \(receipt): compare first"]
        )
        let transfer = try #require(posting.journal.transfers.first)
        _ = try await restored.bank.reverse(transfer.id)
        #expect(try await stage.doubts() == [[]])
        try restored.store.close()
    }

    @Test("each line says what became of the transfer, a command last")
    func texts() async throws {
        let stage = try await Stage()
        let (_, receipt) = try await Stage.pay(stage.bank, 2_000)
        var found: [LostTransfers.Item] = []
        _ = try await stage.lost.forEach { found.append($0) }
        let transfer = try #require(found.first?.transfer)
        func text(_ fate: LostTransferFate) -> String {
            LostTransfers.Item(transfer: transfer, fate: fate)
                .fateText(.india, DataFolder(path: "/my bank"))
        }
        #expect(text(.lost) == "lost")
        #expect(
            text(.repeatable(ShellCommand("hold post").argument("7")))
                == "lost  counterfoild hold post 7 --data '/my bank'"
        )
        #expect(text(.lostWithOriginal(receipt)).contains("the lost transfer \(receipt)"))
        let more = Money(minorUnits: 2_001, currency: .indianRupee)
        for (amount, isCertain) in [(transfer.amount, true), (more, false)] {
            let again = text(
                .doneAgain(
                    LostTransferFate.Counterpart(
                        receipt: receipt,
                        bookedAt: TestBank.start,
                        amount: amount,
                        isCertain: isCertain
                    )
                )
            )
            #expect(again.hasPrefix("done again as \(receipt), 2026-11-20 12:00:00 +05:30"))
            #expect(again.contains("for INR 20.01") == !isCertain)
            #expect(again.contains("by its looks") == !isCertain)
        }
    }
}
