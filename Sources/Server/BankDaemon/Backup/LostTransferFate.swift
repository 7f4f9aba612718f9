public import CoreVocabulary
import LedgerService
public import MoneyCore

/// What became, in the books of now, of a transfer that a restoration took away.
public enum LostTransferFate: Hashable, Sendable {
    /// Nothing: people have to decide about it.
    case lost
    /// Nothing, but a command does it again: what it acts on is there.
    case repeatable(ShellCommand)
    /// A reversal of a transfer that is lost as well, by the receipt of that: both or neither.
    case lostWithOriginal(JournalID)
    /// The books have it again.
    case doneAgain(Counterpart)
    /// Somebody noted that it needs nothing more.
    case noted(LostNotes.Note)

    /// The transfer of the books of now that does the same.
    public struct Counterpart: Hashable, Sendable {
        /// Its receipt.
        public let receipt: JournalID
        /// When it was booked.
        public let bookedAt: Instant
        /// How much; of a hold another amount may have been taken.
        public let amount: Money
        /// True if it is certainly the same transfer.
        ///
        /// Otherwise only parties, amount and reference agree.
        public let isCertain: Bool
    }

    /// Whether somebody has to do or to decide something.
    public var isOpen: Bool {
        switch self {
        case .lost, .repeatable, .lostWithOriginal: true
        case .doneAgain, .noted: false
        }
    }
}

extension LostTransfers.Item {
    /// What became of it, as an operator reads it at the end of a line; a command comes last.
    ///
    /// - Parameters:
    ///   - zone: Where days are counted.
    ///   - folder: The bank.
    /// - Returns: The text.
    public func fateText(_ zone: ZoneOffset, _ folder: DataFolder) -> String {
        let lost = (["lost"] + doubts.map(\.words)).joined(separator: "; ")
        switch fate {
        case .lost: return lost
        case .repeatable(let command): return "\(lost)  \(command.on(folder))"
        case .lostWithOriginal(let receipt):
            return "\(lost); it reverses the lost transfer \(receipt): enter both again or neither"
        case .doneAgain(let found):
            let amount =
                found.amount == transfer.amount
                ? "" : ", for \(MoneyFormatter(.plain).textWithCode(found.amount))"
            let doubt = found.isCertain ? "" : ", by its looks; compare them"
            return "done again as \(found.receipt), \(zone.text(of: found.bookedAt))"
                + "\(amount)\(doubt)"
        case .noted(let note): return note.words(zone)
        }
    }
}
