import TerminalKit

/// Message to the user: an event, and advice on what to do about it.
///
/// Every code that a user can meet has one sentence, without amounts and names. ``Sentences``
/// defines those of sign-in, transfers and the bank's service, ``StatusSentences`` those of link
/// and record. Those of the ledger are in LedgerCore, and those of rights, user names and passwords
/// in IdentityCore, since the bank's operators read them too.
struct Sentence: Hashable, Sendable {
    /// Description of the event.
    let happened: String
    /// Advice on what to do; empty only if nothing needs to be done.
    let advice: String

    /// Creates a sentence from its two parts.
    init(_ happened: String, _ advice: String) {
        self.happened = happened
        self.advice = advice
    }

    /// Both parts as one text.
    var text: String { paragraphs.joined(separator: " ") }

    /// Both parts as one text for the screen.
    var safeText: SafeText { SafeText(trusted: text) }

    /// Each part as a paragraph of its own, for places that may show only the first.
    var paragraphs: [String] { advice.isEmpty ? [happened] : [happened, advice] }
}

extension Block {
    /// Returns a block with both parts of a sentence as one paragraph.
    static func sentence(_ sentence: Sentence, role: StyleRole = .text) -> Block {
        .text([sentence.safeText], role: role)
    }
}
