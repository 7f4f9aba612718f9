/// Rows around a screen's content: title, steps, messages and keys.
extension Painter {
    /// Draws the title bar: banner and title on the left, link and user on the right.
    mutating func drawTitle(_ model: ScreenModel, in row: Rect) {
        frame.clear(row, ground: .barTitle)
        var left = row
        if let banner = model.environment.banner {
            let padded = SafeText(" \(banner) ")
            let role: StyleRole = model.environment == .demo ? .bannerDemo : .bannerTraining
            frame.setGround(role, in: left.firstColumns(padded.width))
            left = left.droppingColumns(write(padded, in: left, role: role, emphasis: .bold))
        }
        left = left.droppingColumns(1)
        // A suspicious name in the title is marked as in a row.
        if UntrustedRemark(model.title)?.isWarning == true, left.width > 2 {
            draw(.warning, at: left.origin, role: .statusWarning)
            left = left.droppingColumns(2)
        }
        // The freshness of the figures is shown only here, so the title makes room for it.
        let link = model.status.linkPart(glyphs: glyphs).map { $0.text.width + 2 } ?? 0
        let reserved = max(0, min(model.title.width, left.width / 3, left.width - link - 1)) + 1
        let right = drawStatus(model.status, in: left.droppingColumns(reserved))
        let room = max(0, left.width - right - (right > 0 ? 1 : 0))
        // The last short title is cut if even it does not fit.
        let titles = [model.title] + model.shortTitles
        let title = titles.first { $0.width <= room } ?? titles[titles.count - 1]
        writeShortened(title, in: left.firstColumns(room), role: .barTitle, emphasis: .bold)
    }

    /// Draws the status parts that fit, from the right edge; the link is dropped last.
    private mutating func drawStatus(_ status: StatusLine, in room: Rect) -> Int {
        var parts: [(text: SafeText, role: StyleRole)] = []
        var used = 0
        for part in status.parts(glyphs: glyphs) {
            let width = part.text.width + 2
            guard used + width <= room.width else { continue }
            used += width
            parts.append(part)
        }
        var x = room.endX - used
        for part in parts {
            x += 1
            let place = Rect(x: x, y: room.y, width: part.text.width, height: 1)
            x += write(part.text, in: place, role: part.role) + 1
        }
        return used
    }

    /// Draws the steps of a task, or a summary if they do not fit.
    mutating func drawCrumbs(_ crumbs: [Crumb], in row: Rect) {
        guard !crumbs.isEmpty, !row.isEmpty else { return }
        frame.clear(row, ground: .bar)
        let separator = 3
        let width = crumbs.reduce(-separator) { $0 + 2 + $1.title.width + separator }
        var place = row.droppingColumns(1)
        guard width <= place.width else {
            writeShortened(crumbs.summary ?? "", in: place, role: .crumbActive)
            return
        }
        for (index, crumb) in crumbs.enumerated() {
            if index > 0 {
                draw(.crumbSeparator, at: place.droppingColumns(1).origin, role: .crumb)
                place = place.droppingColumns(separator)
            }
            let isCurrent = crumb.state == .current
            let role: StyleRole = isCurrent ? .crumbActive : .crumb
            draw(crumb.state.symbol, at: place.origin, role: role)
            place = place.droppingColumns(2)
            let used = write(crumb.title, in: place, role: role, emphasis: isCurrent ? .bold : [])
            place = place.droppingColumns(used)
        }
    }

    /// Draws a message with its mark in front.
    mutating func draw(_ toast: Toast, lines: [SafeText], in rows: Rect) {
        let role = toast.kind.role
        frame.clear(rows, ground: role)
        draw(toast.kind.symbol, at: Point(x: rows.x + 1, y: rows.y), role: role)
        drawLines(lines, in: rows.droppingColumns(3), role: role)
    }

    /// Draws a progress line: title, bar, count and the key that cancels.
    mutating func draw(_ progress: ProgressModel, in row: Rect) {
        frame.clear(row, ground: .barStatus)
        var place = row.inset(horizontally: 1)
        if let key = progress.cancelKey {
            let text = SafeText("\(key) stops")
            write(text, in: place, role: .keyDescription, alignment: .trailing)
            place = place.firstColumns(place.width - text.width - 2)
        }
        let title = progress.title.shortened(toWidth: place.width / 2)
        place = place.droppingColumns(write(title, in: place, role: .barStatus) + 1)
        let counted = progress.countText
        if let percent = progress.percent {
            let barWidth = min(20, place.width - counted.width - 1)
            if barWidth >= 5 {
                let full = place.firstColumns(barWidth * percent / 100)
                fill(place.firstColumns(barWidth), with: .progressEmpty, role: .barStatus)
                fill(full, with: .progressFull, role: .barStatus)
                place = place.droppingColumns(barWidth + 1)
            }
        } else {
            let steps: [SafeText] = ["-", "\\", "|", "/"]
            let step = steps[Int(progress.spinnerStep.magnitude % UInt(steps.count))]
            place = place.droppingColumns(write(step, in: place, role: .barStatus) + 1)
        }
        writeShortened(counted, in: place, role: .barStatus)
    }

    /// Draws the key hints that fit, most important first; the one for help is never dropped.
    mutating func drawHints(_ hints: [Hint], in row: Rect) {
        frame.clear(row, ground: .barHint)
        let help = hints.first(where: \.isHelp)
        var place = row.droppingColumns(1)
        let reserved = help?.width ?? 0
        for hint in hints where !hint.isHelp {
            guard hint.width <= place.width - reserved else { continue }
            place = draw(hint, in: place)
        }
        if let help { _ = draw(help, in: place) }
    }

    private mutating func draw(_ hint: Hint, in place: Rect) -> Rect {
        let afterKey = write(hint.key, in: place, role: .key, emphasis: .bold) + 1
        let rest = place.droppingColumns(afterKey)
        return rest.droppingColumns(write(hint.title, in: rest, role: .keyDescription) + Hint.gap)
    }

    /// Draws the message that replaces a screen that does not fit.
    ///
    /// The essential keys stay visible, so that the user can lock or quit at any size.
    mutating func drawShortfall(of model: ScreenModel, needed: Size) {
        let size = frame.size
        frame.placeCursor(at: Point(x: 0, y: 0))
        let have = SafeText("Have \(size.width)x\(size.height)")
        let need = SafeText("Need \(needed.width)x\(needed.height)")
        var lines: [(text: SafeText, role: StyleRole)] = [(need, .statusWarning), (have, .text)]
        if size.height >= 5 {
            let banner = model.environment.banner.map { SafeText("\($0): ") } ?? ""
            let title = SafeText("\(banner)\(model.title)")
            lines.insert((title, .textHeading), at: 0)
        }
        if size.width >= 30, size.height >= 8 {
            lines.append(("Please enlarge the window.", .text))
        }
        for hint in model.hints where hint.isEssential {
            lines.append(("\(hint.key) \(hint.title)", .keyDescription))
        }
        let top = max(0, (size.height - lines.count) / 2)
        for (index, line) in lines.prefix(max(0, size.height - top)).enumerated() {
            let row = frame.bounds.row(top + index)
            writeShortened(line.text, in: row, role: line.role, alignment: .centre)
        }
    }
}
