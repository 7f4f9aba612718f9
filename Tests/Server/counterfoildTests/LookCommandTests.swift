import ArgumentParser
import BankTestKit
import CoreVocabulary
import Cryptography
import IdentityCore
import LedgerService
import Testing

@testable import BankDaemon
@testable import counterfoild

/// Goal: an operator without an answer gets a command that shows whether the act was done.
///
/// Method: every request, with values that have to be quoted; bash reads the line, and the program's own
/// parser the words.
@Suite("Commands to look with")
struct LookCommandTests {
    private static let folder = DataFolder(path: "/srv/my bank's")

    private static var requests: [AdminRequest] {
        let password = TestBank.secret(Array(TestBank.password.utf8))
        let name = "-a's"
        let acts = AccountAct.Kind.allCases.flatMap { kind -> [AccountAct] in
            let texts = AccountAct.Field.allCases.map { ($0, Optional(name)) }
            return [
                AccountAct(kind, Dictionary(uniqueKeysWithValues: texts)), AccountAct(kind, [:]),
            ]
        }
        let others: [AdminRequest] = [
            .addUser(name: name, displayName: "A", role: .teller, password: password),
            .disableUser(name), .enableUser(name), .unlockUser(name), .setRole(name, .teller),
            .setPassword(name, password), .resetTOTP(name), .revokeSessions(of: name),
            .revokeSession(SessionID(rawValue: 7), isWiping: false),
            .revokeTerminal(name, isUnseen: false), .rotateMasterKey(keysAreKept: false),
            .rotateSigningKey, .rotateTLS, .health,
        ]
        return others + acts.map { AdminRequest.account($0) }
    }

    // Symptom: a command without an answer was told to be asked again, and a hold was placed twice.
    @Test("each line of a failure without an answer ends with a command that can be pasted")
    func pasted() throws {
        for request in Self.requests {
            for error in [request.silence(of: Self.folder), request.loss(of: Self.folder)] {
                #expect(error.status == .outcomeUnknown)
                for line in error.description.split(separator: "\n") {
                    let command = try PastedCommand(endOf: line)
                    #expect(command.words.contains(Self.folder.path), "\(error)")
                    _ = try command.parsed()
                }
            }
        }
    }
}
