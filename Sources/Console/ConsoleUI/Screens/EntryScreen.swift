import ClientService
import CoreVocabulary
import SyncCore
import TerminalKit

/// The screen of one entry with all its facts.
struct EntryScreen: ConsoleScreen {
    /// The entry that is shown, as it was when the screen was opened.
    let entry: EntryRecord
    /// True if the record no longer has the entry, or another one in its place.
    private var isGone = false
    /// The running request for the entry's place; nil if there is none.
    private var request: RequestID?
    /// True if the query must be repeated after the pending one.
    private var asksAgain = false

    /// Creates a screen for an entry.
    init(entry: EntryRecord) {
        self.entry = entry
    }

    var kind: ScreenKind { .entry }
    var focus: InputFocus { .commands }

    mutating func perform(_ command: CommandID, _ turn: inout Turn) {}

    mutating func receive(_ reply: ClientReply, _ turn: inout Turn) {
        if case .accounts = reply {
            // The record has changed, and the number of entries before this one is known anew.
            look(&turn)
        } else if let (query, found) = reply.answer(to: EntriesQuery.self), query.id == request {
            apply(found)
            answered(&turn)
        } else if let query = reply.failure(of: EntriesQuery.self), query.id == request {
            answered(&turn)
        }
    }

    /// Requests the entry in this place; one request runs at a time.
    private mutating func look(_ turn: inout Turn) {
        guard request == nil else {
            asksAgain = true
            return
        }
        // An account that is no longer shown says nothing of its entries.
        guard let account = turn.context.session?.account(entry.accountID) else { return }
        let place = account.entryCount - Int(entry.accountSequence)
        guard place >= 0 else {
            isGone = true
            return
        }
        let id = turn.makeRequestID()
        request = id
        turn.ask(
            EntriesQuery(
                id: id,
                accountID: entry.accountID,
                places: place..<place + 1,
                matches: nil
            )
        )
    }

    private mutating func apply(_ found: [EntryRecord]) {
        // One that came meanwhile has moved the places; that is news, and asked about again.
        if let other = found.first, other.accountSequence != entry.accountSequence { return }
        isGone = found.first != entry
    }

    private mutating func answered(_ turn: inout Turn) {
        request = nil
        guard asksAgain else { return }
        asksAgain = false
        look(&turn)
    }

    func availability(of command: CommandID, in context: ScreenContext) -> Availability {
        .inherited
    }

    func show(in context: ScreenContext) -> ScreenContent {
        var content = ScreenContent(title: "Entry")
        if let session = context.session, session.accounts != nil,
            session.account(entry.accountID) == nil
        {
            return .accountNotShown(title: "Entry")
        }
        if isGone {
            content.blocks = [.sentence(StatusSentences.entryGone, role: .statusWarning), .space]
        } else if context.session?.reversal(of: entry) != nil {
            content.blocks = [.sentence(Sentences.reversed, role: .statusWarning), .space]
        }
        content.blocks.append(.facts(Self.facts(of: entry, isHeld: !isGone, in: context)))
        return content
    }

    /// Returns the facts of an entry; the balance after it only while the record has it.
    static func facts(
        of entry: EntryRecord,
        isHeld: Bool = true,
        in context: ScreenContext
    ) -> [Fact] {
        let format = context.format
        let account = context.session?.account(entry.accountID)
        let believed = account.flatMap { format.freshness.note($0.balance.freshness) }
        let reversal = context.session?.reversal(of: entry)
        let other = context.session?.otherAccount(of: entry).map { format.shortAccountName($0) }
        let reference = SafeText(untrusted: entry.reference, limit: .reference)
        let balanceAfter = Fact(
            "Balance after",
            .amount(format.runningBalance(entry.balanceAfter)),
            note: believed.map { "record: \($0)" }
        )
        let facts: [Fact?] = [
            account.map { Fact("Account", .untrusted(format.accountName($0.record))) },
            account.flatMap { context.holderFacts($0.record).first },
            Fact("Counterparty", .untrusted(entry.counterpartyName), note: other),
            Fact("Reference", .untrusted(reference)),
            Fact("Amount", .amount(format.entryAmount(entry.amount, withCurrency: true))),
            isHeld ? balanceAfter : nil,
            Fact("Value date", .text(format.day(entry.valueDate))),
            bookedAt(entry, context),
            entry.isMadeByStaff ? Fact("Made by", .text("staff of the bank")) : nil,
            number(entry.accountSequence, dropPriority: 2),
            receipt(entry.journalID),
        ]
        return facts.compactMap(\.self) + (reversal.map { reversalFacts($0, context) } ?? [])
    }

    /// Returns the number of an entry in its account.
    static func number(_ accountSequence: Int64, dropPriority: Int) -> Fact {
        let words = SafeText(trusted: "\(accountSequence) of the account")
        return Fact("Entry", .text(words), dropPriority: dropPriority)
    }

    /// Returns the facts of a reversal: its number, and the time of its booking.
    static func reversalFacts(_ reversal: EntryRecord, _ context: ScreenContext) -> [Fact] {
        let moment = context.format.dayAndTime(reversal.bookedAt)
        return [
            Fact("Reversal", receiptCell(reversal.journalID)),
            Fact("Reversed", .text(moment), dropPriority: 1),
        ]
    }

    /// Returns the time at which the ledger posted an entry.
    static func bookedAt(_ entry: EntryRecord, _ context: ScreenContext) -> Fact {
        let moment = context.format.dayAndTime(entry.bookedAt)
        return Fact(context.words.bookedAt, .text(moment), dropPriority: 2)
    }

    /// Returns the receipt, by which a posted transfer is found: it is shown on the transfer's last
    /// step and with its entry, and the filter accepts it.
    static func receipt(_ journalID: JournalID) -> Fact {
        Fact("Receipt", receiptCell(journalID))
    }

    /// Returns the number of a journal as a cell.
    static func receiptCell(_ journalID: JournalID) -> CellContent {
        .text(SafeText(trusted: journalID.description), role: .textCode)
    }
}
