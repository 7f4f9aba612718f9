/// Nobody reads standard output any more, as after `| head`: the command reads no further, and has
/// not failed.
struct ReaderGone: Error {
    /// Goes on only while somebody reads.
    ///
    /// - Parameter isRead: Whether somebody still reads.
    /// - Throws: ``ReaderGone`` otherwise.
    static func check(_ isRead: Bool) throws(ReaderGone) {
        guard isRead else { throw ReaderGone() }
    }
}
