import TerminalKit

/// The words for an account's figures and for what the ledger does with them, one column for each
/// audience: customers read what their bank's letters say, staff read the ledger's words.
struct AudienceWords: Hashable, Sendable {
    /// What the ledger has posted to the account.
    let booked: SafeText
    /// What is set aside of it.
    let held: SafeText
    /// The overdraft: the sum by which the account may go below zero.
    let overdraft: SafeText
    /// The sum that has to stay in the account.
    let minimum: SafeText
    /// What can be spent.
    let available: SafeText
    /// The list of what is set aside, and the command that shows it.
    let holds: SafeText
    /// Why that list cannot be shown when it is empty.
    let noHolds: String
    /// The same list as the beginning of a sentence about it.
    let holdsSubject: String
    /// The end of a sentence about what is available: what is set aside cannot be spent.
    let holdsCount: String
    /// When the ledger posted an entry.
    let bookedAt: SafeText
    /// A statement in which there is no entry.
    let noEntries: SafeText
    /// Whether refusals are told in the ledger's words.
    let readsLedger: Bool
    /// True if they are read in the offline copy: nothing is asked or sent from there, so no sentence
    /// may say that it is before somebody has signed in.
    var readsCopy = false

    /// For customers, who see their own accounts.
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

    /// For everybody who serves customers or looks on.
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

    /// The word for a figure.
    subscript(figure: Format.Figure) -> SafeText {
        switch figure {
        case .booked: booked
        case .held: held
        case .overdraft: overdraft
        case .minimum: minimum
        case .available: available
        }
    }

    /// What a command is called.
    func title(of row: CommandRow) -> SafeText {
        row.id == .listHolds ? holds : row.title
    }
}
