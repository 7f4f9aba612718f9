// Goal: whatever is commanded wherever, no second transfer is opened and no draft is lost.
// Method: a breadth-first walk from several scenes: every enabled command in every state, and what
// can be typed into a transfer; a state is the open screens, the step and text of the transfer, and
// what has the focus.
import ClientService
@testable import ConsoleUI
import CoreVocabulary
import TerminalKit
import Testing
import WireProtocol

@Suite("Walk over screens and commands")
struct NavigationWalkTests {
    /// States that are expanded from each scene; the walk is longer than any task.
    private static let stateLimit = 300

    /// The act of typing into the focused field.
    private static let typed = "typed"

    /// Commands that give the terminal away or cover the screens, which stay as they are.
    private static let leftOut: Set<CommandID> = [.lock, .suspend]

    /// One state of the walk.
    private struct Node {
        var stage: Stage
        var path: [String]
    }

    private static func begin(_ scene: String) throws -> Stage {
        var bank = ScriptedBank()
        let refusal = ScriptedBank.refusal(3, .payeeChanged)
        bank.outbox = [
            bank.transfer(1, .queued), bank.transfer(2, .needsCode(.wrong)),
            bank.transfer(3, .decided(refusal)),
        ]
        var stage = try Stage.signedIn(bank: bank)
        switch scene {
        case "amount": try stage.beginTransfer()
        case "review": try stage.reachReview()
        case "code": try stage.reachCode()
        case "kept":
            try stage.beginTransfer()
            try stage.press("F2")
        case "outbox above a draft":
            try stage.reachReview()
            stage.run(.goOutbox)
        default: break
        }
        return stage
    }

    private static func transfers(_ console: Console) -> [TransferScreen] {
        console.workspace.stack.compactMap { $0 as? TransferScreen }
    }

    /// The draft that is open or kept, by what was typed into it; nil when there is none.
    private static func draft(_ console: Console) -> String? {
        let open = transfers(console).filter { $0.isDraft(console.workspace.session?.outbox) }
        let all = open + [console.workspace.keptDraft].compactMap(\.self)
        return all.first.map { draft in
            "\(draft.details[.amount].text) \(draft.details[.reference].text)"
        }
    }

    /// The focused button, the selected rows and the focused field.
    private static func focus(_ model: ScreenModel) -> String {
        let parts = model.blocks.compactMap { block -> String? in
            switch block {
            case .buttons(let buttons): buttons.focused.map { "button \($0)" }
            case .list(let list): list.selected.map { "row \($0)" }
            case .form(let form): form.focusedField.map { "field \($0.id) \($0.isEmpty)" }
            default: nil
            }
        }
        let button = model.dialog?.buttons.focused.map { "dialog \($0)" }
        return (parts + [button].compactMap(\.self)).joined(separator: ", ")
    }

    private static func key(_ stage: Stage) -> String {
        let console = stage.console
        let kinds = console.workspace.stack.map(\.kind.rawValue).joined(separator: "/")
        let steps = transfers(console).map { "\($0.step)" }.joined()
        let kept = console.workspace.keptDraft.map { "\($0.step)" } ?? "none"
        return "\(kinds) \(steps) kept \(kept) \(draft(console) ?? "") \(console.isSignedIn) "
            + focus(stage.model)
    }

    /// Everything that can be done in a state.
    private static func successors(of node: Node) -> [Node] {
        var nodes = CommandID.allCases.filter {
            !leftOut.contains($0) && node.stage.console.workspace.availability(of: $0) == .enabled
        }.map { command in
            var next = node
            next.stage.run(command)
            next.path.append(command.rawValue)
            return next
        }
        if node.stage.console.workspace.top.kind == .transfer,
            node.stage.console.workspace.top.focus != .commands
        {
            var next = node
            next.stage.paste("123456")
            next.path.append(typed)
            nodes.append(next)
        }
        return nodes
    }

    /// What the rules say of one transition; nil when they hold.
    private static func broken(from before: Stage, by act: String, to after: Stage) -> String? {
        let console = after.console
        if transfers(console).count > 1 { return "two transfers are open" }
        if console.workspace.stack.count > Workspace.screenLimit {
            return "too many screens are open"
        }
        let isOpen = transfers(console).contains { $0.state.isUnfinished }
        if isOpen, console.workspace.keptDraft != nil {
            return "a draft is open and another one kept"
        }
        guard let draftBefore = draft(before.console) else { return nil }
        if let draft = draft(console) {
            return draft == draftBefore || act == typed ? nil : "the draft is replaced"
        }
        // The first answer of a question leaves everything as it is.
        let isAnswered =
            before.console.workspace.top.kind == .question && act == CommandID.confirm.rawValue
            && before.model.dialog?.buttons.focused != 0
        let isSent = after.bank.authorisedKeys.count > before.bank.authorisedKeys.count
        return isAnswered || isSent || !console.isSignedIn ? nil : "the draft is lost"
    }

