extension Frame {
    /// Draws the border of a box.
    mutating func drawBox(_ box: Rect, glyphs: Glyphs, role: Role) {
        let right = box.endX - 1
        let bottom = box.endY - 1
        let across = Rect(x: box.x, y: box.y, width: box.width, height: 1)
        let down = Rect(x: box.x, y: box.y, width: 1, height: box.height)
        fill(across, with: .horizontal, glyphs: glyphs, role: role)
        fill(
            Rect(x: box.x, y: bottom, width: box.width, height: 1),
            with: .horizontal,
            glyphs: glyphs,
            role: role
        )
        fill(down, with: .vertical, glyphs: glyphs, role: role)
        fill(
            Rect(x: right, y: box.y, width: 1, height: box.height),
            with: .vertical,
            glyphs: glyphs,
            role: role
        )
        let corners: [(Symbol, Int, Int)] = [
            (.topLeft, box.x, box.y), (.topRight, right, box.y),
            (.bottomLeft, box.x, bottom), (.bottomRight, right, bottom),
        ]
        for (symbol, x, y) in corners {
            draw(symbol, at: Point(x: x, y: y), glyphs: glyphs, role: role)
        }
    }
}
