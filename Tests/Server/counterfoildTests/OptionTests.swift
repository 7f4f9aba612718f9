import ArgumentParser
import BankDaemon
import LedgerHTTP
import Testing

@testable import counterfoild

/// Goal: options that mean nothing together are refused, and settings that exclude each other.
///
/// Method: command lines through the program's own parser, and settings of the environment.
@Suite("Options and settings that exclude each other")
struct OptionTests {
    // Symptom: `keys rotate --tls --keys-are-kept` was taken in silence, and confirmed nothing.
    @Test(
        "an option is refused without the one that it goes with",
        arguments: [
            (["keys", "rotate", "--tls", "--keys-are-kept"], false),
            (["keys", "rotate", "--master", "--keys-are-kept"], true),
            (["token", "revoke", "--user", "asha", "--wipe"], false),
        ]
    )
    func options(words: [String], isAllowed: Bool) {
        let parsed = try? Counterfoild.parseAsRoot(words + ["--data", "bank"])
        #expect((parsed != nil) == isAllowed)
    }

    // Symptom: with one port for both, the server said that another program listens there, to be
    // stopped; it was the server itself.
    @Test("consoles and numbers have each a port of their own", arguments: [8_443, 8_444, 0])
    func ports(statusPort: Int) throws {
        let settings = try DaemonConfiguration(
            folder: DataFolder(path: "/nonexistent"),
            environment: ["COUNTERFOILD_LISTEN_STATUS_PORT": "\(statusPort)"]
        )
        let standard = Setting.listenPort.standardNumber
        if statusPort == standard {
            let error = #expect(throws: DaemonError.self) {
                _ = try ServerSettings(settings, port: nil)
            }
            #expect(error?.status == .configuration)
            #expect(error?.description.contains("listen.status_port") == true)
        } else {
            #expect(try ServerSettings(settings, port: nil).address.port == standard)
        }
    }
}
