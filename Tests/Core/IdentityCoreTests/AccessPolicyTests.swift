// Goal: the policy is the one we mean, and reading roles can never write.
// Method: the whole table spelled out a second time; every writing permission for every reading
// role.

import IdentityCore
import Testing

@Suite("AccessPolicy")
struct AccessPolicyTests {
    // Rows: permissions. Columns: customer, teller, supervisor, support, auditor.
    static let table: [(Permission, String)] = [
        (.manageOwnSessions, "+++++"),
        (.viewAccounts, "+++++"),
        (.makeTransfer, "+++--"),
    ]

    @Test("each role may do what the table says", arguments: table)
    func row(permission: Permission, marks: String) {
        for (role, mark) in zip(Role.allCases, marks) {
            #expect(AccessPolicy.allows(role, permission) == (mark == "+"))
        }
    }

    @Test("the table names every permission and every role")
    func complete() {
        #expect(Set(Self.table.map(\.0)) == Set(Permission.allCases))
        #expect(Self.table.allSatisfy { $0.1.count == Role.allCases.count })
    }

    @Test("support and auditor are refused every permission that writes, as readers")
    func readers() {
        for role in [Role.support, .auditor] {
            for permission in Permission.allCases where permission.isWriting {
                #expect(
                    AccessPolicy.decision(for: role, on: permission)
                        == .refused(.roleIsReadOnly(role))
                )
            }
        }
    }

    @Test("each refusal has a sentence of its own")
    func sentences() {
        var sentences: Set<String> = []
        var refusals: Set<AccessPolicy.Refusal> = []
        for role in Role.allCases {
            for permission in Permission.allCases {
                guard
                    case .refused(let refusal) = AccessPolicy.decision(for: role, on: permission)
                else { continue }
                #expect(refusal.sentence.hasSuffix("."))
                refusals.insert(refusal)
                sentences.insert(refusal.sentence)
            }
        }
        #expect(refusals.count == sentences.count)
    }

    @Test("the words that are stored and sent for roles never change")
    func words() {
        #expect(
            Role.allCases.map(\.rawValue)
                == ["customer", "teller", "supervisor", "support", "auditor"]
        )
    }
}