    @Test(
        "no command opens a second transfer or loses a draft",
        arguments: ["overview", "amount", "review", "code", "kept", "outbox above a draft"]
    )
    func walk(_ scene: String) throws {
        let start = Node(stage: try Self.begin(scene), path: [scene])
        var seen: Set<String> = [Self.key(start.stage)]
        var sentCount = 0
        var queue = [start]
        var next = 0
        while next < queue.count, next < Self.stateLimit {
            let node = queue[next]
            next += 1
            for successor in Self.successors(of: node) {
                let act = successor.path.last ?? ""
                let broken = Self.broken(from: node.stage, by: act, to: successor.stage)
                sentCount += successor.stage.bank.authorisedKeys.count
                #expect(broken == nil, "\(successor.path.joined(separator: ", "))")
                guard seen.insert(Self.key(successor.stage)).inserted else { continue }
                queue.append(successor)
            }
        }
        #expect(next == Self.stateLimit, "the walk has gone somewhere")
        if scene == "code" { #expect(sentCount > 0, "a transfer was sent") }
    }

    // Symptom: `g o` and then `t` stacked a second transfer, and the draft of the first was lost once
    // both were left. Cause: the console ran a command that the screen had declared absent.
    @Test("a new transfer is the one that was begun, with all that was typed")
    func returnsToOpenTransfer() throws {
        var stage = try Self.begin("outbox above a draft")
        let draft = try #require(Self.draft(stage.console))
        #expect(stage.console.workspace.top.kind == .outbox)
        stage.run(.newTransfer)
        #expect(Self.transfers(stage.console).count == 1)
        #expect(stage.console.workspace.top.kind == .transfer)
        #expect(Self.draft(stage.console) == draft)
        #expect(stage.text.contains("Here is the transfer you had begun"))
    }

    @Test("a transfer of the outbox takes the place of a draft, which is kept")
    func outboxTransferKeepsDraft() throws {
        var stage = try Self.begin("outbox above a draft")
        let draft = try #require(Self.draft(stage.console))
        stage.run(.open)
        #expect(stage.console.workspace.top.kind == .transfer)
        #expect(Self.transfers(stage.console).count == 1)
        #expect(stage.console.workspace.keptDraft != nil)
        try stage.press("F2", "t")
        #expect(Self.draft(stage.console) == draft)
    }

    @Test("going round in circles closes the oldest screens but the first")
    func limit() throws {
        var stage = try Stage.signedIn()
        for _ in 0..<Workspace.screenLimit {
            stage.run(.goSync)
            stage.run(.goSessions)
        }
        #expect(stage.console.workspace.stack.count == Workspace.screenLimit)
        #expect(stage.console.workspace.stack.first?.kind == .overview)
        #expect(stage.console.workspace.top.kind == .sessions)
    }

    // Symptom: while the bank decided, F10 and ? answered that they do nothing here. Cause: the screen
    // declared every command absent that it does not handle itself.
    @Test("while the bank is asked about a transfer, leaving and help are there")
    func waiting() throws {
        var stage = try Stage.signedIn()
        try stage.reachCode()
        stage.holdsAnswers = true
        stage.paste("123456")
        try stage.press("Enter")
        #expect(stage.console.workspace.availability(of: .confirm) != .enabled)
        for command in [CommandID.help, .quit, .redraw, .maskAmounts] {
            #expect(stage.console.workspace.availability(of: command) == .enabled, "\(command)")
        }
    }

    // Symptom: `t` returned to a transfer that was being sent as if it were a draft.
    @Test("beside a transfer that is being sent a new one begins, and the outbox is named")
    func besideSending() throws {
        var stage = try Stage.signedIn()
        try stage.reachCode()
        stage.holdsAnswers = true
        stage.paste("123456")
        try stage.press("Enter")
        stage.run(.goOutbox)
        stage.run(.newTransfer)
        #expect(Self.transfers(stage.console).map(\.step) == [.from])
        #expect(stage.text.contains("The outbox shows what becomes of the transfer."))
    }

    @Test("a letter answers no question, and Enter on the first answer stays")
    func letters() throws {
        var stage = try Stage.signedIn()
        stage.run(.quit)
        let question = stage.model.dialog
        for letter in ["y", "Y", "n", "s"] { try stage.press(letter) }
        #expect(stage.console.workspace.top.kind == .question)
        #expect(stage.model.dialog == question)
        try stage.press("Enter")
        #expect(stage.console.workspace.top.kind == .overview)
    }
}
