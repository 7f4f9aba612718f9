/// Output of the machine: an action for its driver.
package enum SyncEffect: Hashable, Sendable {
    /// Do this piece of work; it ends with an event.
    case work(SyncWork)
    /// Notify observers of the status that it changed.
    case announce
}
