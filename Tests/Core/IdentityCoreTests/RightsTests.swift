import IdentityCore
import Testing

/// Goal: an object that is not a user's is answered like a missing one, whatever the role.
///
/// Method: the whole table, each permission for each role and relation.
struct RightsTests {
    @Test("somebody else's thing and no thing at all are decided alike", arguments: Role.allCases)
    func foreignIsNothing(role: Role) {
        for permission in Permission.allCases {
            let foreign = Rights.decision(for: role, on: permission, of: .foreign)
            let nothing = Rights.decision(for: role, on: permission, of: .nonexistent)
            #expect(foreign == nothing)
            #expect(foreign != .allowed)
        }
    }

    @Test("one's own thing is decided by the role alone", arguments: Role.allCases)
    func own(role: Role) {
        for permission in Permission.allCases {
            let isAllowed = Rights.decision(for: role, on: permission, of: .own) == .allowed
            #expect(isAllowed == AccessPolicy.allows(role, permission))
        }
    }

    @Test("what one may look at, one may not write to", arguments: Role.allCases)
    func granted(role: Role) {
        for permission in Permission.allCases {
            let decision = Rights.decision(for: role, on: permission, of: .granted)
            let isReader = AccessPolicy.allows(role, permission) && !permission.isWriting
            #expect(decision == (isReader ? .allowed : .notAllowed))
        }
    }

    @Test("support and auditor are refused everything that writes", arguments: Permission.allCases)
    func readers(permission: Permission) {
        for role in [Role.support, .auditor] where permission.isWriting {
            for relation in Rights.Relation.allCases {
                #expect(Rights.decision(for: role, on: permission, of: relation) == .notAllowed)
            }
        }
    }
}
