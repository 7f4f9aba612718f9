/// An error of a store or of the bank that may stand for a state in which nothing is written, or
/// nothing is booked, until the operator has acted.
public protocol WritesRefusal: Error {
    /// Whether it stands for such a state; whoever asked may ask again later.
    var refusesWrites: Bool { get }
}
