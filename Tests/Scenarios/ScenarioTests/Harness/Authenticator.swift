import Glibc
import Testing

/// What a user's telephone shows, by `oathtool`; each code is handed out once.
final class Authenticator {
    /// How long a code shows, in seconds.
    static let periodSeconds = 30
    /// What a code must have left to live when it is handed out, for a machine under load.
    private static let leastLifeSeconds = 12
    /// How long a script may take to use the first of its codes, in seconds.
    private static let scriptSeconds = 22
    /// How many steps may pass until there is a code: two are enough, but a test that waits gets
    /// its turn late when others work.
    private static let tryLimit = 10

    private let secret: String
    private var lastStep = 0

    init(_ user: DemoUser) {
        secret = user.secret
    }

    /// A code that the bank takes and that was not handed out before.
    ///
    /// The bank takes the code of the step before as well, so that the first two need no wait; for
    /// more the clock has to reach the next step, which takes 30 seconds at most.
    func code() async throws -> String {
        for _ in 0..<Self.tryLimit {
            let now = Int(time(nil))
            let step = now / Self.periodSeconds
            let left = Self.periodSeconds - now % Self.periodSeconds
            if step - 1 > lastStep, left >= Self.leastLifeSeconds { return try code(of: step - 1) }
            if step > lastStep { return try code(of: step) }
            try await Task.sleep(for: .seconds(left))
        }
        throw AuthenticatorFailure()
    }

    /// Two codes for a script that is written before it runs: one to sign in, one to authorise.
    func twoCodes() async throws -> (first: String, second: String) {
        for _ in 0..<Self.tryLimit {
            let now = Int(time(nil))
            let step = now / Self.periodSeconds
            let left = Self.periodSeconds - now % Self.periodSeconds
            if step - 1 > lastStep, left >= Self.scriptSeconds {
                return (try code(of: step - 1), try code(of: step))
            }
            try await Task.sleep(for: .seconds(left))
        }
        throw AuthenticatorFailure()
    }

    /// The code that was handed out last, again.
    func lastCode() throws -> String {
        try code(of: lastStep)
    }

    /// A code that is right at no time near now.
    func wrongCode() throws -> String {
        let step = Int(time(nil)) / Self.periodSeconds
        let near = try [step - 1, step, step + 1].map(text)
        return try #require(["000000", "111111", "222222", "333333"].first { !near.contains($0) })
    }

    private func code(of step: Int) throws -> String {
        lastStep = step
        return try text(of: step)
    }

    private func text(of step: Int) throws -> String {
        let run = try CommandRun(
            "/usr/bin/oathtool",
            ["--totp", "-b", "--now=@\(step * Self.periodSeconds)", secret]
        )
        try #require(run.status == 0, "oathtool: \(run.errors)")
        return String(run.output.prefix { $0 != "\n" })
    }

    private struct AuthenticatorFailure: Error {}
}
