/// Position in a snapshot: the cursor that it is pinned to, and the start of its next page.
package struct SnapshotPosition: Hashable, Sendable {
    /// The cursor to which all pages of the snapshot are pinned.
    package let at: Cursor
    /// Token for the start of the next page; empty for the first.
    package let page: String

    /// Creates a snapshot position from its parts.
    package init(at: Cursor, page: String) {
        self.at = at
        self.page = page
    }
}
