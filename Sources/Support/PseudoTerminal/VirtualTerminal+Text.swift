/// Printable and control characters of the virtual terminal.
extension VirtualTerminal {
    mutating func print(_ scalar: Unicode.Scalar) {
        let shown = drawsLines[shift] ? Self.lineCharacter(scalar) : scalar
        let columns = CharacterWidth.columns(of: shown)
        guard columns > 0 else {
            combine(shown)
            return
        }
        if isWrapPending || cursorX + columns > width {
            cursorX = 0
            index()
        }
        isWrapPending = false
        clearHalves(from: cursorX, columns: columns)
        places[cursorY][cursorX] = Place(text: String(shown), pen: pen)
        if columns == 2 { places[cursorY][cursorX + 1] = Place(text: "", pen: pen) }
        lastPrinted = scalar
        if cursorX + columns >= width {
            cursorX = width - 1
            isWrapPending = true
        } else {
            cursorX += columns
        }
    }

    mutating func control(_ byte: UInt8) {
        switch byte {
        case 0x00: break
        case 0x07: bells += 1
        case 0x08: moveCursor(x: cursorX - 1, y: cursorY)
        case 0x09: moveCursor(x: min((cursorX / 8 + 1) * 8, width - 1), y: cursorY)
        case 0x0A, 0x0B, 0x0C:
            index()
            isWrapPending = false
        case 0x0D: moveCursor(x: 0, y: cursorY)
        case 0x0E: shift = 1
        case 0x0F: shift = 0
        default: unknownSequences.append("control \(byte)")
        }
    }

    mutating func escape(_ intermediate: UInt8?, _ final: UInt8) {
        switch (
            intermediate.map { Character(Unicode.Scalar($0)) }, Character(Unicode.Scalar(final))
        )
        {
        case ("(", let set): drawsLines[0] = set == "0"
        case (")", let set): drawsLines[1] = set == "0"
        case (nil, "7"): saved = SavedCursor(x: cursorX, y: cursorY, pen: pen)
        case (nil, "8"): restore(saved)
        case (nil, "D"): index()
        case (nil, "E"):
            cursorX = 0
            index()
        case (nil, "M"): reverseIndex()
        case (nil, "="): hasApplicationKeys = true
        case (nil, ">"): hasApplicationKeys = false
        case (nil, "H"), (nil, "\\"): break
        default: unknownSequences.append("ESC \(intermediate.map(String.init) ?? "") \(final)")
        }
    }

    mutating func moveCursor(x: Int, y: Int) {
        cursorX = min(max(0, x), width - 1)
        cursorY = min(max(0, y), height - 1)
        isWrapPending = false
    }

    mutating func restore(_ cursor: SavedCursor) {
        moveCursor(x: cursor.x, y: cursor.y)
        pen = cursor.pen
    }

    mutating func index() {
        if cursorY == scrollBottom {
            scroll(from: scrollTop, by: 1)
        } else {
            cursorY = min(cursorY + 1, height - 1)
        }
    }

    mutating func reverseIndex() {
        if cursorY == scrollTop {
            scroll(from: scrollTop, by: -1)
        } else {
            cursorY = max(cursorY - 1, 0)
        }
    }

    /// Scrolls the rows of the region up, or down if negative, and fills in blank rows.
    mutating func scroll(from top: Int, by count: Int) {
        guard top <= scrollBottom else { return }
        let distance = min(abs(count), scrollBottom - top + 1)
        let blank = Array(repeating: erased, count: width)
        for _ in 0..<distance {
            if count > 0 {
                places.remove(at: top)
                places.insert(blank, at: scrollBottom)
            } else {
                places.remove(at: scrollBottom)
                places.insert(blank, at: top)
            }
        }
    }

    /// The content of an erased cell: a space with the current background, as `bce` specifies.
    ///
    /// Terminals without `bce` are never asked to erase on a coloured background.
    var erased: Place {
        var blank = Pen()
        blank.background = pen.background
        return Place(text: " ", pen: blank)
    }

    private mutating func combine(_ mark: Unicode.Scalar) {
        var x = isWrapPending ? cursorX : cursorX - 1
        if x >= 0, places[cursorY][x].text.isEmpty { x -= 1 }
        guard x >= 0 else { return }
        places[cursorY][x].text.unicodeScalars.append(mark)
    }

    /// Clears the other half of a wide character of which one half is overwritten.
    private mutating func clearHalves(from x: Int, columns: Int) {
        if x > 0, places[cursorY][x].text.isEmpty { places[cursorY][x - 1].text = " " }
        let next = x + columns
        if next < width, places[cursorY][next].text.isEmpty { places[cursorY][next].text = " " }
    }

    private static func lineCharacter(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "q": "\u{2500}"
        case "x": "\u{2502}"
        case "l": "\u{250C}"
        case "k": "\u{2510}"
        case "m": "\u{2514}"
        case "j": "\u{2518}"
        default: scalar
        }
    }
}
