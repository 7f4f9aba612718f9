/// Error that may mean that nothing is written or booked until the operator has acted.
package protocol WritesRefusal: Error {
    /// True if it means that; the caller may try again later.
    var refusesWrites: Bool { get }
}
