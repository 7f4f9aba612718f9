/// Control sequences of the virtual terminal.
extension VirtualTerminal {
    mutating func performSequence(_ sequence: ControlParser.ControlSequence) {
        if sequence.prefix != nil || !sequence.intermediate.isEmpty {
            performPrivate(sequence)
            return
        }
        if performCursor(sequence) || performEditing(sequence) { return }
        switch sequence.final {
        case "m": selectGraphics(sequence.parameters)
        case "r":
            scrollTop = sequence.parameter(0, default: 1) - 1
            scrollBottom = min(sequence.parameter(1, default: height), height) - 1
            moveCursor(x: 0, y: 0)
        case "b":
            for _ in 0..<sequence.count() { print(lastPrinted) }
        case "t", "g", "h", "l": break  // window, tab stops, insert mode: none changes the screen
        default: noteUnknown(sequence)
        }
    }

    private mutating func performCursor(_ sequence: ControlParser.ControlSequence) -> Bool {
        let count = sequence.count()
        switch sequence.final {
        case "A": moveCursor(x: cursorX, y: cursorY - count)
        case "B", "e": moveCursor(x: cursorX, y: cursorY + count)
        case "C", "a": moveCursor(x: cursorX + count, y: cursorY)
        case "D": moveCursor(x: cursorX - count, y: cursorY)
        case "E": moveCursor(x: 0, y: cursorY + count)
        case "F": moveCursor(x: 0, y: cursorY - count)
        case "G", "`": moveCursor(x: count - 1, y: cursorY)
        case "d": moveCursor(x: cursorX, y: count - 1)
        case "H", "f": moveCursor(x: sequence.count(1) - 1, y: count - 1)
        case "I": moveCursor(x: (cursorX / 8 + count) * 8, y: cursorY)
        case "Z": moveCursor(x: ((cursorX + 7) / 8 - count) * 8, y: cursorY)
        default: return false
        }
        return true
    }

    private mutating func performEditing(_ sequence: ControlParser.ControlSequence) -> Bool {
        let count = sequence.count()
        switch sequence.final {
        case "J": eraseScreen(sequence.parameter(0, default: 0))
        case "K": eraseLine(sequence.parameter(0, default: 0))
        case "X": erase(row: cursorY, cursorX..<min(cursorX + count, width))
        case "L": scroll(from: cursorY, by: -count)
        case "M": scroll(from: cursorY, by: count)
        case "S": scroll(from: scrollTop, by: count)
        case "T": scroll(from: scrollTop, by: -count)
        case "P":
            let removed = min(count, width - cursorX)
            places[cursorY].removeSubrange(cursorX..<cursorX + removed)
            places[cursorY].append(contentsOf: Array(repeating: erased, count: removed))
        case "@":
            let added = min(count, width - cursorX)
            let blanks = Array(repeating: erased, count: added)
            places[cursorY].insert(contentsOf: blanks, at: cursorX)
            places[cursorY].removeLast(added)
        default: return false
        }
        isWrapPending = false
        return true
    }

    private mutating func eraseScreen(_ part: Int) {
        switch part {
        case 0:
            eraseLine(0)
            for y in cursorY + 1..<max(cursorY + 1, height) { erase(row: y, 0..<width) }
        case 1:
            for y in 0..<cursorY { erase(row: y, 0..<width) }
            eraseLine(1)
        case 2:
            for y in 0..<height { erase(row: y, 0..<width) }
        default: break  // 3 is the scrollback, of which this terminal keeps none
        }
    }

    private mutating func eraseLine(_ part: Int) {
        switch part {
        case 0: erase(row: cursorY, cursorX..<width)
        case 1: erase(row: cursorY, 0..<cursorX + 1)
        default: erase(row: cursorY, 0..<width)
        }
    }

    private mutating func erase(row y: Int, _ columns: Range<Int>) {
        for x in columns { places[y][x] = erased }
    }

