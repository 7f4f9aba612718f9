import BankFixture
import CoreVocabulary
import IdentityCore
import MoneyCore
import Testing

// Goal: the demo bank is lifelike and always the same. Method: read the shipped files.
struct FixtureTests {
    private static let folder = String(
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
            .joined(separator: "/") + "/fixtures/sahyadri"
    )

    @Test("the same files give the same payments")
    func determinism() throws {
        let first = try Fixture(folder: Self.folder)
        let second = try Fixture(folder: Self.folder)
        #expect(first.payments() == second.payments())
        #expect(first.accounts.map(\.id) == second.accounts.map(\.id))
    }

    @Test("two years of payments come in the order of booking and stay inside the two years")
    func order() throws {
        let fixture = try Fixture(folder: Self.folder)
        let payments = fixture.payments()
        #expect(payments.count > 5_000)
        #expect(zip(payments, payments.dropFirst()).allSatisfy { $0.at <= $1.at })
        let days = payments.map { fixture.zone.date(of: $0.at) }
        #expect(days.allSatisfy { $0 >= fixture.firstDay && $0 <= fixture.lastDay })
        #expect(payments.allSatisfy { $0.amount.isPositive })
        #expect(Set(payments.map(\.identifierBits)).count == payments.count)
    }

    @Test("every role can sign in, and every authenticator can be used")
    func people() throws {
        let fixture = try Fixture(folder: Self.folder)
        #expect(
            Set(fixture.people.map(\.role))
                == ["customer", "teller", "supervisor", "support", "auditor"]
        )
        for person in fixture.people {
            let uri = try person.authenticator(issuer: fixture.bankName)
            #expect(uri.secret.count == 20)
        }
    }

    @Test("payees with hostile names are among them")
    func hostileNames() throws {
        let scalars = try Fixture(folder: Self.folder).payees.flatMap { $0.name.unicodeScalars }
        for hostile in ["\r", "\u{08}", "\u{1B}", "\u{9B}", "\u{202E}", "\u{200B}", "\u{430}"] {
            #expect(hostile.unicodeScalars.allSatisfy(scalars.contains))
        }
    }

    @Test("a folder that is not there is named in the error")
    func missingFolder() {
        #expect(throws: FixtureError.self) { try Fixture(folder: "/nowhere") }
    }
}
