import ClientService
import CoreVocabulary
import SyncCore
public import TerminalKit

/// What is to be seen.
extension Console {
    /// The screen for a terminal of this size.
    public func screen(size: Size) -> ScreenModel {
        if let scene, scene.layout.size == size { return scene.model }
        return newScene(size: size).model
    }

    /// The screen as cells of a terminal of this size.
    public func frame(size: Size, glyphs: Glyphs) -> Frame {
        let known = scene.flatMap { $0.layout.size == size ? $0 : nil }
        let scene = known ?? newScene(size: size)
        return CellRenderer.render(scene.model, layout: scene.layout, glyphs: glyphs)
    }

    /// Whether the terminal is too small for the screen, so that nobody sees what keys would do.
    var isHidden: Bool {
        guard case .cells(let size) = viewport else { return false }
        let known = scene.flatMap { $0.layout.size == size ? $0 : nil }
        return (known ?? newScene(size: size)).layout.neededSize != nil
    }

    /// Makes the screen for a terminal of this size anew.
    func model(size: Size) -> ScreenModel {
        if let lock { return locked(lock) }
        var context = context
        if case .cells = viewport { context = self.context(size: size) }
        var content = top.show(in: context)
        // A question stands in front of the screen below.
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

    /// The same console in another size; what depends on room is decided anew.
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
            // What stands last gives way first, and this must not.
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
        // Who is turned away is not being connected; the note says why.
        case .up: return status.notice == .upgradeNeeded ? .none : .connecting
        }
    }

    /// Whether how the line stands is said above the screen's content.
    var showsNotes: Bool {
        !viewport.isSpoken && lock == nil && top.kind != .help && top.kind != .palette
    }

    /// What everybody on the screen must know before the figures: how the line stands, and that
    /// nothing can be changed here.
    func notes(_ context: ScreenContext) -> [Block] {
        guard let session, top.kind != .help, top.kind != .palette else { return [] }
        let role: TerminalKit.Role = context.viewport.isLow ? .textMuted : .statusWarning
        var blocks: [Block] = []
        if session.isReadOnly {
            let words: SafeText = "READ-ONLY: your role can look, but change nothing."
            blocks.append(.text([words], role: role, isOptional: true))
        }
        if let sentence = standing(of: session, context) {
            // Neither the title bar nor a figure says what a notice does: it stays as long as it can.
            let stays = session.status?.notice.map { $0 != .openedOffline } ?? false
            blocks.append(note(sentence, stays ? .statusWarning : role, context))
        }
        return blocks.isEmpty ? [] : blocks + [.space]
    }

    /// A sentence above the content; where rows are short, its advice goes, then all of it.
    ///
    /// The title bar says how the line stands, and the figures how old they are. A notice is said
    /// nowhere else: its role keeps it longer than facts that may go.
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

    /// What there is to say of record and line.
    private func standing(of session: Session, _ context: ScreenContext) -> Sentence? {
        let words = context.format.freshness
        if let until = session.offlineUntil,
            session.status?.notice ?? .openedOffline == .openedOffline
        {
            return Sentences.offlineCopy(
                until: until,
                status: session.status,
                on: shownKind,
                words: words
            )
        }
        // Read out, the status and every figure say how the line stands.
        guard let status = session.status, !viewport.isSpoken || status.notice != nil else {
            return nil
        }
        // The screen about the record says it beside what it found.
        if shownKind == .sync, status.notice?.isOfBooks == true { return nil }
        // The screen about the line says it at length.
        if shownKind == .sync, status.notice == nil, status.offlineSince != nil { return nil }
        return Sentences.link(status, on: shownKind, words: words)
    }

    /// How far a demonstration's bank is, for whoever waits for it; nil when nobody does.
    private var preparing: ProgressModel? {
        guard let preparation, let screen = top as? SignInScreen else { return nil }
        // Read out, it would come between what is typed; it is news once somebody waits.
        let isAwaited = screen.isBusy || configuration.demoNotice?.signsInAs != nil
        guard !viewport.isSpoken || isAwaited else { return nil }
        return ProgressModel(
            title: "Preparing the made-up bank",
            done: preparation.done,
            total: preparation.total,
            unit: "payments"
        )
    }

    /// How far the first synchronisation has come; nil when there is none.
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
