import CoreVocabulary
import IdentityCore
import LedgerService
import LedgerStoreSQLite

/// The decisions in some books' audit log since a row, with the latest one on each subject.
struct DecisionLog: Sendable {
    /// The subject of a decision.
    ///
    /// A newer decision about a subject supersedes an older one. Final decisions, such as the
    /// closing of an account, are no subject, because nobody can reverse them later.
    enum Subject: Hashable, Sendable {
        /// The disabled state of a user.
        case shutOut(UserID)
        /// The role of a user.
        case role(UserID)
        /// The password of a user.
        case password(UserID)
        /// The authenticator of a user.
        case authenticator(UserID)
        /// The access that a user has to an account.
        case access(UserID, AccountID)
        /// The account as a payee of the user.
        case payee(UserID, AccountID)
        /// The limits of an account, which its opening sets as well.
        case limits(AccountID)
    }

    /// An audit row that records a decision.
    struct Decision: Hashable, Sendable {
        /// Number of the audit row.
        let number: Int64
        /// Time of the decision.
        let at: Instant
    }

    /// The latest decision about each subject.
    private(set) var last: [Subject: Decision] = [:]
    /// Number of the audit row of the last restoration; nil if there was none.
    private(set) var restorationNumber: Int64?
    /// Time of the last restoration; nil if there was none.
    private(set) var restoredAt: Instant?
    /// True if a row about access or payees does not name the user, as in earlier releases.
    private(set) var hasUnnamedLines = false
    /// The initial roles of added users.
    private(set) var addedRoles: [UserID: Role] = [:]
    /// The sessions whose consoles reported that they were wiped.
    private(set) var wipedSessions: Set<UInt128> = []

    /// Creates a log without decisions.
    init() {}

    /// Reads the decisions of books after an audit row.
    ///
    /// - Complexity: O(n) in the rows after it.
    init(of books: LedgerBooksReader, after number: Int64) async throws {
        var next: Int64? = number
        while let after = next {
            let rows = try await books.read {
                try $0.auditRows(after: after, limit: ReadingChunk.rowCount)
            }
            for row in rows where row.result == .done { add(row) }
            next = rows.last?.number
        }
    }

    /// Adds an audit row, which must be later than the earlier ones.
    mutating func add(_ row: AuditRow) {
        if let subject = Subject(row) { last[subject] = Decision(number: row.number, at: row.at) }
        switch row.action {
        case .booksRestored: (restorationNumber, restoredAt) = (row.number, row.at)
        case .accessChanged, .payeeChanged:
            if row.concernedID == nil { hasUnnamedLines = true }
        case .consoleWiped:
            if let bits = row.objectBits { wipedSessions.insert(bits) }
        case .userAdded:
            guard let bits = row.objectBits, case .role(let role)? = row.note else { return }
            addedRoles[UserID(rawValue: bits)] = role
        default: break
        }
    }
}

extension DecisionLog.Subject {
    /// True if the subject is a user and an account; rows of earlier releases name only one.
    var hasTwoObjects: Bool {
        switch self {
        case .access, .payee: true
        case .shutOut, .role, .password, .authenticator, .limits: false
        }
    }

    /// Creates the subject of an audit row, or nil if the row has none.
    init?(_ row: AuditRow) {
        guard let bits = row.objectBits else { return nil }
        let (userID, accountID) = (UserID(rawValue: bits), AccountID(rawValue: bits))
        switch row.action {
        case .userDisabled, .userEnabled: self = .shutOut(userID)
        case .roleChanged: self = .role(userID)
        case .passwordChanged: self = .password(userID)
        case .totpReset: self = .authenticator(userID)
        case .limitsChanged, .accountOpened: self = .limits(accountID)
        case .accessChanged, .payeeChanged:
            guard let concernedID = row.concernedID else { return nil }
            self =
                row.action == .accessChanged
                ? .access(concernedID, accountID) : .payee(concernedID, accountID)
        default: return nil
        }
    }
}
