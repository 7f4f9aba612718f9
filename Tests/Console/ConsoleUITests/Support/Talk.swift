import ClientService
@testable import ConsoleUI
import CoreVocabulary
import Cryptography
import SyncCore
import TerminalKit

/// A conversation with the console in lines, kept as it would stand on paper.
struct Talk {
    var shell: LinearShell
    var bank: ScriptedBank
    var time = ConsoleTime(wall: ScriptedBank.now, steady: Instant(secondsSinceEpoch: 1_000))
    /// Everything that was printed and typed; secrets are shown as stars.
    private(set) var transcript = ""
    private(set) var shellEffects: [ShellEffect] = []

    init(bank: ScriptedBank = ScriptedBank(), isTypedByHand: Bool = true) {
        self.bank = bank
        shell = LinearShell(
            configuration: ConsoleConfiguration(
                environment: .demo,
                bankName: "Sahyadri Bank",
                demoNotice: DemoNotice(
                    paragraphs: ["Names: counterfoil demo --users."],
                    people: Stage.people
                ),
                hasLineCommands: true,
                keepsOfflineCopy: true
            ),
            isTypedByHand: isTypedByHand,
            at: time
        )
        take(shell.start(at: time))
    }

    /// Types lines; where a secret is asked for, the line is one.
    mutating func say(_ lines: String...) {
        for line in lines {
            let prompt = shell.prompt
            if prompt.isSecret {
                transcript += "\(prompt.text)\(String(repeating: "*", count: line.count))\n"
                let secret = SharedSecret(capacity: 512)
                for scalar in line.unicodeScalars { secret.append(scalar) }
                take(shell.receive(secret: secret, at: time))
            } else {
                transcript += "\(prompt.text)\(line)\n"
                take(shell.receive(line: line, at: time))
            }
        }
    }

    /// Types lines; what was typed and printed since.
    mutating func hear(_ lines: String...) -> String {
        let before = transcript.count
        for line in lines { say(line) }
        return String(transcript.dropFirst(before))
    }

    /// A conversation in which somebody has signed in.
    static func signedIn(
        _ bank: ScriptedBank = ScriptedBank(),
        isTypedByHand: Bool = true
    ) -> Talk {
        var talk = Talk(bank: bank, isTypedByHand: isTypedByHand)
        talk.say("asha", ScriptedBank.password, ScriptedBank.code)
        return talk
    }

    /// The bank has not answered for 37 minutes, since 13:25.
    mutating func goOffline() {
        let since = time.wall.adding(seconds: -37 * 60)
        bank.line = .down(since: since)
        bank.freshness = .cached(asOf: since)
        tell(.statusChanged(bank.status))
    }

    mutating func tell(_ news: ClientEvent) {
        take(shell.receive(.client(news), at: time))
    }

    mutating func wait(seconds: Int64) {
        time = ConsoleTime(
            wall: time.wall.adding(seconds: seconds),
            steady: time.steady.adding(seconds: seconds)
        )
        take(shell.receive(.deadline, at: time))
    }

    private mutating func take(_ response: LinearShell.Response) {
        for line in response.lines { transcript += line + "\n" }
        for effect in response.effects {
            switch effect {
            case .shell(let order): shellEffects.append(order)
            case .client(let effect):
                for reply in bank.answer(effect) {
                    take(shell.receive(.reply(reply), at: time))
                }
            }
        }
    }
}
