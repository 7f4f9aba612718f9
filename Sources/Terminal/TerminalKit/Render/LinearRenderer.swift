/// Renders screens as lines of text, for screen readers and terminals without cursor addressing.
///
/// It announces changes only, and none of them twice: a new screen from top to bottom, a moved
/// selection as the newly selected row, a message as its text. It draws nothing and never uses a
/// mark in place of a word.
package enum LinearRenderer {
    /// Number of rows read when a list is introduced.
    package static let introducedRowCount = 10
    /// Step in percent at which progress is announced.
    package static let progressStepPercent = 25

    /// Returns the lines that announce the change from the last announced screen to the next one.
    package static func announce(old: ScreenModel?, new: ScreenModel) -> [SafeText] {
        if let lock = new.lock { return announce(lock, old: old?.lock) }
        // After an unlock the screen is read again in full, because somebody else may be listening.
        guard let old, old.lock == nil, old.id == new.id else {
            let isFirst = old == nil || old?.lock != nil || old?.environment != new.environment
            return introduction(of: new, isFirst: isFirst)
        }
        var lines = statusChanges(old, new)
        if old.crumbs != new.crumbs, let summary = new.crumbs.summary { lines.append(summary) }
        lines += blockChanges(old.blocks, new.blocks)
        lines += dialogChanges(old.dialog, new.dialog)
        if old.progress != new.progress {
            lines += progressChanges(old.progress, new.progress)
        }
        if let toast = new.toast, toast.id != old.toast?.id { lines.append(words(toast)) }
        return lines
    }

    /// Returns the prompt of the focused field, button or filter; nil if nothing asks for input.
    package static func prompt(for model: ScreenModel) -> SafeText? {
        let blocks =
            model.lock?.screen(in: model.environment).blocks
            ?? model.dialog?.blocks ?? model.blocks
        return blocks.lazy.compactMap { prompt(for: $0) }.first
    }

    private static func prompt(for block: Block) -> SafeText? {
        switch block {
        case .form(let form): form.focusedField.map { prompt(for: $0) }
        case .buttons(let model): model.focusedIndex.map { words(model, focused: $0) }
        case .list(let list): list.filter?.cursorColumn == nil ? nil : "Filter"
        case .heading, .text, .facts, .rule, .space: nil
        }
    }

    private static func announce(_ lock: LockModel, old: LockModel?) -> [SafeText] {
        guard let old, old.title == lock.title else {
            return [lock.title] + lock.paragraphs
                + (lock.form.map { Self.introduction(of: $0) } ?? [])
                + (lock.buttons.map { Self.introduction(of: $0) } ?? []) + keys(lock.hints)
        }
        let paragraphs = lock.paragraphs.filter { !old.paragraphs.contains($0) }
        switch (old.form, lock.form) {
        case (let before?, let after?): return paragraphs + formChanges(before, after)
        case (nil, let after?): return paragraphs + introduction(of: after)
        case (_, nil):
            let buttons = lock.buttons == old.buttons ? nil : lock.buttons
            return paragraphs + (buttons.map { introduction(of: $0) } ?? [])
        }
    }

    private static func statusChanges(_ old: ScreenModel, _ new: ScreenModel) -> [SafeText] {
        var lines: [SafeText] = []
        if old.title != new.title { lines.append(words(ofTitle: new.title)) }
        if old.environment != new.environment {
            lines.append(new.environment.banner ?? "Live: real accounts")
        }
        let before = old.status
        let after = new.status
        if before.link != after.link, let words = after.link.words { lines.append(words) }
        if before.queuedCount != after.queuedCount {
            lines.append(after.queuedWords ?? "nothing waiting")
        }
        if before.needsCodeCount != after.needsCodeCount {
            lines.append(after.needsCodeWords ?? "nothing needs a code")
        }
        if before.unreadCount != after.unreadCount {
            lines.append(after.unreadWords ?? "nothing to read")
        }
        if before.signedIn != after.signedIn {
            lines.append(after.signedIn.map { "Signed in: \($0)" } ?? "Signed out")
        }
        if before.trailing != after.trailing, let trailing = after.trailing {
            lines.append(trailing)
        }
        return lines
    }

    private static func progressChanges(
        _ old: ProgressModel?,
        _ new: ProgressModel?
    ) -> [SafeText] {
        guard let new else { return old.map { ["\($0.title): ended"] } ?? [] }
        guard let old, old.title == new.title else {
            let key = new.cancelKey.map { SafeText("; \($0) stops") } ?? ""
            return ["\(new.title): \(new.countText)\(key)"]
        }
        // Progress with a known total is announced in steps. Otherwise nothing follows until the
        // end.
        guard let before = old.percent, let after = new.percent,
            before / progressStepPercent != after / progressStepPercent
        else { return [] }
        return ["\(new.title): \(new.countText)"]
    }
}
