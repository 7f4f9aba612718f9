package import CoreVocabulary
import LedgerService
package import MoneyCore

/// The fate in the present books of a transfer that a restoration took back.
package enum LostTransferFate: Hashable, Sendable {
    /// It is lost, and people have to decide about it.
    case lost
    /// It is lost, but a command can repeat it, because the object of the transfer exists.
    case repeatable(ShellCommand)
    /// It reverses another lost transfer with this receipt.
    ///
    /// Both have to be entered again, or neither.
    case lostWithOriginal(JournalID)
    /// The present books have it again.
    case doneAgain(Counterpart)
    /// Somebody noted that it is settled.
    case noted(LostNotes.Note)

    /// The transfer in the present books that does the same.
    package struct Counterpart: Hashable, Sendable {
        /// Receipt of the transfer.
        package let receipt: JournalID
        /// Time of its booking.
        package let bookedAt: Instant
        /// Amount of the transfer; a hold may have been posted with another amount.
        package let amount: Money
        /// True if it is certainly the same transfer.
        ///
        /// Otherwise only the parties, amount and reference match.
        package let isCertain: Bool
    }

    /// True if somebody has to act or decide.
    package var isOpen: Bool {
        switch self {
        case .lost, .repeatable, .lostWithOriginal: true
        case .doneAgain, .noted: false
        }
    }
}

extension LostTransfers.Item {
    /// Returns the fate of the transfer for the end of a line, with a command at its end.
    package func fateText(_ zone: ZoneOffset, _ folder: DataFolder) -> String {
        let lost = (["lost"] + doubts.map(\.words)).joined(separator: "; ")
        switch fate {
        case .lost: return lost
        case .repeatable(let command): return "\(lost)  \(command.on(folder))"
        case .lostWithOriginal(let receipt):
            return "\(lost); it reverses the lost transfer \(receipt): enter both again or neither"
        case .doneAgain(let found):
            let amount =
                found.amount == transfer.amount
                ? "" : ", for \(OperatorText.money(found.amount))"
            let doubt = found.isCertain ? "" : ", by its looks; compare them"
            return "done again as \(found.receipt), \(zone.text(of: found.bookedAt))"
                + "\(amount)\(doubt)"
        case .noted(let note): return note.words(zone)
        }
    }
}
