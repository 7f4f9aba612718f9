import BankFixture
import IdentityCore
import WireProtocol

/// Lists the users of a demo with their credentials, for readers and scripts.
enum DemoUsers {
    /// Returns a JSON array of objects with `user`, `role`, `password` and `otpauth`.
    static func json(of fixture: FixtureFront) throws -> String {
        let users = try fixture.people.map { person in
            JSONValue.object([
                JSONMember("user", .string(person.user)),
                JSONMember("role", .string(person.role)),
                JSONMember("password", .string(person.password)),
                JSONMember(
                    "otpauth",
                    .string(try person.authenticator(issuer: fixture.bankName).revealedText)
                ),
            ])
        }
        // One user per line is readable and still a single JSON value.
        let lines = users.map { "  " + PrintedJSON.text(of: $0) }
        return "[\n" + lines.joined(separator: ",\n") + "\n]\n"
    }
}
