package import IdentityCore
package import LedgerCore
package import SyncCore

/// Additional fact in an audit row: the access or role that was given, or the reason for a refusal.
///
/// Its stored code is never changed or reused. Those of the ledger's rejections begin at 1,000.
package enum AuditNote: Hashable, Sendable {
    /// The user's access from now on; nil after a revocation.
    case access(AccountRecord.Access?)
    /// The user's role from now on.
    case role(Role)
    /// The ledger's rule that was broken.
    case rejection(Rejection)

    /// Decodes a stored code; returns nil for an unknown one.
    package init?(code: UInt16) {
        if code == 0 {
            self = .access(nil)
        } else if let access = UInt8(exactly: code).flatMap(AccountRecord.Access.init(rawValue:)) {
            self = .access(access)
        } else if let role = Role.allCases.first(where: { $0.auditCode == code }) {
            self = .role(role)
        } else if let rejection = Rejection(rawValue: code) {
            self = .rejection(rejection)
        } else {
            return nil
        }
    }

    /// The code that is stored for the note.
    package var code: UInt16 {
        switch self {
        case .access(let access): UInt16(access?.rawValue ?? 0)
        case .role(let role): role.auditCode
        case .rejection(let rejection): rejection.rawValue
        }
    }
}

extension AuditNote: CustomStringConvertible {
    /// The note as it appears in a printed audit log.
    package var description: String {
        switch self {
        case .access(let access): access.map { "\($0)" } ?? "none"
        case .role(let role): role.rawValue
        case .rejection(let rejection): "\(rejection.rawValue) \(rejection)"
        }
    }
}

extension Role {
    /// The code of a role in the audit log.
    fileprivate var auditCode: UInt16 {
        switch self {
        case .customer: 11
        case .teller: 12
        case .supervisor: 13
        case .support: 14
        case .auditor: 15
        }
    }
}