    // MARK: - Private modes

    private mutating func performPrivate(_ sequence: ControlParser.ControlSequence) {
        switch (sequence.prefix, sequence.intermediate, sequence.final) {
        case ("?", "", "h"):
            for mode in sequence.parameters.compactMap(\.self) { setMode(mode, true) }
        case ("?", "", "l"):
            for mode in sequence.parameters.compactMap(\.self) { setMode(mode, false) }
        case ("?", "", "c"), (">", "", _), (nil, "!", "p"), (nil, " ", "q"):
            break  // the form of the Linux console's cursor; xterm's resources; reset; cursor shape
        default:
            noteUnknown(sequence)
        }
    }

    private mutating func setMode(_ mode: Int, _ isOn: Bool) {
        switch mode {
        case 1: hasApplicationKeys = isOn
        case 25: isCursorVisible = isOn
        case 47, 1047, 1049: showAlternate(isOn, keepsCursor: mode != 1049)
        case 3, 4, 5, 7, 8, 12: break
        default:
            if isOn { privateModes.insert(mode) } else { privateModes.remove(mode) }
        }
    }

    private mutating func showAlternate(_ isOn: Bool, keepsCursor: Bool) {
        guard isOn != isAlternate else { return }
        isAlternate = isOn
        if isOn, !keepsCursor {
            savedForAlternate = SavedCursor(x: cursorX, y: cursorY, pen: pen)
        }
        swap(&places, &hiddenPlaces)
        if isOn {
            for y in 0..<height { erase(row: y, 0..<width) }
        } else if !keepsCursor {
            restore(savedForAlternate)
        }
    }

    private mutating func noteUnknown(_ sequence: ControlParser.ControlSequence) {
        unknownSequences.append(
            "CSI \(sequence.prefix.map(String.init) ?? "")\(sequence.parameters)"
                + "\(sequence.intermediate)\(sequence.final)"
        )
    }

    // MARK: - Graphics

    private mutating func selectGraphics(_ parameters: [Int?]) {
        let codes = parameters.isEmpty ? [0] : parameters.map { $0 ?? 0 }
        var index = 0
        while index < codes.count {
            let code = codes[index]
            if code == 38 || code == 48, index + 2 < codes.count, codes[index + 1] == 5 {
                setColour(codes[index + 2], isForeground: code == 38)
                index += 2
            } else if code == 38 || code == 48, index + 4 < codes.count, codes[index + 1] == 2 {
                let channels = codes[index + 2...index + 4].reduce(0) { $0 << 8 | $1 }
                setColour(Self.directColour | channels, isForeground: code == 38)
                index += 4
            } else {
                selectGraphic(code)
            }
            index += 1
        }
    }

    /// Marker of a colour given by channels, which distinguishes it from a palette index.
    public static let directColour = 1 << 24

    private mutating func setColour(_ colour: Int?, isForeground: Bool) {
        if isForeground { pen.foreground = colour } else { pen.background = colour }
    }

    private mutating func selectGraphic(_ code: Int) {
        switch code {
        case 0: pen = Pen()
        case 1: pen.isBold = true
        case 2: pen.isDim = true
        case 3: pen.isItalic = true
        case 4: pen.isUnderlined = true
        case 7: pen.isReversed = true
        case 22: (pen.isBold, pen.isDim) = (false, false)
        case 23: pen.isItalic = false
        case 24: pen.isUnderlined = false
        case 27: pen.isReversed = false
        case 30...37: setColour(code - 30, isForeground: true)
        case 39: setColour(nil, isForeground: true)
        case 40...47: setColour(code - 40, isForeground: false)
        case 49: setColour(nil, isForeground: false)
        case 90...97: setColour(code - 82, isForeground: true)
        case 100...107: setColour(code - 92, isForeground: false)
        case 10, 11: break  // the first font, which is the only one
        default: unknownSequences.append("SGR \(code)")
        }
    }
}
