import ClientService
import CoreVocabulary
import IdentityCore
import SyncCore

/// Data of the signed-in user, erased at sign-out.
struct Session: Sendable {
    /// The signed-in user and role.
    let user: SignedInUser
    /// User name that was typed to sign in.
    let name: String
    /// Expiry of the offline copy; nil if the user signed in with the bank.
    let offlineUntil: Instant?
    /// State of link and record; nil before the first answer.
    var status: SyncStatus?
    /// True once the record was up to date, or could not be brought up to date, since sign-in.
    ///
    /// Until then, missing rows may only not have arrived yet.
    var hasCaughtUp = false
    /// True while accounts with current figures are requested, after the record has caught up.
    var awaitsFigures = false
    /// Accounts in display order; nil before the first answer.
    var accounts: [AccountSummary]? {
        didSet {
            for account in accounts ?? [] {
                lastAccounts[account.record.accountID] = account.record
            }
        }
    }
    /// Newest entries over all accounts; nil before the first answer.
    var activity: [EntryRecord]?
    /// Payees by name; nil before the first answer.
    var payees: [PayeeRecord]? {
        didSet {
            for payee in payees ?? [] { lastPayees[payee.accountID] = payee }
        }
    }
    /// Transfers in the outbox, oldest first; nil before the first answer.
    var outbox: [OutboxItem]?
    /// Rows of each list by the numbers with which they were read out; empty if none were.
    var readNumbers: [String: ReadNumbers] = [:]
    /// Topics that could not be read when they were last requested.
    var unreadTopics: Set<PendingLoads.Topic> = []
    /// Latest known state of each account and payee.
    ///
    /// A transfer still names its two sides when one of them is no longer shown.
    private var lastAccounts: [AccountID: AccountRecord] = [:]
    private var lastPayees: [AccountID: PayeeRecord] = [:]

    /// Creates a session about which nothing else is known yet.
    init(user: SignedInUser, name: String, offlineUntil: Instant? = nil) {
        self.user = user
        self.name = name
        self.offlineUntil = offlineUntil
    }

    /// Returns true if a topic was read, or could not be; before that nothing is known about it.
    func isAnswered(_ topic: PendingLoads.Topic) -> Bool {
        switch topic {
        case .status: status != nil
        case .accounts: accounts != nil
        case .activity: activity != nil
        case .payees: payees != nil
        case .outbox: outbox != nil
        }
    }

    /// True if the outbox holds transfers that wait, need a code, or were decided and not yet seen.
    var holdsTransfers: Bool {
        let counted = status.map { $0.queuedCount + $0.unseenDecisionCount } ?? 0
        return counted > 0 || outbox?.isEmpty == false
    }

    /// True if the outbox holds transfers that the bank has not decided yet.
    var holdsQueued: Bool {
        (status?.queuedCount ?? 0) > 0 || outbox?.contains { !$0.isOver } == true
    }

    /// Reason why actions that need the bank are unavailable; nil if they are available.
    var bankRefusal: String? {
        offlineUntil == nil ? nil : StatusSentences.offlineCopyOnly.text
    }

    /// Time zone in which the bank counts its days, as it last sent it; nil if it never did.
    var zone: ZoneOffset? { status?.zone ?? user.zone }

    /// Returns the account with an identifier; nil if there is none.
    func account(_ id: AccountID) -> AccountSummary? {
        accounts?.first { $0.record.accountID == id }
    }

    /// Returns an account as last shown in this session, without figures, even if no longer shown.
    func lastAccount(_ id: AccountID) -> AccountRecord? { lastAccounts[id] }

    /// Returns a payee as last shown in this session, even if no longer listed.
    func lastPayee(_ id: AccountID) -> PayeeRecord? { lastPayees[id] }

    /// Returns the account on the other side of an entry, if the newest entries include both sides.
    func otherAccount(of entry: EntryRecord) -> AccountRecord? {
        let other = activity?.first {
            $0.transferID == entry.transferID && $0.accountID != entry.accountID
        }
        return other.flatMap { account($0.accountID)?.record }
    }

    /// Returns the payee with the given account; nil if there is none.
    func payee(_ id: AccountID) -> PayeeRecord? {
        payees?.first { $0.accountID == id }
    }

    /// Reason why the user's role cannot make transfers; nil if it can.
    var transferRefusal: String? {
        switch AccessPolicy.decision(for: user.role, on: .makeTransfer) {
        case .allowed: bankRefusal
        case .refused(let refusal): refusal.sentence
        }
    }

    /// True if accounts may belong to other people, so that each is shown with its holder.
    var servesOthers: Bool { user.role != .customer }

    /// True if the user can only read, which the screens state.
    var isReadOnly: Bool { !user.role.mayWrite }
}
