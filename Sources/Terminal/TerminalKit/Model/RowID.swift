/// Identifier of the object that a list row shows; never displayed.
///
/// Row positions change when rows are added or removed. The identifier stays, so that a selection,
/// or a row number read out before, still means the row that the user chose.
package struct RowID: Hashable, Sendable {
    private let number: UInt128
    private let part: UInt128

    /// Creates an identifier from an object's number; `part` distinguishes rows about one object.
    package init(_ number: UInt128, part: UInt128 = 0) {
        self.number = number
        self.part = part
    }
}
