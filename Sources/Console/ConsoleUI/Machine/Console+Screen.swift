import ClientService
import CoreVocabulary
import SyncCore
public import TerminalKit

/// Creation of the screen model.
extension Console {
    /// Returns the screen for a terminal of the given size.
    public func screen(size: Size) -> ScreenModel {
        if let scene, scene.layout.size == size { return scene.model }
        return newScene(size: size).model
    }

    /// Returns the screen as cells for a terminal of the given size.
    public func frame(size: Size, glyphs: Glyphs) -> Frame {
        let known = scene.flatMap { $0.layout.size == size ? $0 : nil }
        let scene = known ?? newScene(size: size)
        return CellRenderer.render(scene.model, layout: scene.layout, glyphs: glyphs)
    }

    /// True if the terminal is too small for the screen, so that the effects of keys are invisible.
    var isHidden: Bool {
        guard case .cells(let size) = viewport else { return false }
        let known = scene.flatMap { $0.layout.size == size ? $0 : nil }
        return (known ?? newScene(size: size)).layout.neededSize != nil
    }

    /// Creates a new screen model for a terminal of the given size.
    func model(size: Size) -> ScreenModel {
        if let lock { return locked(lock) }
        var context = context
        if case .cells = viewport { context = self.context(size: size) }
        var content = top.show(in: context)
        // A question is shown in front of the screen below.
        if isAskingInFront {
            let dialog = content.dialog
            content = stack[stack.count - 2].show(in: context)
            content.dialog = dialog
        }
        return ScreenModel(
            id: shownID,
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
            hints: pendingKeys.isEmpty ? commands.hints : commandTable.hints(after: pendingKeys)
        )
    }

    /// Returns the context for another size, on which layout decisions depend.
    private func context(size: Size) -> ScreenContext {
        var resized: ScreenContext = context
        resized.viewport = .cells(size)
        return resized
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
        let words = context.format.dates.moment(until, now: time.wall)
        let copy = SafeText(
            trusted: (viewport.isNarrow ? "copy" : "offline copy") + " until \(words)"
        )
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
        case .cached(let asOf):
            let dates = context.format.dates
            return .offline(asOf: SafeText(trusted: dates.moment(asOf, now: time.wall)))
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

    /// True if the state of the link is shown above the screen's content.
    var showsNotes: Bool {
        !viewport.isSpoken && lock == nil && top.kind != .help && top.kind != .palette
    }

    /// Returns the notes above the content: the state of the link, and restrictions to reading.
    func notes(_ context: ScreenContext) -> [Block] {
        guard let session, top.kind != .help, top.kind != .palette else { return [] }
        let role: TerminalKit.Role = context.viewport.isLow ? .textMuted : .statusWarning
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
        _ role: TerminalKit.Role,
        _ context: ScreenContext
    ) -> Block {
        if viewport.isSpoken { return .text([SafeText(trusted: sentence.text)], role: role) }
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
                on: shownKind,
                words: words
            )
        }
        // In linear mode the status and every figure state it already.
        guard let status = session.status, !viewport.isSpoken || status.notice != nil else {
            return nil
        }
        // The sync screen shows it beside the faults.
        if shownKind == .sync, status.notice?.isOfBooks == true { return nil }
        // The sync screen describes the link in full.
        if shownKind == .sync, status.notice == nil, status.offlineSince != nil { return nil }
        return StatusSentences.link(status, on: shownKind, words: words)
    }

    /// Progress of preparing a demo's bank, shown on the sign-in screen; nil elsewhere.
    private var preparing: ProgressModel? {
        guard let preparation, let screen = top as? SignInScreen else { return nil }
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
}
