import ClientService
import CoreVocabulary
import SyncCore
import TerminalKit

/// Creation of the screen model from the state of the console.
struct ScreenPresenter {
    /// State that is shown.
    private let console: Console
    private let workspace: Workspace
    private let context: ScreenContext

    /// Creates a presenter of the present state.
    init(console: Console) {
        self.console = console
        workspace = console.workspace
        context = workspace.context
    }

    private var configuration: ConsoleConfiguration { workspace.configuration }
    private var session: Session? { workspace.session }
    private var top: any ConsoleScreen { workspace.top }
    private var viewport: Viewport { workspace.viewport }

    /// Creates the scene; one that does not fit shows only the keys that still work.
    func scene(size: Size) -> Scene {
        var model = model(size: size)
        let layout = CellRenderer.layout(of: model, in: size)
        if layout.neededSize != nil, model.lock != nil {
            model.lock?.hints = [Self.unseenHint(.quit, "Sign out")]
        } else if layout.neededSize != nil {
            model.hints =
                (session == nil ? [] : [Self.essentialHint(.lock, "Lock")])
                + [Self.unseenHint(.quit, "Leave")]
            if let action = console.unseenBackAction(in: size) {
                model.hints.append(Hint("Esc", action.title, isEssential: true))
            }
        }
        return Scene(model: model, layout: layout)
    }

    private static func essentialHint(_ id: CommandID, _ title: SafeText) -> Hint {
        let key = CommandRows.keyName(id, whileTyping: true)
        return Hint(SafeText(trusted: key), title, isEssential: true)
    }

    /// Returns the hint for a key that is pressed twice because its question is invisible.
    private static func unseenHint(_ id: CommandID, _ title: SafeText) -> Hint {
        let key = CommandRows.keyName(id, whileTyping: true)
        return Hint(SafeText(trusted: "\(key) \(key)"), title, isEssential: true)
    }

    private func model(size: Size) -> ScreenModel {
        if let lock = workspace.lock { return locked(lock) }
        var context = context
        if case .cells = viewport { context.viewport = .cells(size) }
        var content = top.show(in: context)
        // A question is shown in front of the screen below.
        if workspace.isAskingInFront {
            let dialog = content.dialog
            content = workspace.shown.show(in: context)
            content.dialog = dialog
        }
        return ScreenModel(
            id: console.shownID,
            title: content.title,
            shortTitles: content.shortTitles,
            environment: configuration.environment,
            status: statusLine(content.trailing),
            crumbs: content.crumbs,
            blocks: notes(context) + content.blocks,
            aside: content.aside,
            dialog: content.dialog,
            toast: idleWarning ?? shownToast,
            progress: preparing ?? content.progress ?? catchingUp,
            hints: workspace.pendingKeys.isEmpty
                ? workspace.commands.hints
                : console.commandTable.hints(after: workspace.pendingKeys)
        )
    }

    private func locked(_ lock: LockState) -> ScreenModel {
        ScreenModel(
            id: "lock",
            title: "Locked",
            environment: configuration.environment,
            lock: lock.model(fillsIn: configuration.demoNotice?.people.isEmpty == false)
        )
    }

    private func statusLine(_ trailing: SafeText?) -> StatusLine {
        guard let session else { return StatusLine() }
        var line = StatusLine(
            link: link,
            queuedCount: session.status.map { $0.queuedCount - $0.needsCodeCount } ?? 0,
            needsCodeCount: session.status?.needsCodeCount ?? 0,
            unreadCount: session.status?.unseenDecisionCount ?? 0,
            signedIn: SafeText(untrusted: session.user.displayName, limit: .payee),
            trailing: session.isReadOnly ? "read-only" : trailing
        )
        guard let until = session.offlineUntil else { return line }
        let name: SafeText = viewport.isNarrow ? "copy" : "offline copy"
        let copy = name + " until " + context.format.moment(until)
        if viewport.isSpoken {
            line.trailing = copy
        } else {
            // The last status part is dropped first, and this one must stay.
            line.trailing = line.signedIn
            line.signedIn = copy
        }
        return line
    }

    private var link: Link {
        guard let status = session?.status else { return .connecting }
        switch status.statedFreshness {
        case .live: return .live
        case .cached(let asOf): return .offline(asOf: context.format.moment(asOf))
        case .unverified, nil: break
        }
        switch status.link {
        case .down: return .offline(asOf: nil)
        case .up where status.freshness == .unverified: return .unverified
        // A console that must be upgraded is refused, so it is not connecting. The note gives the
        // reason.
        case .up: return status.notice == .upgradeNeeded ? .none : .connecting
        }
    }

