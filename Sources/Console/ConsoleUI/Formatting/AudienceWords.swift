import TerminalKit

/// Terms for an account's figures and the ledger's actions, one set per audience.
///
/// Customers read the terms of the bank's letters, staff read the ledger's terms.
struct AudienceWords: Hashable, Sendable {
    /// Term for the balance that the ledger has posted to the account.
    let booked: SafeText
    /// Term for the part of the balance that is held.
    let held: SafeText
    /// Term for the overdraft, the amount by which the account may go below zero.
    let overdraft: SafeText
    /// Term for the amount that has to stay in the account.
    let minimum: SafeText
    /// Term for the amount that can be spent.
    let available: SafeText
    /// Title of the list of holds, and of the command that shows it.
    let holds: SafeText
    /// Sentence shown if the list of holds is empty.
    let noHolds: String
    /// Name of the list of holds as the subject of a sentence.
    let holdsSubject: String
    /// Clause saying that held money cannot be spent, for the end of a sentence.
    let holdsCount: String
    /// Label of the time at which the ledger posted an entry.
    let bookedAt: SafeText
    /// Text of a statement without entries.
    let noEntries: SafeText
    /// True if refusals are explained in the ledger's terms.
    let readsLedger: Bool
    /// True if the offline copy is being read.
    ///
    /// From there nothing is asked or sent before a sign-in, so no sentence may claim otherwise.
    var readsCopy = false

    /// Terms for customers, who see their own accounts.
    static let customer = AudienceWords(
        booked: "Balance",
        held: "Reserved",
        overdraft: "Overdraft",
        minimum: "Minimum balance",
        available: "Available",
        holds: "Reserved",
        noHolds: "Nothing is reserved.",
        holdsSubject: "What is reserved",
        holdsCount: "what is reserved cannot be spent",
        bookedAt: "Posted",
        noEntries: "Nothing was posted in this month",
        readsLedger: false
    )

    /// Terms for staff, who serve customers or audit.
    static let staff = AudienceWords(
        booked: "Booked",
        held: "Held",
        overdraft: "Overdraft",
        minimum: "Minimum balance",
        available: "Available",
        holds: "Holds",
        noHolds: "Nothing is held.",
        holdsSubject: "The list of holds",
        holdsCount: "held money cannot be spent",
        bookedAt: "Booked",
        noEntries: "Nothing was booked in this month",
        readsLedger: true
    )

    /// Returns the term for a figure.
    subscript(figure: Format.Figure) -> SafeText {
        switch figure {
        case .booked: booked
        case .held: held
        case .overdraft: overdraft
        case .minimum: minimum
        case .available: available
        }
    }

    /// Returns the title of a command.
    func title(of row: CommandRow) -> SafeText {
        row.id == .listHolds ? holds : row.title
    }
}
