/// The name of what a row of a list is about; never shown.
///
/// Places change when rows come and go. The name stays, so that a selection and a number that was
/// read out go on meaning the row that somebody chose.
public struct RowID: Hashable, Sendable {
    private let number: UInt128
    private let part: UInt128

    /// Names a row.
    ///
    /// - Parameters:
    ///   - number: The number of the thing among those of its kind.
    ///   - part: Which of the rows about that thing it is.
    public init(_ number: UInt128, part: UInt128 = 0) {
        self.number = number
        self.part = part
    }
}
