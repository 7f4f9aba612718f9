import ClientService
import CoreVocabulary
import SyncCore
public import TerminalKit

/// What is to be seen.
extension Console {
    /// The screen for a terminal of this size.
    public func screen(size: Size) -> ScreenModel {
        if let scene, scene.layout.size == size { return scene.model }
        return model(size: size)
    }

    /// The screen as cells of a terminal of this size.
    public func frame(size: Size, glyphs: Glyphs) -> Frame {
        if let scene, scene.layout.size == size {
            return CellRenderer.render(scene.model, layout: scene.layout, glyphs: glyphs)
        }
        return CellRenderer.render(model(size: size), size: size, glyphs: glyphs)
    }

    /// Makes the screen for a terminal of this size anew.
    func model(size: Size) -> ScreenModel {
        if let lock { return locked(lock) }
        var context = context
        if case .cells = viewport { context = self.context(size: size) }
        var content = top.show(in: context)
        var id = ScreenID(top.kind.rawValue)
        // A question stands in front of the screen below.
        if top.kind == .question, stack.count > 1 {
            let below = stack[stack.count - 2]
            let dialog = content.dialog
            content = below.show(in: context)
            content.dialog = dialog
            id = ScreenID(below.kind.rawValue)
        }
        return ScreenModel(
            id: id,
            title: content.title,
            environment: configuration.environment,
            status: statusLine(content.trailing),
            crumbs: content.crumbs,
            blocks: notes(context) + content.blocks,
            aside: content.aside,
            dialog: content.dialog,
            toast: idleWarning ?? toasts.current,
            progress: content.progress ?? catchingUp,
            hints: commands.hints
        )
    }

    /// The same console in another size; what depends on room is decided anew.
    private func context(size: Size) -> ScreenContext {
        ScreenContext(
            configuration: configuration,
            session: session,
            time: time,
            viewport: .cells(size),
            masksAmounts: masksAmounts,
            hasDraft: keptDraft != nil
        )
    }

    private func locked(_ lock: LockState) -> ScreenModel {
        ScreenModel(
            id: "lock",
            title: "Locked",
            environment: configuration.environment,
            lock: lock.model
        )
    }

    private func statusLine(_ trailing: SafeText?) -> StatusLine {
        guard let session else { return StatusLine() }
        var line = StatusLine(
            link: link,
            queuedCount: session.status?.queuedCount ?? 0,
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
        let words = context.format.freshness
        return switch (status.link, status.freshness) {
        case (.down(let lastContact?), _):
            .offline(asOf: SafeText(trusted: words.dates.moment(lastContact, now: time.wall)))
        // The record was right at some time, also where the bank never answered since.
        case (.down(nil), .cached(let asOf)) where asOf > .epoch:
            .offline(asOf: SafeText(trusted: words.dates.moment(asOf, now: time.wall)))
        case (.down(nil), _): .offline(asOf: "never")
        case (.up, .unverified): .unverified
        case (.up, .live): .live
        // Who is turned away is not being connected.
        case (.up, .cached(let asOf)) where status.notice == .upgradeNeeded:
            .offline(asOf: SafeText(trusted: words.dates.moment(asOf, now: time.wall)))
        case (.up, .cached): .connecting
        }
    }

    /// Whether how the line stands is said above the screen's content.
    var showsNotes: Bool {
        !viewport.isSpoken && lock == nil && top.kind != .help && top.kind != .palette
    }

    /// What everybody on the screen must know before the figures: how the line stands, and that
    /// nothing can be changed here.
    private func notes(_ context: ScreenContext) -> [Block] {
        guard let session, top.kind != .help, top.kind != .palette else { return [] }
        var paragraphs: [SafeText] = []
        if session.isReadOnly {
            paragraphs.append("READ-ONLY: your role looks and changes nothing.")
        }
        if let sentence = standing(of: session, context) {
            // Where rows are short, the figures say it by themselves.
            paragraphs.append(
                SafeText(trusted: context.viewport.isLow ? sentence.happened : sentence.text)
            )
        }
        let role: TerminalKit.Role = context.viewport.isLow ? .textMuted : .statusWarning
        return paragraphs.isEmpty ? [] : [.text(paragraphs, role: role), .space]
    }

    /// What there is to say of record and line.
    private func standing(of session: Session, _ context: ScreenContext) -> Sentence? {
        let words = context.format.freshness
        if let until = session.offlineUntil,
            session.status?.notice ?? .openedOffline == .openedOffline
        {
            return Sentences.offlineCopy(until: until, words: words)
        }
        // Read out, the status and every figure say how the line stands.
        guard let status = session.status, !viewport.isSpoken || status.notice != nil else {
            return nil
        }
        // The screen about the line says it at length.
        if top.kind == .sync, status.notice == nil, status.offlineSince != nil { return nil }
        return Sentences.link(status, words: words)
    }

    /// How far the first synchronisation has come; nil when there is none.
    private var catchingUp: ProgressModel? {
        session?.status?.catchingUp.map { progress in
            ProgressModel(
                title: "Fetching your records",
                done: Int(clamping: progress.done),
                total: Int(clamping: progress.total),
                unit: "changes"
            )
        }
    }
}
