import CNcurses
package import TerminalKit

extension Screen {
    /// Shows a frame by sending only the differences to the terminal.
    ///
    /// Unchanged cells are not even passed to ncurses, so moving a selection costs two rows of
    /// work. A frame of another size than the screen's is cut, or leaves the rest empty.
    package func paint(_ frame: Frame) {
        guard isActive else { return }
        let previous = shown.flatMap { $0.size == frame.size ? $0 : nil }
        if previous == nil { cf_erase() }
        let width = min(frame.size.width, size.width)
        for y in 0..<min(frame.size.height, size.height) {
            let row = frame.row(y)
            let changed = Self.changedColumns(row, previous?.row(y), width: width)
            guard !changed.isEmpty else { continue }
            draw(row, columns: changed, y: y)
        }
        showCursor(frame)
        cf_update()
        shown = frame
    }

    /// Returns the columns from the first to the last difference, extended to whole characters.
    static func changedColumns(
        _ row: ArraySlice<Cell>,
        _ previous: ArraySlice<Cell>?,
        width: Int
    ) -> Range<Int> {
        guard let previous else { return 0..<width }
        // Most rows are unchanged, and comparing whole slices is ten times as fast.
        if row == previous { return 0..<0 }
        return row.withUnsafeBufferPointer { new in
            previous.withUnsafeBufferPointer { old in
                let columns = 0..<width
                guard let first = columns.first(where: { new[$0] != old[$0] }),
                    let last = columns.last(where: { new[$0] != old[$0] })
                else { return 0..<0 }
                var (lower, upper) = (first, last + 1)
                while lower > 0, new[lower].isContinuation || old[lower].isContinuation {
                    lower -= 1
                }
                while upper < width, new[upper].isContinuation || old[upper].isContinuation {
                    upper += 1
                }
                return lower..<upper
            }
        }
    }

    /// Passes cells to ncurses as cells and not as text, because `\r` in a string would move the
    /// cursor.
    private func draw(_ row: ArraySlice<Cell>, columns: Range<Int>, y: Int) {
        rowBuffer.removeAll(keepingCapacity: true)
        var x = columns.lowerBound
        while x < columns.upperBound {
            let cell = row[row.startIndex + x]
            let drawable = DrawableCell(
                cell,
                columnsLeft: columns.upperBound - x,
                characters: environment.characters
            )
            let style = style(for: cell, x: x, row)
            for _ in 0..<drawable.repetitions {
                var cursesCell = cchar_t()
                cf_fill_cell(
                    &cursesCell,
                    drawable.base,
                    drawable.firstMark,
                    drawable.secondMark,
                    style.attributes,
                    style.pair
                )
                rowBuffer.append(cursesCell)
            }
            x += drawable.columns
        }
        rowBuffer.withUnsafeBufferPointer { buffer in
            cf_draw_cells(CInt(y), CInt(columns.lowerBound), buffer.baseAddress, CInt(buffer.count))
        }
    }

    /// Returns the style of a cell, with a text colour for blanks that avoids colour changes.
    ///
    /// The text colour of a blank is invisible, but changing it costs two dozen bytes. Blanks
    /// therefore take the text colour of the ground, with which ncurses clears. A single space
    /// between letters of one colour takes theirs, so that nothing changes at all.
    private func style(for cell: Cell, x: Int, _ row: ArraySlice<Cell>) -> StyleTable.Entry {
        let entry = styles.entry(role: cell.role, ground: cell.ground, emphasis: cell.emphasis)
        guard cell.base == " ", cell.firstMark == nil else { return entry }
        let unseen = styles.entry(
            role: Self.roleAround(x, row) ?? .text,
            ground: cell.ground,
            emphasis: cell.emphasis
        )
        // Underline and reverse are visible on a blank too.
        return entry.attributes == unseen.attributes ? unseen : entry
    }

    /// Returns the role of the letters on both sides of a cell; nil unless both are there and alike.
    private static func roleAround(_ x: Int, _ row: ArraySlice<Cell>) -> StyleRole? {
        let index = row.startIndex + x
        guard index > row.startIndex, index + 1 < row.endIndex else { return nil }
        let (left, right) = (row[index - 1], row[index + 1])
        let isInsideText =
            left.base != " " && right.base != " " && left.role == right.role
            && left.ground == right.ground
        return isInsideText ? left.role : nil
    }

    /// Moves the cursor to the frame's position even if it is invisible.
    ///
    /// Screen readers and Braille displays follow it. The visibility is sent to the terminal only
    /// when it changes.
    private func showCursor(_ frame: Frame) {
        if isCursorShown != frame.isCursorVisible {
            cf_show_cursor(frame.isCursorVisible)
            isCursorShown = frame.isCursorVisible
        }
        cf_move_cursor(
            CInt(min(frame.cursor.y, size.height - 1)),
            CInt(min(frame.cursor.x, size.width - 1))
        )
    }
}
