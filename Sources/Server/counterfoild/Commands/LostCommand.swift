import ArgumentParser
import BankDaemon
import CoreVocabulary
import LedgerService
import LedgerStoreSQLite
import ProgramOutput

/// Command `counterfoild lost`, which lists what a restoration took back.
struct LostCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lost",
        abstract: "List transfers and decisions that a restore lost.",
        discussion: """
            After a restore: transfers that somebody was told were done, and what was decided about \
            people, terminals, accounts and holds. What a command does again stands there with it. A \
            transfer that was done again is named with the receipt that it has now. Where something \
            like it is in the books, a line says to compare first: to do it again would do it twice; so \
            does one whose account number or user name is somebody else's now. Where the books have a \
            newer decision about the same, that one stands: the line says so and has no command. With \
            --done somebody notes that a transfer or a decision needs nothing more, where no comparison \
            can tell. Books that end before they did when they were put aside are listed as far as they \
            go, and the status is 65. A server may be running.
            """
    )

    @OptionGroup var place: DataOption
    @Option(
        help: ArgumentHelp(
            "The books that `restore` kept: bank.sqlite.before-N.",
            valueName: "file"
        ),
        transform: PathText.read
    )
    var from: String
    @Option(
        help: ArgumentHelp(
            "Lists nothing, and notes that the transfer with this receipt, or the decision with "
                + "this identifier, needs nothing more.",
            valueName: "identifier"
        )
    )
    var done: String?
    @Option(help: ArgumentHelp("With --done: who decided what.", valueName: "text"))
    var note: String?
    @Flag(help: "A JSON object for each transfer and each decision, a line each, for scripts.")
    var json = false

    func validate() throws {
        guard (done == nil) == (note == nil) else {
            throw ValidationError("--done and --note go together.")
        }
    }

    func run() async throws {
        try await Reporting.run {
            do {
                if let done, let note {
                    try await noteDone(done, note)
                } else {
                    try await list()
                }
            } catch let error as LedgerStoreError {
                throw DaemonError(unreadableBooks: from, error)
            }
        }
    }

    private func noteDone(_ text: String, _ note: String) async throws {
        let id: LostID = try OperatorText.identifier(text, "line of the list")
        let now = SystemBankClock().now()
        if let act = try await lostActs().noteDone(id, note: note, at: now) {
            try DoneAnswer.write("It is noted that \(id) needs nothing more:\n  \(act.sentence)\n")
            return
        }
        let receipt = JournalID(rawValue: id.rawValue)
        let transfers = try await LostTransfers(from, comparedWith: place.folder)
            .noteDone(receipt, note: note, at: now)
        let named = transfers.map { transfer in
            "  \(OperatorText.money(transfer.amount))  \(Self.parties(of: transfer))\n"
        }
        try DoneAnswer.write("It is noted that \(receipt) needs nothing more:\n" + named.joined())
    }

    private func list() async throws {
        let zone = try place.settings().zone
        let transfers = try LostTransfers(from, comparedWith: place.folder)
        let count = try await list(transfers, zone)
        let lost = try lostActs()
        let acts = try await lost.list()
        for act in acts {
            let line =
                json
                ? Listing(act, zone, place.folder).jsonLines.joined()
                : act.text(zone, place.folder)
            try ReaderGone.check(try StandardStream.write("\(line)\n"))
        }
        let end = try await transfers.end()
        StandardStream.writeError(
            Self.summary(count, acts, mayLackSome: lost.mayLackSome(of: acts), end)
        )
        if case .cutOff(let sentence) = end { throw DaemonError(sentence, .badData) }
    }

    private func lostActs() throws -> LostActs {
        try LostActs(
            from,
            comparedWith: place.folder,
            zone: try place.settings().zone,
            now: SystemBankClock().now()
        )
    }

    /// Prints the transfers and returns their counts.
    private func list(
        _ transfers: LostTransfers,
        _ zone: ZoneOffset
    ) async throws -> LostTransfers.Count {
        try await transfers.forEach { item in
            let transfer = item.transfer
            let text =
                "\(zone.text(of: transfer.bookedAt))  "
                + "\(OperatorText.money(transfer.amount))  "
                + "\(Self.parties(of: transfer))  "
                + "receipt \(transfer.journalID)  \(OperatorText.clean(transfer.reference))  "
                + item.fateText(zone, place.folder)
            let line = json ? Listing(item, zone, place.folder).jsonLines.joined() : text
            try ReaderGone.check(try StandardStream.write("\(line)\n"))
        }
    }

    /// The sentence for too many lost transfers to compare each with the books.
    private static let uncompared =
        "The lost transfers are too many to look for each by what it looks like: before a command that "
        + "stands without a warning, look up whether somebody did it otherwise."

    /// Returns the last line of the list, with the counts of open and settled items.
    static func summary(
        _ transfers: LostTransfers.Count,
        _ acts: [LostActs.Item],
        mayLackSome: Bool,
        _ end: LostBooksEnd
    ) -> String {
        let notedCount = acts.count { $0.note != nil }
        let openCount = acts.count { $0.isOpen }
        let sinceCount = acts.count - notedCount - openCount
        let done = [
            transfers.doneCount == 0 ? nil : OperatorText.count(transfers.doneCount, "transfer"),
            notedCount == 0 ? nil : OperatorText.count(notedCount, "decision"),
        ].compactMap(\.self)
        let since =
            sinceCount == 0
            ? "" : " Decided otherwise since: \(OperatorText.count(sinceCount, "decision"))."
        let again =
            (done.isEmpty ? "" : " Done again or noted as done: \(done.joined(separator: ", ")).")
            + since
        var doubt = ""
        if case .unknown(let sentence) = end { doubt = "\(sentence)\n" }
        guard transfers.openCount + openCount > 0 else {
            // For truncated books, this sentence would be unproven.
            if case .cutOff = end { return "" }
            let nothing =
                sinceCount == 0
                ? "These books lack nothing that the others hold." : "Nothing is lost."
            return "\(nothing)\(again)\n\(doubt)"
        }
        let lost = OperatorText.count(transfers.openCount, "transfer")
        let undone = OperatorText.count(openCount, "decision")
        let open = "Lost: \(lost), \(undone)"
        let rest = again + (transfers.hasUncompared ? " \(uncompared)" : "")
        guard mayLackSome else { return "\(open).\(rest)\n\(doubt)" }
        return "\(open) and perhaps more. Do these again, and list once more.\(rest)\n\(doubt)"
    }

    /// Returns both sides of a transfer, the payer first.
    private static func parties(of transfer: ExportedTransfer) -> String {
        "from \(party(transfer.debit, transfer.credit.counterparty))  "
            + "to \(party(transfer.credit, transfer.debit.counterparty))"
    }

    /// Returns a side as its account number and the name that the other side was shown.
    private static func party(_ party: ExportedTransfer.Party, _ name: String) -> String {
        "\(OperatorText.clean(party.number)) (\(OperatorText.clean(name)))"
    }
}
