public import IdentityCore
public import LedgerCore
public import SyncCore

/// A word of a line of the audit log beside its object: what was given, or why it was refused.
///
/// Its code is kept; the numbers are never changed or used again. Those of the ledger's rejections
/// begin at 1,000.
public enum AuditNote: Hashable, Sendable {
    /// The access that a user has from now on; nil for none.
    case access(AccountRecord.Access?)
    /// The role that a user has from now on.
    case role(Role)
    /// The rule of the ledger that was broken.
    case rejection(Rejection)

    /// Reads a code; nil for one that no note has.
    public init?(code: UInt16) {
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

    /// The one number for it.
    public var code: UInt16 {
        switch self {
        case .access(let access): UInt16(access?.rawValue ?? 0)
        case .role(let role): role.auditCode
        case .rejection(let rejection): rejection.rawValue
        }
    }
}

extension AuditNote: CustomStringConvertible {
    /// The note as the audit log is printed.
    public var description: String {
        switch self {
        case .access(let access): access.map { "\($0)" } ?? "none"
        case .role(let role): role.rawValue
        case .rejection(let rejection): "\(rejection.rawValue) \(rejection)"
        }
    }
}

extension Role {
    /// The number of a role in the audit log.
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
