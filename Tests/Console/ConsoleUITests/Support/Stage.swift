import ClientService
@testable import ConsoleUI
import CoreVocabulary
import TerminalKit
import Testing

/// A console, its bank and its clock, driven by keys.
struct Stage {
    var console: Console
    var bank: ScriptedBank
    var time = ConsoleTime(
        wall: ScriptedBank.now,
        steady: Instant(secondsSinceEpoch: 1_000)
    )
    var size: Size
    /// Whether effects wait in ``held`` instead of being answered at once.
    var holdsAnswers = false
    var held: [ClientEffect] = []
    /// What the program around the console was asked for.
    var shell: [ShellEffect] = []

    init(
        size: Size = Size(width: 80, height: 24),
        bank: ScriptedBank = ScriptedBank(),
        environment: TerminalKit.Environment = .demo,
        keepsOfflineCopy: Bool = true,
        canSuspend: Bool = false
    ) {
        self.size = size
        self.bank = bank
        console = Console(
            configuration: ConsoleConfiguration(
                environment: environment,
                bankName: "Sahyadri Bank",
                demoNotice: environment == .demo
                    ? DemoNotice(
                        paragraphs: [
                            "This is a demonstration; all accounts are invented.",
                            "Names and passwords: counterfoil demo --users. Codes: oathtool --totp -b"
                                + " SECRET.",
                        ],
                        people: Self.people
                    ) : nil,
                hasLineCommands: environment == .demo,
                canSuspend: canSuspend,
                keepsOfflineCopy: keepsOfflineCopy
            ),
            size: size,
            at: time
        )
    }

    /// Who may sign in to the demonstration.
    static let people = [
        DemoPerson(user: "asha", role: "customer", name: "Asha Rao"),
        DemoPerson(user: "gopal", role: "customer", name: "Gopal Deshpande"),
        DemoPerson(user: "nisha", role: "teller", name: "Nisha Kulkarni"),
    ]

    /// A stage on which somebody has signed in.
    static func signedIn(
        size: Size = Size(width: 80, height: 24),
        bank: ScriptedBank = ScriptedBank()
    ) throws -> Stage {
        var stage = Stage(size: size, bank: bank)
        try stage.signIn()
        return stage
    }

    // Most tests begin here: what is pasted is drawn once, what is typed once a letter.
    mutating func signIn() throws {
        paste("asha")
        try press("Tab")
        paste(ScriptedBank.password)
        try press("Tab")
        paste(ScriptedBank.code)
        try press("Enter")
    }

    /// Presses keys by their names, such as `t`, `Enter` or `g a`.
    mutating func press(_ names: String...) throws {
        for name in names.flatMap({ $0.split(separator: " ") }) {
            send(.input(.key(try #require(Key(name: String(name)), "no key \(name)"))))
        }
    }

    mutating func type(_ text: String) {
        for scalar in text.unicodeScalars { send(.input(.key(.character(scalar)))) }
    }

    mutating func paste(_ text: String) {
        send(.input(.paste(text)))
    }

    mutating func tell(_ news: ClientEvent) {
        send(.client(news))
    }

    mutating func resize(_ newSize: Size) {
        size = newSize
        send(.resized(newSize))
    }

    /// Lets time go by, and wakes the console whenever it asked to be.
    mutating func wait(seconds: Int64) {
        let end = time.steady.adding(seconds: seconds)
        while let next = console.nextDeadline, next <= end {
            let step = next.nanosecondsSinceEpoch - time.steady.nanosecondsSinceEpoch
            time = ConsoleTime(
                wall: Instant(nanosecondsSinceEpoch: time.wall.nanosecondsSinceEpoch + step),
                steady: next
            )
            send(.deadline)
        }
        let rest = end.nanosecondsSinceEpoch - time.steady.nanosecondsSinceEpoch
        time = ConsoleTime(
            wall: Instant(nanosecondsSinceEpoch: time.wall.nanosecondsSinceEpoch + rest),
            steady: end
        )
    }

    /// Answers what was held, in order, and what follows from it.
    mutating func release() {
        let effects = held
        held = []
        holdsAnswers = false
        for effect in effects { answer(effect) }
    }

    mutating func send(_ event: ConsoleEvent) {
        handle(console.update(event, at: time))
    }

    /// Gives a command as its row in the palette does, whatever its keys are.
    mutating func run(_ command: CommandID) {
        handle(console.workspace.run(command) + console.settle())
    }

    private mutating func handle(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .shell(let order): shell.append(order)
            case .client(let effect):
                if holdsAnswers { held.append(effect) } else { answer(effect) }
            }
        }
    }

    private mutating func answer(_ effect: ClientEffect) {
        for reply in bank.answer(effect) { send(.reply(reply)) }
    }

    var model: ScreenModel { console.screen(size: size) }

    func frame(_ glyphs: Glyphs = .unicode) -> Frame {
        CellRenderer.render(model, size: size, glyphs: glyphs)
    }

    /// What is to be read on the screen.
    var text: String { frame().textPlane }

    /// The same without line ends and borders, for sentences that wrap.
    var words: String {
        text.split { $0.isWhitespace || $0 == "\u{2502}" }.joined(separator: " ")
    }
}
