import CoreVocabulary
import IdentityCore
import LedgerService
import LedgerStoreSQLite

/// The decisions that the audit log of some books tells since a line, the last about each thing.
struct DecisionLog: Sendable {
    /// The thing that a decision is about; of two decisions about it the newer one stands.
    ///
    /// What is decided for good, such as a closing, is none: nobody can decide otherwise later.
    enum Subject: Hashable, Sendable {
        /// If a user is shut out.
        case shutOut(UserID)
        /// The role of a user.
        case role(UserID)
        /// The password of a user.
        case password(UserID)
        /// The authenticator of a user.
        case authenticator(UserID)
        /// The access of a user to an account.
        case access(UserID, AccountID)
        /// An account as a payee of a user.
        case payee(UserID, AccountID)
        /// The limits of an account; its opening decides about them, too.
        case limits(AccountID)
    }

    /// A line of the log that tells of a decision.
    struct Decision: Hashable, Sendable {
        /// Its number.
        let number: Int64
        /// When it was decided.
        let at: Instant
    }

    /// The last decision about each thing.
    private(set) var last: [Subject: Decision] = [:]
    /// The number of the line of the last restoration; nil for none.
    private(set) var restorationNumber: Int64?
    /// The time of the last restoration; nil for none.
    private(set) var restoredAt: Instant?
    /// True if a line about access or payees does not say whose: those of releases before do not.
    private(set) var hasUnnamedLines = false
    /// The roles with which users were added.
    private(set) var addedRoles: [UserID: Role] = [:]
    /// The sessions whose consoles said that they destroyed what they held.
    private(set) var wipedSessions: Set<UInt128> = []

    /// A log without lines.
    init() {}

    /// Reads the lines of books after a line.
    ///
    /// - Throws: What the books throw.
    /// - Complexity: O(n) in the lines after it.
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

    /// Adds what a line tells, which has to be later than those before.
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
    /// True if it is about a user and an account, of which a line of a release before names one.
    var hasTwoObjects: Bool {
        switch self {
        case .access, .payee: true
        case .shutOut, .role, .password, .authenticator, .limits: false
        }
    }

    /// The thing that a line is about; nil for a line of anything else.
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
