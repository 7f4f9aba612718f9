import ClientService
import CoreVocabulary
import IdentityCore
import SyncCore

/// What is known of the signed-in user's affairs; everything in it goes at sign-out.
struct Session: Sendable {
    /// Who is signed in.
    let user: SignedInUser
    /// How link and record stand; nil before the first answer.
    var status: SyncStatus?
    /// Whether the record has been as the bank has it, or can not be, since sign-in; until then,
    /// what is not there may only not have come yet.
    var hasCaughtUp = false
    /// The accounts in the order to show them; nil before the first answer.
    var accounts: [AccountSummary]?
    /// The newest entries over all accounts; nil before the first answer.
    var activity: [EntryRecord]?
    /// The payees by name; nil before the first answer.
    var payees: [PayeeRecord]?
    /// The outbox, oldest first; nil before the first answer.
    var outbox: [OutboxItem]?

    /// A session about which nothing else is known yet.
    init(user: SignedInUser) {
        self.user = user
    }

    /// The account with an id.
    func account(_ id: AccountID) -> AccountSummary? {
        accounts?.first { $0.record.accountID == id }
    }

    /// The payee that is paid into an account.
    func payee(_ id: AccountID) -> PayeeRecord? {
        payees?.first { $0.accountID == id }
    }

    /// Why the user's role makes no transfers; nil when it does.
    var transferRefusal: String? {
        switch AccessPolicy.decision(for: user.role, on: .makeTransfer) {
        case .allowed: nil
        case .refused(let refusal): refusal.sentence
        }
    }

    /// Whether the accounts may be other people's, so that each needs its holder's name beside it.
    var servesOthers: Bool { user.role != .customer }

    /// Whether the user only looks on, and the screens say so.
    var isReadOnly: Bool { !user.role.mayWrite }
}
