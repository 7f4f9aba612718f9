import ClientService
import CoreVocabulary
import IdentityCore
import SyncCore

/// What is known of the signed-in user's affairs; everything in it goes at sign-out.
struct Session: Sendable {
    /// Who is signed in.
    let user: SignedInUser
    /// The name that was typed to sign in.
    let name: String
    /// Until when the record may be read without the bank, if it was opened so; nil when somebody
    /// signed in with the bank.
    let offlineUntil: Instant?
    /// How link and record stand; nil before the first answer.
    var status: SyncStatus?
    /// Whether the record has been as the bank has it, or can not be, since sign-in; until then,
    /// what is not there may only not have come yet.
    var hasCaughtUp = false
    /// Whether the accounts are on their way that are to be as fresh as the title bar says, since the
    /// record caught up.
    var awaitsFigures = false
    /// The accounts in the order to show them; nil before the first answer.
    var accounts: [AccountSummary]? {
        didSet {
            for account in accounts ?? [] {
                lastAccounts[account.record.accountID] = account.record
            }
        }
    }
    /// The newest entries over all accounts; nil before the first answer.
    var activity: [EntryRecord]?
    /// The payees by name; nil before the first answer.
    var payees: [PayeeRecord]? {
        didSet {
            for payee in payees ?? [] { lastPayees[payee.accountID] = payee }
        }
    }
    /// The outbox, oldest first; nil before the first answer.
    var outbox: [OutboxItem]?
    /// The rows of each list by the numbers with which they were read out; empty where none are.
    var readNumbers: [String: ReadNumbers] = [:]
    /// The topics that could not be read when they were asked for last.
    var unreadTopics: Set<LoadDesk.Topic> = []
    /// Each account and payee as it was shown last: a transfer goes on naming its two sides when one
    /// of them is shown no more.
    private var lastAccounts: [AccountID: AccountRecord] = [:]
    private var lastPayees: [AccountID: PayeeRecord] = [:]

    /// A session about which nothing else is known yet.
    init(user: SignedInUser, name: String, offlineUntil: Instant? = nil) {
        self.user = user
        self.name = name
        self.offlineUntil = offlineUntil
    }

    /// True if what a list shows was read, or could not be; until then nothing is known of it.
    func isAnswered(_ topic: LoadDesk.Topic) -> Bool {
        switch topic {
        case .status: status != nil
        case .accounts: accounts != nil
        case .activity: activity != nil
        case .payees: payees != nil
        case .outbox: outbox != nil
        }
    }

    /// Whether the outbox holds transfers: some wait, need a code, or were decided and not yet seen.
    var holdsTransfers: Bool {
        let counted = status.map { $0.queuedCount + $0.unseenDecisionCount } ?? 0
        return counted > 0 || outbox?.isEmpty == false
    }

    /// True if transfers wait in the outbox that the bank has still to decide.
    var holdsQueued: Bool {
        (status?.queuedCount ?? 0) > 0 || outbox?.contains { !$0.isOver } == true
    }

    /// Why nothing can be done now that needs the bank's word; nil when it can.
    var bankRefusal: String? {
        offlineUntil == nil ? nil : Sentences.offlineCopyOnly.text
    }

    /// The zone in which the bank counts its days, as it said last; nil if it never did.
    var zone: ZoneOffset? { status?.zone ?? user.zone }

    /// The account with an id.
    func account(_ id: AccountID) -> AccountSummary? {
        accounts?.first { $0.record.accountID == id }
    }

    /// The account with an id as it was shown last in this session, without its figures: also one that
    /// is no longer shown.
    func lastAccount(_ id: AccountID) -> AccountRecord? { lastAccounts[id] }

    /// The payee with an account's id as it was shown last in this session: also one that is no longer
    /// on the list.
    func lastPayee(_ id: AccountID) -> PayeeRecord? { lastPayees[id] }

    /// The account on which an entry has its other side, where the newest entries show both.
    func otherAccount(of entry: EntryRecord) -> AccountRecord? {
        let other = activity?.first {
            $0.transferID == entry.transferID && $0.accountID != entry.accountID
        }
        return other.flatMap { account($0.accountID)?.record }
    }

    /// The payee that is paid into an account.
    func payee(_ id: AccountID) -> PayeeRecord? {
        payees?.first { $0.accountID == id }
    }

    /// Why the user's role makes no transfers; nil when it does.
    var transferRefusal: String? {
        switch AccessPolicy.decision(for: user.role, on: .makeTransfer) {
        case .allowed: bankRefusal
        case .refused(let refusal): refusal.sentence
        }
    }

    /// Whether the accounts may be other people's, so that each needs its holder's name beside it.
    var servesOthers: Bool { user.role != .customer }

    /// Whether the user only looks on, and the screens say so.
    var isReadOnly: Bool { !user.role.mayWrite }
}