    /// Returns the notes above the content: the state of the link, and restrictions to reading.
    func notes(_ context: ScreenContext) -> [Block] {
        guard let session, top.kind != .help, top.kind != .palette else { return [] }
        let role: StyleRole = context.viewport.isLow ? .textMuted : .statusWarning
        var blocks: [Block] = []
        if session.isReadOnly {
            let words: SafeText = "READ-ONLY: your role can look, but change nothing."
            blocks.append(.text([words], role: role, isOptional: true))
        }
        if let sentence = standing(of: session, context) {
            // A notice is shown neither in the title bar nor beside a figure, so it is kept as long
            // as possible.
            let stays = session.status?.notice.map { $0 != .openedOffline } ?? false
            blocks.append(note(sentence, stays ? .statusWarning : role, context))
        }
        return blocks.isEmpty ? [] : blocks + [.space]
    }

    /// Returns a sentence above the content; if rows are short, its advice is dropped, then all of
    /// it.
    ///
    /// The title bar shows the state of the link, and figures show their age. A notice is shown
    /// nowhere else, so its role keeps it longer than facts that may be dropped.
    private func note(
        _ sentence: Sentence,
        _ role: StyleRole,
        _ context: ScreenContext
    ) -> Block {
        if viewport.isSpoken { return .text([sentence.safeText], role: role) }
        let parts = [sentence.happened] + (context.viewport.isLow ? [] : [sentence.advice])
        return .text(
            parts.filter { !$0.isEmpty }.map { SafeText(trusted: $0) },
            role: role,
            isOptional: true
        )
    }

    /// Returns the sentence about the state of record and link.
    private func standing(of session: Session, _ context: ScreenContext) -> Sentence? {
        let words = context.format.freshness
        if let until = session.offlineUntil,
            session.status?.notice ?? .openedOffline == .openedOffline
        {
            return StatusSentences.offlineCopy(
                until: until,
                status: session.status,
                on: workspace.shown.kind,
                words: words
            )
        }
        // In linear mode the status and every figure state it already.
        guard let status = session.status, !viewport.isSpoken || status.notice != nil else {
            return nil
        }
        // The sync screen shows it beside the faults.
        if workspace.shown.kind == .sync, status.notice?.isOfBooks == true { return nil }
        // The sync screen describes the link in full.
        if workspace.shown.kind == .sync, status.notice == nil, status.offlineSince != nil {
            return nil
        }
        return StatusSentences.link(status, on: workspace.shown.kind, words: words)
    }

    /// Progress of preparing a demo's bank, shown on the sign-in screen; nil elsewhere.
    private var preparing: ProgressModel? {
        guard let preparation = workspace.preparation, let screen = top as? SignInScreen
        else {
            return nil
        }
        // In linear mode it would interrupt typing, so it is announced only once the user waits for
        // it.
        let isAwaited = screen.isBusy || configuration.demoNotice?.signsInAs != nil
        guard !viewport.isSpoken || isAwaited else { return nil }
        return ProgressModel(
            title: "Preparing the made-up bank",
            done: preparation.done,
            total: preparation.total,
            unit: "payments"
        )
    }

    /// Progress of the first synchronisation; nil if there is none.
    private var catchingUp: ProgressModel? {
        session?.status?.catchingUp.map { progress in
            ProgressModel(
                title: "Fetching your records",
                done: Int(clamping: progress.done),
                total: Int(clamping: progress.total),
                unit: "changes",
                unitOfOne: "change"
            )
        }
    }

    /// Warning before the idle lock, shown in place of messages so that it covers no form.
    private var idleWarning: Toast? {
        guard let session, workspace.lock == nil else { return nil }
        let limit = IdlePolicy.seconds(for: session.user.role)
        let idle = context.time.steady.seconds(since: workspace.lastInput)
        guard idle >= limit - IdlePolicy.warningSeconds else { return nil }
        let rest = Sentences.wait(IdlePolicy.warningSeconds)
        return Toast(
            id: -1,
            kind: .warning,
            text: SafeText(
                trusted: viewport.isSpoken
                    ? "Nobody is typing. The console locks within \(rest); a line keeps it open."
                    : "Nobody is typing. This screen locks within \(rest); any key keeps it open."
            )
        )
    }

    /// The message to show, with its current wording; nil if there is none or it is no longer true.
    private var shownToast: Toast? {
        guard let said = workspace.message.current else { return nil }
        let text: SafeText
        switch workspace.message.basis {
        case nil, .decisions: text = said.text
        case .refusal(let command):
            guard case .disabled(let reason) = workspace.availability(of: command) else {
                return nil
            }
            text = SafeText(trusted: reason)
        case .unbound(let keys):
            guard !console.commandTable.hasBinding(of: keys) else { return nil }
            text = said.text
        case .demoCode(let showsAt):
            let seconds = max(0, (workspace.milliseconds(until: showsAt) + 999) / 1_000)
            text = StatusSentences.nextDemoCode(seconds: seconds).safeText
        }
        return Toast(id: said.id, kind: said.kind, text: text)
    }
}
