import BankFixture
import IdentityCore
import WireProtocol

/// Prints who may sign in to a demo, for people and for scripts.
enum DemoUsers {
    /// A JSON array of objects with `user`, `role`, `password` and `otpauth`.
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
        // One user a line reads well and is still one JSON value.
        let lines = users.map { "  " + PrintedJSON.text(of: $0) }
        return "[\n" + lines.joined(separator: ",\n") + "\n]\n"
    }
}
