import FoundationEssentials
import Testing

/// Somebody who may sign in to the demo, as `counterfoil demo --users` tells it.
struct DemoUser: Decodable, Sendable, CustomTestStringConvertible {
    let user: String
    let role: String
    let password: String
    let otpauth: String

    var testDescription: String { user }

    /// The authenticator's secret in Base32, from the URI.
    var secret: String {
        let parameters = otpauth.split(separator: "?").last ?? ""
        let secret = parameters.split(separator: "&").first { $0.hasPrefix("secret=") }
        return String((secret ?? "").dropFirst("secret=".count))
    }

    /// Everybody, in the order in which the command prints them.
    static func all() throws -> [DemoUser] {
        let run = try CommandRun.counterfoil(["demo", "--users"])
        try #require(run.status == 0 && run.errors.isEmpty)
        return try JSONDecoder().decode([DemoUser].self, from: Data(run.output.utf8))
    }

    /// The user with a name.
    static func named(_ name: String) throws -> DemoUser {
        try #require(try all().first { $0.user == name }, "there is no user \(name)")
    }
}
