import BankTestKit
import CoreVocabulary
import IdentityCore
import Testing
import WireProtocol

@testable import BankDaemon

// Goal: a line on the admin socket has the members of its request, and no others.
// Method: every request's line with one member more, missing, or of another type.

@Suite("Lines of the admin socket")
struct AdminLineTests {
    private static var requests: [AdminRequest] {
        let password = TestBank.secret(Array(TestBank.password.utf8))
        return [
            .addUser(name: "a", displayName: "A", role: .teller, password: password),
            .disableUser("a"), .enableUser("a"), .unlockUser("a"), .resetTOTP("a"),
            .revokeSessions(of: "a"), .revokeSession(SessionID(rawValue: 7), isWiping: true),
            .revokeTerminal("b", isUnseen: true), .setRole("a", .auditor),
            .setPassword("a", password), .rotateMasterKey(keysAreKept: true),
            .rotateSigningKey, .rotateTLS, .health,
        ] + AccountAct.Kind.allCases.map { .account(AccountAct($0, [.account: "1"])) }
    }

    @Test("a line with a member more, missing or of another type is refused")
    func members() throws {
        for request in Self.requests {
            guard case .object(let members) = try StrictJSON.parse(request.line) else {
                Issue.record("\(request.act) is no object")
                continue
            }
            #expect(Self.read(members)?.line == request.line)
            #expect(Self.read(members + [JSONMember("zeal", .null)]) == nil, "\(request.act)")
            for index in members.indices {
                var changed = members
                changed[index] = JSONMember(members[index].name, .integer(1))
                #expect(Self.read(changed) == nil, "\(request.act) \(members[index].name)")
                changed.remove(at: index)
                // The texts of an act are optional; what it needs is judged where it is done.
                let isOptional = members[index].name == "account"
                #expect((Self.read(changed) != nil) == isOptional, "\(request.act)")
            }
        }
    }

    private static func read(_ members: [JSONMember]) -> AdminRequest? {
        AdminRequest(line: CanonicalJSON.encode(.object(members)))
    }
}
